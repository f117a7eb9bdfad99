// What a page asks for, as it has it: not yet, with a fault, or there; and what is asked for again and again.
import { type ReadonlySignal, signal } from '@preact/signals'
import type { Answer, PageFault } from './client.ts'

export type Loaded<T> = { phase: 'loading' } | { phase: 'fault'; fault: PageFault } | { phase: 'ready'; value: T }

/** An answer as a page's state; null when it is none (aborted, signed out). */
export function loaded<T>(answer: Answer<T>): Loaded<T> | null {
  if (answer.kind === 'ok') return { phase: 'ready', value: answer.data }
  return answer.kind === 'fault' ? { phase: 'fault', fault: answer.fault } : null
}

export interface Renewed<T> {
  state: ReadonlySignal<Loaded<T>>
  load(): Promise<void>
  /** What is there becomes this, until it is asked for anew. */
  change(apply: (value: T) => T): void
  /** It is this now, as what somebody did was answered: newer than all that was asked for before. */
  put(value: T): void
  /** As if it had never been asked for; what is still on its way is of no interest. */
  forget(): void
}

/** An answer that a newer one has overtaken is dropped. What was there stays when renewing it fails: the top line says that something is wrong. */
export function createRenewed<T>(ask: () => Promise<Answer<T>>): Renewed<T> {
  const state = signal<Loaded<T>>({ phase: 'loading' })
  let asked = 0
  let answered = 0
  return {
    state,
    async load() {
      const mine = ++asked
      const next = loaded(await ask())
      if (!next || mine < answered) return
      if (next.phase === 'ready') answered = mine
      else if (state.value.phase === 'ready') return
      state.value = next
    },
    change(apply) {
      if (state.value.phase === 'ready') state.value = { phase: 'ready', value: apply(state.value.value) }
    },
    put(value) {
      answered = ++asked
      state.value = { phase: 'ready', value }
    },
    forget() {
      answered = ++asked
      state.value = { phase: 'loading' }
    },
  }
}
