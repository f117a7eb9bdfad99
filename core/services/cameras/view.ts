// A channel as a camera: its state in one word, and an address of it that may be shown.
import type { Quality } from '#plugin'
import { maskStreamAddress } from '../../domain/stream-address.ts'
import type { ChannelWithDevice } from '../access.ts'
import { type DeviceAddress, parseAddress, parseStreamHost } from '../addresses.ts'
import { isStream } from '../devices/sealed-address.ts'
import { shownSub } from '../devices/sub-stream.ts'
import type { Live, Playing } from '../live.ts'
import type { Sessions } from '../sessions/index.ts'

export type CameraStatus = 'online' | 'offline' | 'inactive' | 'error' | 'unknown'

export interface Camera {
  channel: ChannelWithDevice
  status: CameraStatus
  /** Since when the device is as it is. */
  since: Date
  /** A stream of its own, or a channel of some other device. */
  source: 'rtsp' | 'nvr'
  /** Masked; null while its device is not there to say it. */
  rtspUrl: string | null
  /** Of the second, smaller picture of a stream of its own; null = it has none. */
  subRtspUrl: string | null
  lastSeenAt: Date | null
  playing: Playing
}

/** Longest wait for what a session has to say of its own knowledge. */
const ADDRESS_MS = 500

/** All of it but the host. */
const placeOf = ({ url, key }: DeviceAddress) => key.replace(url.hostname, '')

export function createCameraView({
  live,
  sessions,
}: {
  live: Pick<Live, 'playing'>
  sessions: Pick<Sessions, 'opened' | 'state'>
}) {
  function statusOf({ deviceId, inUse, isActive, isOnline }: ChannelWithDevice): CameraStatus {
    if (!inUse) return 'inactive'
    const { phase } = sessions.state(deviceId)
    if (phase === 'refused') return 'error'
    if (phase === 'away' || !isActive) return 'offline'
    if (phase !== 'online') return 'unknown'
    return isOnline === false ? 'offline' : 'online'
  }

  async function toldAddress({ deviceId, sourceKey }: ChannelWithDevice, quality: Quality): Promise<string | null> {
    const late = Bun.sleep(ADDRESS_MS).then(() => null)
    const told = async () => (await sessions.opened(deviceId)?.live?.source(sourceKey, quality))?.address ?? null
    return Promise.race([told().catch(() => null), late])
  }

  const masked = (address: string | null) => address && maskStreamAddress(address)

  /**
   * Whether a channel of a recorder sends an address, main or sub. Its host may be known under the names that a person gave it, and
   * under its number.
   */
  async function sends(channel: ChannelWithDevice): Promise<(wanted: DeviceAddress) => boolean> {
    const { address, brand, streamHost } = channel.device
    const own = parseAddress(address, brand)
    const hosts = [own.url.hostname, parseStreamHost(streamHost, own)?.replace(/:\d+$/, '')]
    const qualities = channel.can.sub ? (['main', 'sub'] as const) : (['main'] as const)
    const told = await Promise.all(qualities.map((quality) => toldAddress(channel, quality)))
    const all = told.flatMap((text) => (text !== null && URL.canParse(text) ? [parseAddress(text, 'rtsp')] : []))
    return (wanted) =>
      all.some(
        (there) => [there.url.hostname, ...hosts].includes(wanted.url.hostname) && placeOf(wanted) === placeOf(there),
      )
  }

  /** Asks no device. */
  async function rtspUrl(channel: ChannelWithDevice, quality: Quality = 'main'): Promise<string | null> {
    const { brand, address, username } = channel.device
    if (!isStream(brand)) return masked(await toldAddress(channel, quality))
    const [, scheme = 'rtsp://', rest = ''] = /^(rtsps?:\/\/)?(.*)$/i.exec(address) ?? []
    return maskStreamAddress(`${scheme}${username ? 'login@' : ''}${rest}`)
  }

  return {
    statusOf,
    rtspUrl,
    sends,
    async of(channel: ChannelWithDevice): Promise<Camera> {
      const status = statusOf(channel)
      return {
        channel,
        status,
        since: sessions.state(channel.deviceId).since,
        source: isStream(channel.device.brand) ? 'rtsp' : 'nvr',
        rtspUrl: await rtspUrl(channel),
        subRtspUrl: shownSub(channel.device),
        // A recorder that is there says nothing of a camera that is not.
        lastSeenAt: channel.isOnline === false ? null : channel.device.lastSeenAt,
        playing: live.playing(channel.id),
      }
    },
  }
}

export type CameraView = ReturnType<typeof createCameraView>
