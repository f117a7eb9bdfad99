// What a device or a channel raises: a sensor for each kind, the event at its beginning, and the last alarm.
import { ALARM_KINDS, type AlarmKind } from '../../domain/alarm-kinds.ts'
import type { Silent } from '../hub-model.ts'
import type { Place, Topics } from '../topics.ts'
import type { Availability, Builder } from './build.ts'

/** Kinds that get a sensor of their own, in the order of the table; `other` is only ever an event. */
export function sensorKinds(kinds: readonly AlarmKind[]): AlarmKind[] {
  return (Object.keys(ALARM_KINDS) as AlarmKind[]).filter((kind) => kind !== 'other' && kinds.includes(kind))
}

/** What `event_type` may say there. */
export function eventTypes(kinds: readonly AlarmKind[]): AlarmKind[] {
  return [...sensorKinds(kinds), 'other']
}

interface Raised {
  alarms: readonly AlarmKind[]
  silent: Silent
  /** Availability of what needs the place itself, and of what only needs its device. */
  alive: Availability
  device: Availability
}

export function addAlarms(it: Builder, topics: Topics, place: Place, { alarms, silent, alive, device }: Raised): void {
  for (const kind of sensorKinds(alarms)) {
    const { hubName, hubClass } = ALARM_KINDS[kind]
    const why = silent.get(kind)
    const entity = {
      platform: 'binary_sensor',
      name: hubName,
      ...(hubClass ? { device_class: hubClass } : {}),
      state_topic: topics.alarm(place, kind),
      qos: 1,
      ...(why?.unsent ? { enabled_by_default: false } : {}),
    }
    const said = {
      topic: topics.attributes(place, kind),
      values: (why ? { reason: why.text } : {}) as { [key: string]: string },
    }
    // Video loss means that the channel may be gone: it must be said all the same.
    it.add(kind, entity, kind === 'video_loss' ? device : alive, why === undefined ? {} : { attributes: said })
  }
  const event = {
    platform: 'event',
    name: 'Alarm',
    event_types: eventTypes(alarms),
    state_topic: topics.event(place),
    qos: 1,
  }
  it.add('event', event, alive)
  const lastEvent = {
    platform: 'sensor',
    name: 'Last alarm',
    device_class: 'timestamp',
    state_topic: topics.lastEvent(place),
    json_attributes_topic: topics.lastEventAttributes(place),
  }
  it.add('last_event', lastEvent, device)
}
