// Which paths there shall be at the restreamer, and what each reads: the channels of the founder's household that can be watched.
import type { Quality } from '../../domain/device.ts'
import type { AccessService, ChannelWithDevice } from '../access.ts'
import type { HubMemory } from '../hub.ts'
import type { Sessions } from '../sessions/index.ts'

export interface Wanted {
  name: string
  deviceId: number
  /** With the login; null while its device is not there to say it, and what is registered stays as it is. */
  address: string | null
}

export interface WantedPaths {
  /** Of all of them; at most one question to a device, where nothing was kept of it. */
  read(): Promise<Wanted[]>
  /**
   * What was kept of a device may be wrong now. `edited`: so may be what is registered, since a person gave another address or
   * login; it is not wanted until the device says the new one.
   */
  forget(deviceId: number, edited?: boolean): void
  nameOf(channel: Pick<ChannelWithDevice, 'uuid' | 'can'>, quality: Quality): string
  /** Whether a path was made by us, also under an id that we had before. */
  isOurs(name: string): boolean
}

interface Deps {
  access: Pick<AccessService, 'visibleChannels'>
  sessions: Pick<Sessions, 'opened' | 'state'>
  hub: Pick<HubMemory, 'householdId' | 'instanceId'>
}

const UUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}'

export function createWantedPaths({ access, sessions, hub }: Deps): WantedPaths {
  /** By device and path. */
  const known = new Map<number, Map<string, string>>()
  const outdated = new Set<number>()
  const ids = new Set<string>()

  function id(): string {
    const own = hub.instanceId()
    ids.add(own)
    return own
  }

  const nameOf: WantedPaths['nameOf'] = ({ uuid, can }, quality) =>
    `porchlight-${id()}-${uuid}-${can.sub ? quality : 'main'}`

  async function addressOf(channel: ChannelWithDevice, quality: Quality, name: string): Promise<string | null> {
    const { deviceId, sourceKey } = channel
    const kept = known.get(deviceId)?.get(name)
    if (kept !== undefined) return kept
    const live = sessions.opened(deviceId)?.live
    if (!live) return null
    // Whatever goes wrong is told by the session; here the path only waits.
    const source = await live.source(sourceKey, quality).catch(() => null)
    if (!source) return null
    const own = known.get(deviceId) ?? new Map<string, string>()
    known.set(deviceId, own.set(name, source.address))
    return source.address
  }

  /** A device that refused our login is left alone by whoever reads it for us, too: it would lock the account. */
  const isWanted = ({ isActive, inUse, can, device }: ChannelWithDevice) =>
    isActive && inUse && can.live && device.isChecked && sessions.state(device.id).phase !== 'refused'

  return {
    async read() {
      // The restreamer is set by the founder, so it carries his household alone.
      const householdId = hub.householdId()
      const channels = access
        .visibleChannels({ kind: 'system' })
        .filter((channel) => channel.householdId === householdId && isWanted(channel))
      const wanted: Wanted[] = []
      for (const channel of channels)
        for (const quality of channel.can.sub ? (['main', 'sub'] as const) : (['main'] as const)) {
          const name = nameOf(channel, quality)
          wanted.push({ name, deviceId: channel.deviceId, address: await addressOf(channel, quality, name) })
        }
      for (const { deviceId, address } of wanted) if (address !== null) outdated.delete(deviceId)
      return wanted.filter(({ deviceId, address }) => address !== null || !outdated.has(deviceId))
    },
    forget(deviceId, edited = false) {
      known.delete(deviceId)
      if (edited) outdated.add(deviceId)
    },
    nameOf,
    isOurs(name) {
      id()
      return [...ids].some((one) => new RegExp(`^porchlight-${one}-${UUID}-(main|sub)$`).test(name))
    },
  }
}
