// What a device user may do (WIRE 6.2): misspelt names, two scopes, and a list of its own for moving cameras.
import {
  type ChannelRight,
  Fault,
  type GlobalRight,
  type Permissions,
  type RightsChange,
  type RightsScope,
  type UserRights,
} from '#plugin'
import type { IsapiClient } from '../isapi/client.ts'
import { child, flag, int, list, type Node, nodeAt, readXml, text } from '../isapi/xml.ts'
import { roleOf } from './users.ts'
import type { Changes, Writer } from './writing.ts'

/** As the devices spell them. */
const ELEMENTS: Readonly<Record<GlobalRight, string>> = {
  upgrade: 'upgrade',
  parameter_config: 'parameterConfig',
  restart_or_shutdown: 'restartOrShutdown',
  log_or_state_check: 'logOrStateCheck',
  manage_channel: 'manageChannel',
  playback: 'playBack',
  record: 'record',
  backup: 'backup',
  ptz_control: 'ptzControl',
  preview: 'preview',
  voice_talk: 'voiceTalk',
  alarm_out_or_upload: 'alarmOutOrUpload',
  control_local_out: 'contorlLocalOut',
  transparent_channel: 'transParentChannel',
}
const CHANNEL_RIGHTS: readonly ChannelRight[] = ['preview', 'playback', 'record', 'backup', 'ptz_control']
const SCOPES = { local: 'localPermission', remote: 'remotePermission' } as const
/** The right to move a camera stands in a list of its own; where it stands with the others, it is found there. */
const LISTS = ['videoChannelPermission', 'ptzChannelPermission'] as const

type Scope = keyof typeof SCOPES

function readScope(scope: Node | null): RightsScope | null {
  if (!scope) return null
  const rights = Object.entries(ELEMENTS) as [GlobalRight, string][]
  const channels: RightsScope['channels'] = {}
  for (const item of LISTS)
    for (const entry of list(child(scope, `${item}List`), item)) {
      const number = int(entry, 'id')
      if (number === null) continue
      const own: Partial<Record<ChannelRight, boolean>> = channels[number] ?? {}
      for (const right of CHANNEL_RIGHTS) {
        const value = flag(entry, ELEMENTS[right])
        if (value !== null) own[right] = value
      }
      channels[number] = own
    }
  return {
    global: Object.fromEntries(
      rights.flatMap(([right, element]) => {
        const value = flag(scope, element)
        return value === null ? [] : [[right, value] as const]
      }),
    ),
    channels,
  }
}

export function readRights(document: Node): UserRights {
  return {
    role: roleOf(text(document, 'userType')),
    local: readScope(child(document, SCOPES.local)),
    remote: readScope(child(document, SCOPES.remote)),
  }
}

/** Every right that a change names: how people call it, where it can stand, and what it shall be. */
function namedRights(change: RightsChange): { name: string; paths: string[]; value: boolean }[] {
  return (Object.keys(SCOPES) as Scope[]).flatMap((scope) => {
    const root = SCOPES[scope]
    const globals = Object.entries(change[scope]?.global ?? {}).map(([right, value]) => ({
      name: `${scope}.${right}`,
      paths: [`${root}/${ELEMENTS[right as GlobalRight]}`],
      value,
    }))
    const channels = Object.entries(change[scope]?.channels ?? {}).flatMap(([number, rights]) =>
      Object.entries(rights).map(([right, value]) => ({
        name: `${scope}.${number}.${right}`,
        paths: (right === 'ptz_control' ? LISTS.toReversed() : LISTS).map(
          (item) => `${root}/${item}List/${item}[id=${number}]/${ELEMENTS[right as ChannelRight]}`,
        ),
        value,
      })),
    )
    return [...globals, ...channels].filter(({ value }) => typeof value === 'boolean')
  })
}

/** Texts to be changed for the rights that the document has; nothing that is not named. */
export function rightsChanges(xml: string, change: RightsChange): Changes {
  const root = readXml(xml)
  return Object.fromEntries(
    namedRights(change).flatMap(({ paths, value }) => {
      const path = paths.find((candidate) => nodeAt(root, candidate))
      return path ? [[path, String(value)] as const] : []
    }),
  )
}

/** The named rights that the document does not have, or that are not what they should be. */
export function rightsMissed(xml: string, change: RightsChange): string[] {
  const root = readXml(xml)
  return namedRights(change)
    .filter(({ paths, value }) => {
      const node = paths.map((path) => nodeAt(root, path)).find((found) => found !== null)
      return node?.text.toLowerCase() !== String(value)
    })
    .map(({ name }) => name)
}

export interface PermissionsOptions {
  client: IsapiClient
  writer: Writer
}

export function createPermissions({ client, writer }: PermissionsOptions): Permissions {
  const ROOT = '/ISAPI/Security/UserPermission'

  /** The number of a user's permissions is its own on paper; on devices it has always been that of the user. */
  async function pathOf(userId: number): Promise<{ path: string; document: Node }> {
    const path = `${ROOT}/${userId}`
    const single = await client.find(path)
    const is = (node: Node) => (int(node, 'userID') ?? int(node, 'id')) === userId
    if (single.document && is(single.document)) return { path, document: single.document }
    const all = await client.find(ROOT)
    const found = list(all.document, 'UserPermission').find(is)
    if (found) return { path: `${ROOT}/${int(found, 'id') ?? userId}`, document: found }
    if (single.fault && all.fault) throw single.fault
    throw new Fault('not-found', 'This device has no rights of that user')
  }

  return {
    async read(userId) {
      return readRights((await pathOf(userId)).document)
    },

    async write(userId, change) {
      const { path } = await pathOf(userId)
      const edited = await writer.set(path, (xml) => rightsChanges(xml, change))
      return {
        before: readRights(readXml(edited.before)),
        after: readRights(readXml(edited.after)),
        ignored: rightsMissed(edited.after, change),
        rebootRequired: edited.rebootRequired,
      }
    },
  }
}
