// Who waits for what is being done: a person, or nobody. The limiter and the sessions ask here.
import { AsyncLocalStorage } from 'node:async_hooks'

const person = new AsyncLocalStorage<boolean>()

/** Runs the work for somebody who waits: its requests to devices go before those of sync and loops. */
export function asPerson<T>(work: () => T): T {
  return person.run(true, work)
}

/** Runs the work for nobody, also when a person's request set it going. */
export function asBackground<T>(work: () => T): T {
  return person.run(false, work)
}

/** True inside `asPerson`. Without either, work counts as background. */
export function personWaits(): boolean {
  return person.getStore() === true
}
