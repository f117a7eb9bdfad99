// Writes the state before a change back, if nobody has changed it since: a write like any other, logged and undone like one.
import { Fault } from '#plugin'
import type { Caller } from '../../domain/caller.ts'
import { asFault } from '../../errors.ts'
import type { Activity, ActivityRow } from '../activity.ts'
import { createInTurn } from '../in-turn.ts'
import { changedBy, picked, type State } from './states.ts'
import { type WayDeps, wayBack } from './ways.ts'

export { isUndoable } from './states.ts'

export interface Undone {
  row: ActivityRow
  /** How it was until now, and is. */
  before: State
  after: State
  /** Names of what the device kept as it was. */
  kept: string[]
}

export interface Undo {
  /**
   * Faults: conflict when the present state is not what the write had left there, unless `force`; and where the entry holds
   * no former state. The right is that of the write.
   */
  run(caller: Caller, id: string | number, options?: { force?: boolean }): Promise<Undone>
}

interface Deps extends WayDeps {
  activity: Pick<Activity, 'get' | 'record' | 'setUndone'>
}

const said = (value: unknown): string =>
  value === null || value === undefined ? 'nothing' : typeof value === 'string' ? `“${value}”` : JSON.stringify(value)

function changedSince(present: State, left: State): Fault {
  const [name = ''] = Object.keys(left).filter((one) => !Bun.deepEquals(present[one], left[one]))
  const word = name.replace(/_|(?=[A-Z])/g, ' ').toLowerCase()
  const text = `${word} is ${said(present[name])} now, and this change had left ${said(left[name])}`
  return new Fault(
    'conflict',
    `It was changed again since: ${text}. With force the former state is written all the same.`,
  )
}

export function createUndo(deps: Deps): Undo {
  const { activity } = deps
  const inTurn = createInTurn()

  async function back(caller: Caller, row: ActivityRow, force: boolean): Promise<Undone> {
    const changed = changedBy(row)
    const way = changed && wayBack(deps, caller, row)
    if (!changed || !way) throw new Fault('conflict', 'This entry holds no former state that could be written back')
    const names = Object.keys(changed.before)
    const present = picked(await way.present(names), names)
    if (!force && !Bun.deepEquals(present, changed.after)) throw changedSince(present, changed.after)
    const about = { action: 'undo_change', resourceType: 'activity', resourceId: row.id }
    try {
      const after = picked(await way.write(changed.before), names)
      const kept = names.filter((name) => !Bun.deepEquals(after[name], changed.before[name]))
      if (kept.length === 0) activity.setUndone(row)
      const metadata = { of: row.action, before: present, after, ...(kept.length && { kept }) }
      activity.record(caller, { ...about, metadata })
      return { row, before: present, after, kept }
    } catch (error) {
      activity.record(caller, {
        ...{ ...about, metadata: { of: row.action } },
        ...{ success: false, error: asFault(error).message },
      })
      throw error
    }
  }

  return {
    async run(caller, id, { force = false } = {}) {
      const row = activity.get(caller, id)
      return inTurn(`${row.resourceType} ${row.resourceId}`, () => back(caller, row, force))
    },
  }
}
