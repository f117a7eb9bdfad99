// Live pictures for clients that know no video: single ones, as often as they are asked for, made while somebody asks.
import { Fault } from '#plugin'
import type { Caller } from '../domain/caller.ts'
import type { Log } from '../log.ts'
import { createJpegStream, type JpegStream } from '../media/jpeg-stream.ts'
import type { AccessService, ChannelWithDevice } from './access.ts'
import type { Live } from './live.ts'
import type { Picture, Snapshots } from './snapshots.ts'

/** Rights: `view` on the channel, at each call. They are of its smaller video where it has one. */
export interface LiveJpeg extends AsyncDisposable {
  /**
   * A picture of now. Whoever asks about a channel for the first time gets a snapshot; where somebody asks again within three
   * seconds, the live picture begins, and the device is not asked any more.
   */
  picture(caller: Caller, channel: string | number): Promise<Picture>
  /** The newest picture as soon as it is another than that one, five in a second at most. Throws why none comes. */
  next(caller: Caller, channel: string | number, last: Picture | null, signal: AbortSignal): Promise<Picture>
}

export interface LiveJpegTiming {
  /** How long it goes on when nobody asks. */
  lingerMs: number
  /** Longest wait for a picture. */
  waitMs: number
  /** Who asks again within that time is one who will go on asking. */
  againMs: number
}

const TIMING: LiveJpegTiming = { lingerMs: 10_000, waitMs: 10_000, againMs: 3000 }
/** A device that gave no picture is not asked again for so long. */
const FAILED_MS = 5000

export interface LiveJpegDeps {
  access: Pick<AccessService, 'channel'>
  live: Pick<Live, 'relay'>
  snapshots: Pick<Snapshots, 'take'>
  log: Log
  now: () => Date
  timing?: Partial<LiveJpegTiming>
  ffmpeg?: string
}

interface Open {
  stream: JpegStream
  waiting: number
  timer: ReturnType<typeof setTimeout> | undefined
}

export function createLiveJpeg({ access, live, snapshots, log, now, timing, ffmpeg }: LiveJpegDeps): LiveJpeg {
  const { lingerMs, waitMs, againMs } = { ...TIMING, ...timing }
  const open = new Map<number, Open>()
  const ending = new Set<Promise<void>>()
  /** When a channel was last asked about, on a clock that only goes on; those of long ago are gone. */
  const asked = new Map<number, number>()

  function end(channelId: number): void {
    const one = open.get(channelId)
    if (!one) return
    open.delete(channelId)
    clearTimeout(one.timer)
    const work = Promise.resolve(one.stream[Symbol.asyncDispose]()).finally(() => ending.delete(work))
    ending.add(work)
  }

  /** Throws what keeps the relay stopped. */
  function begin({ id }: ChannelWithDevice): Open {
    const stream: JpegStream = createJpegStream({
      relay: live.relay(id, 'sub'),
      onEnd: () => open.get(id)?.stream === stream && end(id),
      ...{ log, now },
      ...(ffmpeg ? { ffmpeg } : {}),
    })
    const one = { stream, waiting: 0, timer: undefined }
    open.set(id, one)
    return one
  }

  /** It goes on for a while from here. */
  function use(channel: ChannelWithDevice): Open {
    const one = open.get(channel.id) ?? begin(channel)
    clearTimeout(one.timer)
    one.timer = setTimeout(() => one.waiting === 0 && end(channel.id), lingerMs)
    return one
  }

  /** Null where none is there yet; whatever is wrong with the live picture, a snapshot may do. */
  function going(channel: ChannelWithDevice): Picture | null {
    try {
      return use(channel).stream.newest
    } catch (error) {
      if (error instanceof Fault) return null
      throw error
    }
  }

  function isAgain(channelId: number): boolean {
    const time = performance.now()
    for (const [id, at] of asked) if (time - at > againMs) asked.delete(id)
    return asked.has(channelId)
  }

  return {
    async picture(caller, id) {
      const channel = access.channel(caller, id, 'view')
      const live = isAgain(channel.id) && channel.can.live ? going(channel) : null
      try {
        return live ?? (await snapshots.take(caller, channel.id, { againMs: FAILED_MS }))
      } finally {
        // When it was answered: a camera may take its time.
        asked.set(channel.id, performance.now())
      }
    },
    async next(caller, id, last, signal) {
      const channel = access.channel(caller, id, 'view')
      const one = use(channel)
      one.waiting++
      try {
        const picture = await one.stream.after(last, waitMs, signal)
        signal.throwIfAborted()
        if (picture) return picture
        const { fault } = one.stream
        throw fault
          ? new Fault(fault.kind, fault.message, { cause: fault })
          : new Fault('not-ready', 'No picture has come from the camera yet. Please try again.')
      } finally {
        one.waiting--
        if (open.get(channel.id) === one) use(channel)
      }
    },
    async [Symbol.asyncDispose]() {
      for (const channelId of [...open.keys()]) end(channelId)
      await Promise.all(ending)
    },
  }
}
