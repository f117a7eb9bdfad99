// Writes a channel's fragments into one file after the other, rolled over at key frames so that nothing is lost between two.
import { Fault } from '../../domain/fault.ts'
import { asFault } from '../../errors.ts'
import type { Timers } from '../../timers.ts'
import type { Epoch, Fragment } from '../fragment.ts'
import { createFilmFile, type FilmFile, type WholeFilm } from './film-file.ts'

export interface RolledFile extends WholeFilm {
  path: string
  /** Wall clock (ms) of its first picture. */
  startMs: number
  epoch: Epoch
}

export interface RollDeps {
  /** A path where no file is, in a folder that is there; asked for each file. */
  pathFor(startMs: number): Promise<string>
  /** A file is whole. What it rejects with is told as trouble. */
  onFile(file: RolledFile): Promise<void>
  /** The disk does not take what we write, or not fast enough; null = it does again. */
  onTrouble(fault: Fault | null): void
  /** A file ends at the first key frame from here on. */
  segmentSeconds(): number
  timers: Timers
  now(): number
}

export interface Roll {
  /** Takes the next fragment. Never waits and never throws. */
  add(fragment: Fragment): void
  /** Ends the file as it is; what is added afterwards begins a new one. */
  cut(): Promise<void>
  /** The present file and what is waiting for the disk. */
  readonly state: { path: string | null; startMs: number | null; waitingBytes: number; lostSeconds: number }
}

/** What a kill of the process may cost: as long as this, and the fragment in the making. */
const FLUSH_MS = 1000
/** A disk that is so far behind is too slow: the rest is let go up to a key frame, so that memory stays bounded. */
const MOST_WAITING = 16 << 20
/** A disk that refused is tried again after so long. */
const REST_MS = 10_000

export function createRoll(deps: RollDeps): Roll {
  let queue: Fragment[] = []
  let queued = 0
  let file: { film: FilmFile; path: string; epoch: Epoch } | null = null
  let working: Promise<void> | null = null
  let flushing: Disposable | null = null
  let restUntil = Number.NEGATIVE_INFINITY
  let lostSeconds = 0
  let isTroubled = false
  /** What follows stands on what was lost: a key frame first. */
  let needsKey = true
  let wantsCut = false

  function lose(fragments: readonly Fragment[]): void {
    for (const { duration } of fragments) lostSeconds += duration
    needsKey = true
  }

  function complain(fault: Fault): void {
    isTroubled = true
    deps.onTrouble(fault)
  }

  async function finish(): Promise<void> {
    const done = file
    file = null
    flushing?.[Symbol.dispose]()
    flushing = null
    if (!done) return
    const { film, path, epoch } = done
    const whole = await film.finish()
    await deps.onFile({ ...whole, path, epoch, startMs: film.startMs })
  }

  async function write(fragment: Fragment): Promise<void> {
    const isFull = fragment.key && file !== null && file.film.seconds >= deps.segmentSeconds() - 0.01
    if (file && (isFull || file.epoch !== fragment.epoch)) await finish()
    if (!file) {
      const path = await deps.pathFor(fragment.time)
      file = { film: await createFilmFile(path, fragment.epoch, fragment), path, epoch: fragment.epoch }
    }
    file.film.add(fragment)
    flushing ??= deps.timers.after(FLUSH_MS, () => {
      flushing = null
      void work()
    })
  }

  async function drain(): Promise<void> {
    // Without anything to write nothing is known of the disk.
    const isSeen = file !== null || queue.length > 0
    try {
      for (let fragment = queue[0]; fragment; fragment = queue[0]) {
        await write(fragment)
        queue.shift()
        queued -= fragment.data.length
      }
      // One that is asked for from here on, while the disk takes what we have, is another one.
      const isCut = wantsCut
      wantsCut = false
      if (isCut) {
        needsKey = true
        await finish()
      } else if (file && !flushing) await file.film.flush()
      if (isTroubled && isSeen) {
        isTroubled = false
        deps.onTrouble(null)
      }
    } catch (error) {
      const broken = file
      file = null
      lose(queue)
      queue = []
      queued = 0
      wantsCut = false
      // It plays as far as it was written, and is made whole when there is room again.
      await broken?.film.abandon().catch(() => {})
      restUntil = deps.now() + REST_MS
      complain(faultOf(error))
    }
  }

  function work(): Promise<void> {
    working ??= drain().finally(() => {
      working = null
      if (queue.length || wantsCut) void work()
    })
    return working
  }

  return {
    get state() {
      const waitingBytes = queued + (file?.film.waiting ?? 0)
      return { path: file?.path ?? null, startMs: file?.film.startMs ?? null, waitingBytes, lostSeconds }
    },
    add(fragment) {
      const isTooMuch = queued + (file?.film.waiting ?? 0) > MOST_WAITING
      if (isTooMuch && !isTroubled) complain(new Fault('not-ready', 'The disk is too slow for what is recorded.'))
      if (isTooMuch || deps.now() < restUntil || (needsKey && !fragment.key)) {
        lose([fragment])
        return
      }
      needsKey = false
      queue.push(fragment)
      queued += fragment.data.length
      void work()
    },
    async cut() {
      wantsCut = true
      await work()
      // What came while the last drain was ending.
      while (working) await working
    },
  }
}

const GONE = new Set(['ENOENT', 'ENOTDIR', 'EIO', 'EROFS', 'EACCES', 'EPERM', 'ENODEV', 'ENXIO'])

/** What a disk says, for people. */
function faultOf(error: unknown): Fault {
  const code = error instanceof Error && 'code' in error ? error.code : null
  if (code === 'ENOSPC' || code === 'EDQUOT') return new Fault('disk-full', 'The disk is full.', { cause: error })
  if (typeof code === 'string' && GONE.has(code))
    return new Fault('not-ready', 'The folder of recordings cannot be written.', { cause: error })
  return asFault(error)
}
