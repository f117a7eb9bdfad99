// What there is to be told of cameras: of one, or of all that somebody may see, in the order that clients gave them.
import type { Caller, Services } from '#plugin'
import { isAdmin } from './auth.ts'
import { type Channel, CLIENT, cameraOf } from './camera-of.ts'
import { type Camera, cameraOut, type Fields, type Known, summaryOf } from './camera-out.ts'
import { createGroups, householdOf } from './groups-kept.ts'

type Folder = NonNullable<Known['folder']>

export type CameraKnown = ReturnType<typeof createKnown>

export function createKnown(services: Services) {
  const { access, cameras, clientFields, recorder, storage } = services
  const groups = createGroups(services)

  function about(caller: Caller) {
    const householdId = householdOf(caller)
    const kept = clientFields.ofChannels(CLIENT, householdId)
    const isOfAdmin = isAdmin(services, caller)
    const all = groups.all(householdId)
    return (camera: Camera, rule: Known['rule'], folders: readonly Folder[]): Known => ({
      ...{ camera, rule, fields: kept.get(camera.channel.id) ?? {}, isAdmin: isOfAdmin },
      groups: all
        .filter((group) => group.cameras.includes(camera.channel.id))
        .map(({ name, description }) => ({ name, description })),
      folder: folders.find(({ id }) => id === rule.folderId) ?? null,
    })
  }

  /** Those into which any of these goes: where none does, nobody looks at disks. */
  async function foldersOf(caller: Caller, rules: readonly Known['rule'][]): Promise<Folder[]> {
    const ids = rules.flatMap(({ folderId }) => (folderId === null ? [] : [folderId]))
    if (ids.length === 0) return []
    const named = access.allows(caller, 'system') ? (await storage.use(caller)).folders : []
    return [...new Set(ids)].map((id) => {
      const found = named.find((folder) => folder.id === id)
      return { id, name: found?.name ?? 'Storage folder', path: found?.path ?? null }
    })
  }

  const told = (caller: Caller, known: Known): Fields => {
    const whole = cameraOut(services, known)
    return caller.kind === 'key' ? summaryOf(whole) : whole
  }

  async function one(caller: Caller, channel: Channel): Promise<Known> {
    const camera = await cameras.get(caller, channel.id)
    const { rule } = recorder.get(caller, channel.id)
    return about(caller)(camera, rule, await foldersOf(caller, [rule]))
  }

  /** All that he may see, by the household's tables at once. */
  async function all(caller: Caller): Promise<Known[]> {
    const rules = new Map(recorder.rules(caller).map((rule) => [rule.channelId, rule]))
    const tell = about(caller)
    const [found, folders] = await Promise.all([cameras.list(caller), foldersOf(caller, [...rules.values()])])
    return found
      .flatMap((camera) => {
        const rule = rules.get(camera.channel.id)
        return rule ? [tell(camera, rule, folders)] : []
      })
      .sort((a, b) => orderOf(a) - orderOf(b) || a.camera.channel.id - b.camera.channel.id)
  }

  const orderOf = ({ fields }: Known) => (typeof fields.sort_order === 'number' ? fields.sort_order : 0)

  return {
    one,
    told,
    /** By client's number. */
    of: (caller: Caller, id: number) => one(caller, cameraOf(services, caller, id)),
    all,
  }
}
