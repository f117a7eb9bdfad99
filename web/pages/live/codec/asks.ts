// What is asked of a device whose video this browser cannot play.
import { ask } from '../../../api.ts'
import type { Quality } from '../../../parts/player/use-live-player.ts'
import type { ChannelOut } from '../../../wire.ts'
import type { Changed } from '../../devices/channels/asks.ts'

/** What every browser plays, as devices spell it. */
export const PLAYABLE = 'H.264'

const put = ({ id, device_id }: ChannelOut, quality: Quality, body: object, signal?: AbortSignal) =>
  ask<Changed>(`/api/device/${device_id}/channel/${id}/infor?quality=${quality}`, { method: 'PUT', body, signal })

export const asks = {
  /** Asks the device whether it would; nothing is written. */
  tryCodec: (channel: ChannelOut, quality: Quality, signal: AbortSignal) =>
    put(channel, quality, { video_codec: PLAYABLE, dry_run: true }, signal),
  setCodec: (channel: ChannelOut, quality: Quality, codec: string) => put(channel, quality, { video_codec: codec }),
}
