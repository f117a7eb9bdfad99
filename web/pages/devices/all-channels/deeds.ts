// What is to be done when channels are brought to a template: a deed for each part of each channel, and how far it is. Pure.
import { type Change, fieldOfName } from '../channels/draft.ts'
import type { OutcomeOut, Wish } from './asks.ts'
import type { Row } from './rows.ts'
import { type Difference, wishOf } from './template.ts'

export type Part = OutcomeOut['part']

export type State =
  /** Not asked about yet. */
  | { phase: 'planned' }
  /** The device would take it. */
  | { phase: 'fits' }
  /** It would not; `instead` is the nearest that it takes, where there is one. */
  | { phase: 'refused'; error: string; instead: readonly Change[] | null }
  /** `error`: it could not be taken back. */
  | { phase: 'written'; outcome: OutcomeOut; error?: string }
  | { phase: 'failed'; error: string }
  | { phase: 'undone' }

export interface Deed {
  key: string
  row: Row
  part: Part
  /** Of an encoding. */
  changes: readonly Change[]
  /** Of the schedule. */
  schedule: boolean | null
  state: State
}

/** Only what can be written. */
export function deedsOf(rows: readonly Row[], differences: ReadonlyMap<number, Difference>): Deed[] {
  return rows.flatMap((row) => {
    const difference = differences.get(row.id)
    if (!difference) return []
    const { main, sub, schedule } = difference
    const deed = (part: Part, changes: readonly Change[], on: boolean | null): Deed[] =>
      changes.length > 0 || on !== null
        ? [{ key: `${row.id} ${part}`, row, part, changes, schedule: on, state: { phase: 'planned' } }]
        : []
    return [...deed('main', main, null), ...deed('sub', sub, null), ...deed('schedule', [], schedule)]
  })
}

/** One wish for each channel. */
export function wishesOf(deeds: readonly Deed[]): Wish[] {
  return [...Map.groupBy(deeds, ({ row }) => row.id)].map(([id, own]) => {
    const changes = (part: Part) => [...(own.find((deed) => deed.part === part)?.changes ?? [])]
    const schedule = own.find(({ part }) => part === 'schedule')?.schedule ?? null
    return wishOf(id, { main: changes('main'), sub: changes('sub'), schedule })
  })
}

/** Back to what each device said it had before it was written. */
export function wishesBack(deeds: readonly Deed[]): Wish[] {
  return [...Map.groupBy(deeds, ({ row }) => row.id)].map(([channel_id, own]) => {
    const wish: Wish = { channel_id }
    for (const { part, state } of own) {
      if (state.phase !== 'written') continue
      const before = Object.fromEntries(
        state.outcome.changes.flatMap((change) =>
          isSetting(change.field) && change.before !== null ? [[change.field, change.before]] : [],
        ),
      )
      if (part === 'schedule') wish.schedule_enable = before.schedule_enable === true
      else wish[part] = before
    }
    return wish
  })
}

const isSetting = (name: string) => name === 'schedule_enable' || fieldOfName(name) !== null

export const isIn = (...phases: State['phase'][]) => {
  const wanted = new Set(phases)
  return ({ state }: Deed) => wanted.has(state.phase)
}
/** Something of it was changed, and so can be changed back. */
export const isUndoable = ({ state }: Deed): boolean => state.phase === 'written' && state.outcome.changes.length > 0
