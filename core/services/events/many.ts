// Many events at once, as somebody chooses them in a list: looked for in one go, and one row in the activity log.
import type { Bus } from '../../bus.ts'
import { type Action, type Caller, can } from '../../domain/caller.ts'
import type { StoredEvent } from '../../domain/event.ts'
import { Fault } from '../../domain/fault.ts'
import type { AccessService } from '../access.ts'
import type { Activity } from '../activity.ts'
import type { Alarms } from '../alarms/index.ts'
import type { EventStore } from './store.ts'

interface Deps {
  store: EventStore
  bus: Bus
  access: Pick<AccessService, 'require' | 'grantFor'>
  activity: Pick<Activity, 'record'>
  alarms: Pick<Alarms, 'removeSome'>
  now: () => Date
}

export function createMany({ store, bus, access, activity, alarms, now }: Deps) {
  /** Some may have gone since they were chosen: those, and what is not his to see, are left out. */
  function find(caller: Caller, ids: readonly number[], action: Action): StoredEvent[] {
    const thingOf = ({ householdId, channelId }: StoredEvent) => ({
      householdId,
      grant: channelId === null ? null : access.grantFor(caller, channelId),
    })
    const found = store
      .ofIds([...new Set(ids)])
      .map((event) => ({ event, thing: thingOf(event) }))
      .filter(({ thing }) => can(caller, 'view', thing))
    if (found.length === 0) throw new Fault('not-found', 'Event not found')
    for (const { thing } of found) access.require(caller, action, thing, 'Event')
    return found.map(({ event }) => event)
  }

  return {
    acknowledgeMany(caller: Caller, ids: readonly number[], acknowledged: boolean): number {
      // Whoever was first has seen to it.
      const changing = find(caller, ids, 'acknowledge').filter(
        (event) => (event.acknowledged !== null) !== acknowledged,
      )
      if (changing.length === 0) return 0
      const keys = changing.map(({ id }) => id)
      store.changeAll(keys, {
        acknowledgedAt: acknowledged ? now() : null,
        acknowledgedBy: acknowledged && 'username' in caller ? caller.username : null,
      })
      activity.record(caller, {
        action: acknowledged ? 'acknowledge_events' : 'unacknowledge_events',
        ...{ resourceType: 'event', metadata: { count: keys.length } },
      })
      for (const event of store.ofIds(keys)) bus.emit('event.told', { event, isNew: false })
      return keys.length
    },
    async removeMany(caller: Caller, ids: readonly number[]): Promise<number> {
      const going = find(caller, ids, 'manage')
      const keysOf = (isTold: boolean) =>
        going.filter(({ source }) => (source === 'device') === isTold).map(({ id }) => id)
      const [told, ours] = [keysOf(true), keysOf(false)]
      if (told.length > 0) await alarms.removeSome(caller, told)
      if (ours.length > 0) {
        store.remove(...ours)
        for (const householdId of new Set(going.map((event) => event.householdId)))
          bus.emit('alarm.removed', { householdId, alarmIds: ours })
      }
      activity.record(caller, {
        ...{ action: 'delete_events', resourceType: 'event', metadata: { removed: going.length } },
      })
      return going.length
    },
  }
}
