// What has happened since the start, counted as it happens: alarms by kind and the ends of jobs, of each household.
import type { Bus } from '../../bus.ts'
import type { AlarmKind } from '../../domain/alarm-kinds.ts'

export interface Tallies extends Disposable {
  /** Of one household, or of all together. */
  of(householdId: number | null): {
    alarmsBegan: Map<AlarmKind, number>
    alarmsOpen: Map<AlarmKind, number>
    jobsEnded: { kind: string; isSuccess: boolean; count: number }[]
  }
}

/** Keys are few: a household has as many as there are kinds. */
function createTally<K extends string>() {
  const counts = new Map<number, Map<K, number>>()
  return {
    add(householdId: number, key: K): void {
      const own = counts.get(householdId) ?? new Map<K, number>()
      counts.set(householdId, own)
      own.set(key, (own.get(key) ?? 0) + 1)
    },
    of(householdId: number | null): Map<K, number> {
      const sums = new Map<K, number>()
      for (const [household, own] of counts)
        if (householdId === null || household === householdId)
          for (const [key, count] of own) sums.set(key, (sums.get(key) ?? 0) + count)
      return sums
    },
  }
}

export function createTallies({ bus }: { bus: Pick<Bus, 'on'> }): Tallies {
  const began = createTally<AlarmKind>()
  const ended = createTally<`${string} ${boolean}`>()
  /** No alarm is open at a start: what was is closed then. */
  const open = new Map<number, { householdId: number; kind: AlarmKind }>()

  const subscriptions = [
    bus.on('alarm.began', ({ id, householdId, kind }) => {
      began.add(householdId, kind)
      open.set(id, { householdId, kind })
    }),
    bus.on('alarm.ended', ({ id }) => void open.delete(id)),
    bus.on('alarm.removed', ({ householdId, alarmIds }) => {
      for (const [id, alarm] of open)
        if (alarmIds === 'all' ? alarm.householdId === householdId : alarmIds.includes(id)) open.delete(id)
    }),
    bus.on('job.ended', ({ householdId, kind, isSuccess }) => ended.add(householdId, `${kind} ${isSuccess}`)),
  ]

  return {
    of(householdId) {
      const alarmsOpen = new Map<AlarmKind, number>()
      for (const alarm of open.values())
        if (householdId === null || alarm.householdId === householdId)
          alarmsOpen.set(alarm.kind, (alarmsOpen.get(alarm.kind) ?? 0) + 1)
      const jobsEnded = [...ended.of(householdId)].map(([key, count]) => {
        const [kind = '', isSuccess] = key.split(' ')
        return { kind, isSuccess: isSuccess === 'true', count }
      })
      return { alarmsBegan: began.of(householdId), alarmsOpen, jobsEnded }
    },
    [Symbol.dispose]() {
      for (const subscription of subscriptions) subscription[Symbol.dispose]()
    },
  }
}
