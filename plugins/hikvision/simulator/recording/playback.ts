// Footage over RTSP: from the key frame before a moment on, file after file, at its own pace.
import { loadFootage, type SourceClip } from '../../../../test/rtsp-source/index.ts'
import { wallClock } from '../clock.ts'
import type { Device } from '../device.ts'
import { readAddress } from './address.ts'
import { type Reel, reelsOf } from './reels.ts'
import { placeOf } from './times.ts'

const DAY_MS = 86_400_000

export const isPlayback = (path: string): boolean => /^\/(?:(?:ISAPI|PSIA)\/)?Streaming\/tracks\//i.test(path)

/** Reels that are looked up when the picture has come so far. */
function createRoll(reels: Iterator<Reel>, fps: number) {
  const known: { reel: Reel; from: number; to: number }[] = []
  /** Where picture `index` lies; null beyond the end. */
  return (index: number): { reel: Reel; frame: number } | null => {
    for (;;) {
      const found = known.findLast(({ from }) => from <= index)
      if (found && index < found.to) return { reel: found.reel, frame: index - found.from }
      const next = reels.next()
      if (next.done) return null
      const from = known.at(-1)?.to ?? 0
      known.push({ reel: next.value, from, to: from + Math.round(next.value.seconds * fps) })
    }
  }
}

function chosen(device: Device, channel: number, from: number, until: number): Iterator<Reel> | null {
  const found = reelsOf(device, channel, from, until)
  const first = found.next()
  if (!first.done) return chain(first.value, found)
  // Where nothing is, a camera plays what is next to it, and recorders know of nothing.
  if (device.model.family !== 'camera') return null
  const later = reelsOf(device, channel, from, Number.POSITIVE_INFINITY).next()
  if (!later.done) return reelsOf(device, channel, placeOf(device, later.value.start), Number.POSITIVE_INFINITY)
  let last: Reel | null = null
  const now = placeOf(device, device.clock())
  for (const reel of reelsOf(device, channel, Math.min(from, now) - DAY_MS, from)) last = reel
  return last && [last][Symbol.iterator]()
}

function* chain(first: Reel, rest: Iterable<Reel>): Generator<Reel> {
  yield first
  yield* rest
}

/** What an address plays; null where the device has nothing to play. */
export async function footageAt(device: Device, path: string): Promise<SourceClip | null> {
  const address = readAddress(device, path)
  const channel = address && device.channel(address.channel)
  if (!address || !channel) return null
  const until = device.quirks.has('plays-on') ? Number.POSITIVE_INFINITY : (address.until ?? Number.POSITIVE_INFINITY)
  const reels = chosen(device, channel.number, address.from, until)
  if (!reels) return null
  const { clip, unitAt } = await loadFootage(channel.number, channel.audio === 'on')
  const at = createRoll(reels, clip.fps)
  return {
    ...clip,
    hangsUp: device.quirks.has('hangs-up'),
    unitAt(index) {
      const found = at(index)
      if (!found) return null
      const moment = new Date(found.reel.start.getTime() + (found.frame * 1000) / clip.fps)
      return unitAt(found.frame, wallClock(device.zone(), moment))
    },
  }
}
