// One clip from the device to a file: whatever its size in little memory, and whole or not at all.
import { type FileHandle, open } from 'node:fs/promises'
import type { ClipBytes } from '#plugin'
import { Fault } from '../../domain/fault.ts'
import { realTimers, type Timers } from '../../timers.ts'
import type { Pace } from './pace.ts'
import { isFull, type Space } from './space.ts'

export interface Transfer {
  /** Where to; what is there is written over. */
  file: string
  /** Opens the clip; called with a signal that also ends with silence. */
  open(signal: AbortSignal): Promise<ClipBytes>
  /** As the device's list says; null where it does not. */
  expected: number | null
  space: Space
  pace: Pace
  /** Bytes that have come since the last call. */
  onBytes(count: number): void
  signal: AbortSignal
  silenceMs?: number
  timers?: Timers
}

/** Nothing for so long, and the download has failed (seed 002). */
const SILENCE_MS = 60_000
/** Written at a time: fewer calls than pieces of the network, and still little memory. */
const PIECE = 1024 * 1024
/** Looked for room after so many bytes. */
const LOOK_AFTER = 64 * 1024 * 1024

/** Collects pieces and writes them in large ones. */
function createWriter(handle: FileHandle) {
  const buffer = new Uint8Array(PIECE)
  let filled = 0
  async function flush(): Promise<void> {
    for (let at = 0; at < filled; ) at += (await handle.write(buffer, at, filled - at)).bytesWritten
    filled = 0
  }
  return {
    /** Takes what fits, from there on; gives how much it was. */
    add(piece: Uint8Array, from: number): number {
      const part =
        from === 0 && piece.byteLength <= PIECE - filled ? piece : piece.subarray(from, from + PIECE - filled)
      buffer.set(part, filled)
      filled += part.byteLength
      return part.byteLength
    },
    get full() {
      return filled === PIECE
    },
    flush,
  }
}

/** Gives its memory back now: the collector would let tens of megabytes of a fast download pile up. */
function release({ buffer, byteLength }: Uint8Array): void {
  if (byteLength === buffer.byteLength && buffer instanceof ArrayBuffer) buffer.transfer(0)
}

/**
 * Gives the number of bytes, which lie safely on the disk then. Faults: `device-timeout` after silence, `device-garbled` for
 * fewer bytes than announced, `disk-full`, and those of the device.
 */
export async function transfer(work: Transfer): Promise<{ bytes: number; container: ClipBytes['container'] }> {
  const { file, expected, space, pace, onBytes, signal, silenceMs = SILENCE_MS, timers = realTimers } = work
  await space.check(expected ?? 0)
  const ending = new AbortController()
  const both = AbortSignal.any([signal, ending.signal])
  // One timer that looks, instead of one for each of the many pieces.
  let heard = performance.now()
  const look = { timer: null as Disposable | null }
  const watch = (ms: number) => {
    look.timer = timers.after(ms, () => {
      const left = silenceMs - (performance.now() - heard)
      if (left > 0) return watch(left)
      ending.abort(
        new Fault(
          'device-timeout',
          `The device has sent nothing for ${Math.round(silenceMs / 1000)} s: the network may be too slow for it, or the device too busy.`,
        ),
      )
    })
  }
  const handle = await open(file, 'w', 0o640)
  try {
    both.throwIfAborted()
    watch(silenceMs)
    const { bytes, length, container } = await work.open(both)
    const writer = createWriter(handle)
    let count = 0
    let looked = 0
    for await (const piece of bytes) {
      heard = performance.now()
      const size = piece.byteLength
      count += size
      for (let at = 0; at < size; ) {
        at += writer.add(piece, at)
        if (writer.full) await writer.flush()
      }
      release(piece)
      onBytes(size)
      if (count - looked > LOOK_AFTER) {
        looked = count
        await space.check(Math.max(0, (expected ?? 0) - count))
      }
      // Waiting on purpose is no silence.
      const rest = pace.take(size, both)
      if (rest) {
        look.timer?.[Symbol.dispose]()
        await rest
        heard = performance.now()
        watch(silenceMs)
      }
    }
    both.throwIfAborted()
    await writer.flush()
    const promised = Math.max(length ?? 0, expected ?? 0, 1)
    if (count < promised) throw new Fault('device-garbled', `The recording came short: ${count} of ${promised} bytes.`)
    await handle.sync()
    return { bytes: count, container }
  } catch (error) {
    if (isFull(error)) throw new Fault('disk-full', 'The disk for recordings is full. Make room, then resume.')
    // What the end of a stream says depends on who ended it.
    throw both.aborted ? both.reason : error
  } finally {
    look.timer?.[Symbol.dispose]()
    ending.abort(new Fault('not-ready', 'The download has ended'))
    await handle.close()
  }
}
