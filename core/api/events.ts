// Live updates: every event of the bus that a caller may see, in the words of the API.
import type { Bus, BusEvents } from '../bus.ts'
import { type Caller, can } from '../domain/caller.ts'
import type { Services } from '../services/index.ts'
import { alarmOut, seenOut } from './manager/alarms.wire.ts'
import { deviceStateOut } from './manager/devices.wire.ts'
import { eventOut } from './vms/events.wire.ts'

export interface EventStream {
  /** `send` gets every event from now on; it must not throw. Disposing the result ends it. */
  subscribe(caller: Caller, send: (name: string, data: unknown) => void): Disposable
}

/**
 * Asks `can()` for each event anew. A caller whose rights change is not looked after here: the ticket that opened his
 * stream ends then.
 */
export function eventStream({ access }: Pick<Services, 'access'>, bus: Bus): EventStream {
  const inHousehold = (caller: Caller, householdId: number) =>
    caller.kind === 'system' || caller.householdId === householdId
  const isViewer = (caller: Caller) => 'role' in caller && caller.role === 'viewer'

  function seesChannel(caller: Caller, householdId: number, channelId: number | null): boolean {
    const grant = channelId === null ? null : access.grantFor(caller, channelId)
    return can(caller, 'view', { householdId, grant })
  }

  /** A viewer sees a device when one of its channels is granted to him; for one that is gone there is nothing to ask. */
  function seesDevice(caller: Caller, householdId: number, deviceId: number): boolean {
    if (!inHousehold(caller, householdId)) return false
    return isViewer(caller)
      ? access.visibleChannels(caller, { deviceId }).length > 0
      : can(caller, 'view', { householdId, grant: null })
  }

  return {
    subscribe(caller, send) {
      const subscriptions = new DisposableStack()
      const on = <K extends keyof BusEvents>(event: K, listener: (data: BusEvents[K]) => void) =>
        subscriptions.use(bus.on(event, listener))

      for (const event of ['alarm.began', 'alarm.updated', 'alarm.ended'] as const)
        on(event, (alarm) => {
          if (seesChannel(caller, alarm.householdId, alarm.channelId)) send(event, alarmOut(alarm))
        })
      on('event.told', ({ event, isNew }) => {
        if (seesChannel(caller, event.householdId, event.channelId))
          send(isNew ? 'event.began' : 'event.updated', eventOut(event))
      })
      on('alarm.removed', ({ householdId, alarmIds }) => {
        if (inHousehold(caller, householdId)) send('alarm.removed', { ids: alarmIds })
      })
      on('alarm.seen', ({ userId, ...seen }) => {
        if ('userId' in caller && caller.userId === userId) send('alarm.seen', seenOut(seen))
      })
      on('device.state', ({ deviceId, householdId, state }) => {
        if (seesDevice(caller, householdId, deviceId))
          send('device.state', { device_id: deviceId, state: deviceStateOut(state) })
      })
      on('device.changed', ({ deviceId, householdId }) => {
        if (seesDevice(caller, householdId, deviceId)) send('device.changed', { device_id: deviceId })
      })
      on('device.removed', ({ deviceId, householdId }) => {
        if (inHousehold(caller, householdId)) send('device.removed', { device_id: deviceId })
      })
      on('channels.changed', ({ deviceId, householdId }) => {
        if (seesDevice(caller, householdId, deviceId)) send('channels.changed', { device_id: deviceId })
      })
      on('channel.configured', ({ channelId, deviceId }) => {
        if (access.sees(caller, channelId)) send('channel.configured', { device_id: deviceId, channel_id: channelId })
      })
      on('footage.changed', ({ channelId, deviceId }) => {
        if (access.sees(caller, channelId)) send('footage.changed', { device_id: deviceId, channel_id: channelId })
      })
      on('snapshot.taken', ({ channelId, takenAt }) => {
        if (access.sees(caller, channelId)) send('snapshot', { channel_id: channelId, at: takenAt.toISOString() })
      })
      return subscriptions
    },
  }
}
