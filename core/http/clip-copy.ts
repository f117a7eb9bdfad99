// A clip that only its device has, as a recording of ours: fetched first, while somebody waits for it.
import type { Context } from 'hono'
import { Fault } from '../domain/fault.ts'
import type { Services } from '../services/index.ts'
import { callerOf, type Env } from './guard.ts'
import { letWait } from './sockets.ts'

/** Players give up later; then they find it here. */
const LONGEST_WAIT_MS = 60_000
const AGAIN_SECONDS = 10

/**
 * The key of our copy. Rights: `playback`, and `export` where it is fetched. Faults: `Recording not found`, not-ready when that
 * takes longer; what was begun goes on.
 */
export async function copyOfClip(
  c: Context<Env>,
  { downloads, recordings }: Pick<Services, 'downloads' | 'recordings'>,
  clipKey: number,
  waitMs = LONGEST_WAIT_MS,
): Promise<number> {
  const caller = callerOf(c)
  const { clip, channel, recordingId } = recordings.clip(caller, clipKey)
  if (recordingId !== null) return recordingId
  letWait(c)
  const late = AbortSignal.timeout(waitMs)
  await downloads.clipNow(caller, clip.uuid, AbortSignal.any([late, c.req.raw.signal]))
  const now = recordings.clip(caller, clipKey)
  if (now.recordingId !== null) return now.recordingId
  const { name, info, address } = channel.device
  const device = name ?? info?.name ?? address
  throw new Fault('not-ready', `This recording is still being fetched from ${device}. Ask again soon.`, {
    retryAfterSeconds: AGAIN_SECONDS,
  })
}
