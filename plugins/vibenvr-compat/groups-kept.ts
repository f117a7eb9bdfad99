// Groups of cameras, as clients have made them: kept of the household, with the numbers of their cameras.
import { type Caller, Fault, type Services } from '#plugin'
import { CLIENT } from './camera-of.ts'

/** Apart from what else is kept of a household: a list of its own size. */
const KEPT_AS = `${CLIENT}-groups`

export interface Group {
  id: number
  name: string
  description: string | null
  cameras: number[]
}

/** Whose groups the caller knows, whatever else he may do. */
export function householdOf(caller: Caller): number {
  if (caller.kind === 'system') throw new Fault('internal', 'The appliance itself belongs to no household')
  return caller.householdId
}

export const MOST_GROUPS = 100
const NO_GROUP = 'Group not found'

const isGroup = (value: unknown): value is Group => {
  const { id, name, cameras } = (value ?? {}) as Partial<Group>
  return typeof id === 'number' && typeof name === 'string' && Array.isArray(cameras)
}

export function createGroups({ clientFields }: Pick<Services, 'clientFields'>) {
  const read = (householdId: number) => {
    const { groups, last } = clientFields.of(KEPT_AS, { householdId })
    const all = Array.isArray(groups) ? groups.filter(isGroup) : []
    return { all, last: typeof last === 'number' ? last : 0 }
  }
  const write = (householdId: number, groups: readonly Group[], last: number) =>
    void clientFields.keep(KEPT_AS, { householdId }, { groups, last })

  function one(householdId: number, id: number): Group {
    const found = read(householdId).all.find((group) => group.id === id)
    if (!found) throw new Fault('not-found', NO_GROUP)
    return found
  }

  return {
    all: (householdId: number): Group[] => read(householdId).all,
    one,
    add(householdId: number, name: string, description: string | null): Group {
      const { all, last } = read(householdId)
      if (all.length >= MOST_GROUPS) throw new Fault('invalid-input', `There are ${MOST_GROUPS} groups at most`)
      // The number of a group that is gone is never that of another.
      const made = { id: last + 1, name, description, cameras: [] }
      write(householdId, [...all, made], made.id)
      return made
    },
    setCameras(householdId: number, id: number, cameras: readonly number[]): Group {
      const changed = { ...one(householdId, id), cameras: [...new Set(cameras)] }
      const { all, last } = read(householdId)
      write(
        householdId,
        all.map((group) => (group.id === id ? changed : group)),
        last,
      )
      return changed
    },
    /** Those that were there. */
    remove(householdId: number, ids: readonly number[]): Group[] {
      const { all, last } = read(householdId)
      const gone = all.filter(({ id }) => ids.includes(id))
      if (gone.length > 0) {
        const left = all.filter(({ id }) => !ids.includes(id))
        write(householdId, left, last)
      }
      return gone
    },
  }
}

export type Groups = ReturnType<typeof createGroups>
