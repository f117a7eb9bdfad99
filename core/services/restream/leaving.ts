// Restreamers that were chosen before: our paths there are taken away, also when that takes a while.
import { asFault } from '../../errors.ts'
import type { Log } from '../../log.ts'
import { RESTREAMERS } from './kinds.ts'
import type { PathNames } from './names.ts'
import type { Place } from './restreamer.ts'
import { goRound, type Memory } from './round.ts'

/** One restreamer, and what we did there. */
export interface Target {
  kind: keyof typeof RESTREAMERS
  place: Place
  memory: Memory
  /** Rounds in which it was to be left and could not be. */
  failures: number
}

export interface Leaving {
  add(target: Target): void
  /** It was chosen again. */
  stay(target: Target): void
  work(signal: AbortSignal): Promise<void>
  count(): number
  /** Of the one that was asked in vain most often. */
  failures(): number
}

export const isSame = (one: Target, other: Target) => one.kind === other.kind && one.place.api === other.place.api

const MOST = 3
/** One that stays away is given up after so many rounds. */
const MOST_FAILURES = 60

export function createLeaving({ log, isOurs }: { log: Log } & Pick<PathNames, 'isOurs'>): Leaving {
  let all: Target[] = []
  return {
    add(target) {
      all = [...all.filter((one) => !isSame(one, target)), target].slice(-MOST)
    },
    stay(target) {
      all = all.filter((one) => !isSame(one, target))
    },
    async work(signal) {
      for (const one of all) {
        try {
          await goRound(RESTREAMERS[one.kind].create(one.place), [], { isOurs }, one.memory, signal)
          all = all.filter((other) => other !== one)
        } catch (error) {
          if (signal.aborted) return
          const reason = asFault(error).message
          if (++one.failures < MOST_FAILURES) continue
          all = all.filter((other) => other !== one)
          log.warn('Paths of ours may still be at the former restreamer', { kind: one.kind, reason })
        }
      }
    },
    count: () => all.length,
    failures: () => Math.max(0, ...all.map((one) => one.failures)),
  }
}
