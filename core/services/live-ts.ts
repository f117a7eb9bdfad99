// Live pictures for players that know transport streams only: made of a channel's relay while somebody reads them.
import { Fault } from '#plugin'
import type { Caller } from '../domain/caller.ts'
import type { Log } from '../log.ts'
import { createTsStream, type TsStream } from '../media/ts-stream.ts'
import type { AccessService } from './access.ts'
import type { Live } from './live.ts'

/** Rights: `view` on the channel, at each call. It is read in main. */
export interface LiveTs extends AsyncDisposable {
  /**
   * The playlist, which is empty where no whole segment has come within twelve seconds. Throws what keeps the relay from
   * reading, such as a refused login.
   */
  list(caller: Caller, channel: string | number, signal: AbortSignal): Promise<string>
  /** A segment by its name in the list; null for one that is gone or never was. */
  file(caller: Caller, channel: string | number, name: string): Uint8Array<ArrayBuffer> | null
}

export interface LiveTsDeps {
  access: Pick<AccessService, 'channel'>
  live: Pick<Live, 'relay'>
  log: Log
  now: () => Date
  timing?: Partial<LiveTsTiming>
}

export interface LiveTsTiming {
  /** How long it goes on when nobody reads. */
  lingerMs: number
  /** Longest wait for the first segment. */
  listMs: number
}

/** A camera with a key frame every four seconds has its first segment after eight, and players take an empty list as an error. */
const TIMING: LiveTsTiming = { lingerMs: 30_000, listMs: 12_000 }

interface Open {
  stream: TsStream
  timer: ReturnType<typeof setTimeout>
}

export function createLiveTs({ access, live, log, now, timing }: LiveTsDeps): LiveTs {
  const { lingerMs, listMs } = { ...TIMING, ...timing }
  const open = new Map<number, Open>()
  const ending = new Set<Promise<void>>()

  function end(channelId: number, stream: TsStream): void {
    const known = open.get(channelId)
    if (known?.stream === stream) {
      clearTimeout(known.timer)
      open.delete(channelId)
    }
    const work = Promise.resolve(stream[Symbol.asyncDispose]()).finally(() => ending.delete(work))
    ending.add(work)
  }

  /** Of which somebody has just read. */
  function read(channelId: number, { stream }: Pick<Open, 'stream'>): TsStream {
    clearTimeout(open.get(channelId)?.timer)
    open.set(channelId, { stream, timer: setTimeout(() => end(channelId, stream), lingerMs) })
    return stream
  }

  function begin(channelId: number): TsStream {
    const known = open.get(channelId)
    if (known) return read(channelId, known)
    const stream: TsStream = createTsStream({
      relay: live.relay(channelId, 'main'),
      // A segment takes longer than a second: no number comes twice, and no copy that a player keeps is taken for another.
      firstNumber: Math.floor(+now() / 1000),
      onEnd: () => end(channelId, stream),
      log,
    })
    return read(channelId, { stream })
  }

  return {
    async list(caller, channel, signal) {
      const { id } = access.channel(caller, channel, 'view')
      const stream = begin(id)
      await stream.first(listMs, signal)
      const { lastFault } = live.relay(id, 'main').state
      if (stream.isEmpty && lastFault) throw new Fault(lastFault.kind, lastFault.message, { cause: lastFault })
      return stream.list()
    },
    file(caller, channel, name) {
      const { id } = access.channel(caller, channel, 'view')
      const known = open.get(id)
      const bytes = known ? read(id, known).file(name) : null
      return bytes && new Uint8Array(bytes)
    },
    async [Symbol.asyncDispose]() {
      for (const [channelId, { stream }] of [...open]) end(channelId, stream)
      await Promise.all(ending)
    },
  }
}
