// Which paths there shall be at the restreamer, and what each reads: the channels of the founder's household that can be watched.
import type { Source } from '#plugin'
import type { Quality } from '../../domain/device.ts'
import type { AccessService, ChannelWithDevice, DeviceRow } from '../access.ts'
import type { HubMemory } from '../hub.ts'
import { type Live, reachOf } from '../live.ts'
import type { Sessions } from '../sessions/index.ts'
import type { PathNames } from './names.ts'
import type { LoginProof } from './proof.ts'

export interface Wanted {
  name: string
  deviceId: number
  /** With the login; null while it is not known, or not known to be let in: what is registered stays as it is. */
  address: string | null
}

export interface WantedPaths {
  /** Waits for no device. What is not known is asked meanwhile, at most one question to a device at a time. */
  read(): Wanted[]
  /** What was kept of a device may be wrong now; it is asked again. */
  forget(deviceId: number): void
  /** It is back: as above, and its login may be tried at once. */
  back(deviceId: number): void
  /** Devices that would have paths here, if they did not refuse our login. */
  refused(): number
  /** Pictures that none is for, since we cannot send their login, nor try it. */
  unsendable(): number
}

interface Deps {
  access: Pick<AccessService, 'visibleChannels'>
  sessions: Pick<Sessions, 'opened' | 'state'>
  hub: Pick<HubMemory, 'householdId'>
  live: Pick<Live, 'playing'>
  names: Pick<PathNames, 'nameOf'>
  proof: Pick<LoginProof, 'of' | 'retry' | 'forget'>
  /** A device has said what was not known. */
  onKnown: () => void
}

/** One picture that can be had, under its name at the restreamer. */
interface Path {
  name: string
  channel: ChannelWithDevice
  quality: Quality
}

/** What a device has said. */
interface Known {
  /** Under which address and login it was asked. */
  reach: string
  /** By name of the path. */
  sources: Map<string, Source>
  isAsking: boolean
}

export function createWantedPaths({ access, sessions, hub, live, names, proof, onKnown }: Deps): WantedPaths {
  const known = new Map<number, Known>()
  /** A person gave another address or login: what is registered is not wanted until the device says the new one. */
  const outdated = new Set<number>()
  let unsendable = 0

  /** The restreamer is set by the founder, so it carries his household alone. */
  function channels(): ChannelWithDevice[] {
    const householdId = hub.householdId()
    return access
      .visibleChannels({ kind: 'system' })
      .filter(({ isActive, inUse, can, device }) => isActive && inUse && can.live && device.isChecked)
      .filter((channel) => channel.householdId === householdId)
  }

  /** One that refused our login is left alone by whoever reads it for us, too: it would lock the account. */
  const isRefused = ({ deviceId }: ChannelWithDevice) => sessions.state(deviceId).phase === 'refused'

  // The smaller picture first: it is the one that a login is tried with.
  const pathsOf = (channel: ChannelWithDevice): Path[] =>
    (channel.can.sub ? (['sub', 'main'] as const) : (['main'] as const)).map((quality) => ({
      ...{ channel, quality },
      name: names.nameOf(channel, quality),
    }))

  async function ask(deviceId: number, own: Known, paths: readonly Path[]): Promise<void> {
    const capability = sessions.opened(deviceId)?.live
    if (!capability) return
    own.isAsking = true
    let isNew = false
    for (const { name, channel, quality } of paths) {
      // Whatever goes wrong is told by the session; here the path only waits.
      const source = await capability.source(channel.sourceKey, quality).catch(() => null)
      if (known.get(deviceId) !== own) return
      if (!source) continue
      own.sources.set(name, source)
      isNew = true
    }
    own.isAsking = false
    if (isNew) onKnown()
  }

  function knownOf(device: DeviceRow): Known {
    const reach = reachOf(device)
    const before = known.get(device.id)
    if (before?.reach === reach) return before
    if (before) {
      outdated.add(device.id)
      proof.forget(device.id)
    }
    const own = { reach, sources: new Map<string, Source>(), isAsking: false }
    known.set(device.id, own)
    return own
  }

  function wantedOf(device: DeviceRow, paths: readonly Path[]): Wanted[] {
    const own = knownOf(device)
    const unknown = paths.filter(({ name }) => !own.sources.has(name))
    if (unknown.length > 0 && !own.isAsking) void ask(device.id, own, unknown)
    const wanted = paths.flatMap(({ name, channel }) => {
      const source = own.sources.get(name)
      const isRead = live.playing(channel.id).since !== null
      const found = source === undefined ? 'unproven' : proof.of(device.id, source, isRead)
      // None is registered, and one that is there goes.
      if (found === 'unsendable') {
        unsendable++
        return []
      }
      return [{ name, deviceId: device.id, address: found === 'proven' ? (source?.address ?? null) : null }]
    })
    if (wanted.every(({ address }) => address !== null)) outdated.delete(device.id)
    return outdated.has(device.id) ? wanted.filter(({ address }) => address !== null) : wanted
  }

  function drop(deviceId: number): void {
    known.delete(deviceId)
    outdated.delete(deviceId)
    proof.forget(deviceId)
  }

  function forget(deviceId: number): void {
    const before = known.get(deviceId)
    if (before) known.set(deviceId, { ...before, sources: new Map(), isAsking: false })
  }

  return {
    read() {
      const paths = channels()
        .filter((channel) => !isRefused(channel))
        .flatMap(pathsOf)
      const byDevice = Map.groupBy(paths, ({ channel }) => channel.deviceId)
      for (const deviceId of known.keys()) if (!byDevice.has(deviceId)) drop(deviceId)
      unsendable = 0
      return [...byDevice.values()].flatMap((own) => (own[0] ? wantedOf(own[0].channel.device, own) : []))
    },
    forget,
    back(deviceId) {
      forget(deviceId)
      proof.retry(deviceId)
    },
    unsendable: () => unsendable,
    refused: () =>
      new Set(
        channels()
          .filter(isRefused)
          .map(({ deviceId }) => deviceId),
      ).size,
  }
}
