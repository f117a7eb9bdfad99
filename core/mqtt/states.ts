// From what is so at this moment to the retained states of every entity (DISCOVERY 12). Pure.
import type { Alarm } from '../domain/alarm.ts'
import { UNKNOWN } from './entities/build.ts'
import { type Announced, describe, type HubChannel, type HubDevice, type HubModel, sensorKinds } from './entities.ts'
import type { Retained } from './retained.ts'
import type { Place, Topics } from './topics.ts'

/** What changes by itself, beside the model. */
export interface Facts {
  /** Null: not known yet. */
  startedAt: Date | null
  /** By device: whether we are signed in to it. */
  deviceOnline(deviceId: number): boolean
  /** By channel: whether its device says that the camera is there. */
  channelOnline(channelId: number): boolean
  /** Alarms that go on. */
  open: readonly Alarm[]
  /** The newest alarm of a channel or of a device itself; null = none yet. */
  lastAlarm(place: Place): Alarm | null
}

export function placeKey({ hubKey, channelNo }: Place): string {
  return `${hubKey}/${channelNo ?? ''}`
}

export function wordOf(online: boolean): string {
  return online ? 'online' : 'offline'
}

/** Alarm states and availability are QoS 1; the rest 0, since a broker drops what exceeds its queue of QoS 1 (DISCOVERY 16). */
export function alarmState(topics: Topics, place: Place, kind: Alarm['kind'], on: boolean): Retained {
  const topic = topics.alarm(place, kind)
  return { topic, payload: on ? 'ON' : 'OFF', qos: 1, owner: place.hubKey, kind: 'state' }
}

export function statusState(topics: Topics, place: Place, online: boolean): Retained {
  return { topic: topics.statusOf(place), payload: wordOf(online), qos: 1, owner: place.hubKey, kind: 'status' }
}

/** `publicUrl`: where browsers reach us; null = not known. */
export function lastAlarmStates(
  topics: Topics,
  place: Place,
  alarm: Alarm | null,
  publicUrl: string | null,
): Retained[] {
  const entry = (topic: string, payload: string): Retained => ({
    topic,
    payload,
    qos: 0,
    owner: place.hubKey,
    kind: 'state',
  })
  return [
    entry(topics.lastEvent(place), alarm ? alarm.beganAt.toISOString() : UNKNOWN),
    entry(topics.lastEventAttributes(place), JSON.stringify(alarm ? attributesOf(alarm, publicUrl) : {})),
  ]
}

function attributesOf(alarm: Alarm, publicUrl: string | null) {
  const page = publicUrl === null ? null : pageOf(alarm, publicUrl)
  return {
    type: alarm.kind,
    id: alarm.uuid,
    message: alarm.message,
    ...known(alarm),
    ...(alarm.hasPicture ? { image: true } : {}),
    ...(page === null ? {} : { page }),
    ...(alarm.kind === 'other' ? { raw_type: alarm.rawType } : {}),
    ...(alarm.endedAt
      ? {
          ended: alarm.endedAt.toISOString(),
          duration: (alarm.endedAt.getTime() - alarm.beganAt.getTime()) / 1000,
          reason: alarm.endReason,
        }
      : {}),
  }
}

/** Where a person looks at it, signed in; null once what raised it is gone. A login in our own address is nobody else's. */
function pageOf({ channelId, channelNo, deviceId }: Alarm, publicUrl: string): string | null {
  const base = publicUrl.replace(/^(\w+:\/\/)[^/]*@/, '$1')
  if (channelId !== null) return `${base}/live/${channelId}`
  return channelNo === null && deviceId !== null ? `${base}/devices/${deviceId}` : null
}

const known = ({ target, region, rule }: Alarm) => ({
  ...(target === null ? {} : { target }),
  ...(region === null ? {} : { region }),
  ...(rule === null ? {} : { rule }),
})

/**
 * The body of the event at an alarm's beginning. `types`: what the announcement lists; anything else goes out as `other`.
 * `image`: whether a picture of it is on its way.
 */
export function eventOf(alarm: Alarm, place: Place, types: readonly string[], image: boolean): string {
  const listed = alarm.kind !== 'other' && types.includes(alarm.kind)
  return JSON.stringify({
    event_type: listed ? alarm.kind : 'other',
    id: alarm.uuid,
    time: alarm.beganAt.toISOString(),
    nvr: place.hubKey,
    ...(place.channelNo === null ? {} : { channel: place.channelNo }),
    ...known(alarm),
    ...(listed ? {} : { raw_type: alarm.rawType || alarm.kind }),
    ...(image ? { image: true } : {}),
  })
}

/** Whether a device records the channel now: by its schedule, and where that says so only while an alarm goes on. */
export function recordingState(
  topics: Topics,
  place: Place,
  { id, recording }: Pick<HubChannel, 'id' | 'recording'>,
  open: readonly Alarm[],
): Retained | null {
  if (recording === null) return null
  const on = recording === 'on' || (recording === 'alarm' && open.some(({ channelId }) => channelId === id))
  const topic = topics.state(place, 'recording')
  return { topic, payload: on ? 'ON' : 'OFF', qos: 0, owner: place.hubKey, kind: 'state' }
}

/**
 * Everything retained but configs and pictures, in the order of publishing: the appliance's own status is the very last. `all`: the same
 * model as it was described, where that is at hand.
 */
export function retainedStates(
  model: HubModel,
  topics: Topics,
  facts: Facts,
  all: readonly Announced[] = describe(model, topics),
): Retained[] {
  const open = new Set(facts.open.map((alarm) => `${alarm.deviceId}/${alarm.channelNo ?? ''}/${alarm.kind}`))
  const started = facts.startedAt?.toISOString() ?? UNKNOWN
  return [
    { topic: topics.started, payload: started, qos: 0, owner: 'bridge', kind: 'state' },
    ...all.flatMap(({ states }) => states),
    ...model.devices.flatMap(fastStates),
    ...model.devices
      .flatMap((device) => device.channels.map((channel) => ({ device, channel })))
      .map(({ device, channel }) =>
        statusState(topics, { hubKey: device.hubKey, channelNo: channel.channelNo }, facts.channelOnline(channel.id)),
      ),
    ...model.devices.map((device) =>
      statusState(topics, { hubKey: device.hubKey, channelNo: null }, facts.deviceOnline(device.id)),
    ),
    { topic: topics.status, payload: wordOf(true), qos: 1, owner: 'bridge', kind: 'status' },
  ]

  function fastStates(device: HubDevice): Retained[] {
    const own = { hubKey: device.hubKey, channelNo: null }
    return [
      ...alarmsOf(device, own, device.alarms),
      ...device.channels.flatMap((channel) => {
        const place = { hubKey: device.hubKey, channelNo: channel.channelNo }
        const recording = recordingState(topics, place, channel, facts.open)
        return [...alarmsOf(device, place, channel.alarms), ...(recording ? [recording] : [])]
      }),
    ]
  }

  function alarmsOf(device: HubDevice, place: Place, kinds: HubDevice['alarms']): Retained[] {
    if (!device.watched) return []
    const on = (kind: string) => open.has(`${device.id}/${place.channelNo ?? ''}/${kind}`)
    return [
      ...sensorKinds(kinds).map((kind) => alarmState(topics, place, kind, on(kind))),
      ...lastAlarmStates(topics, place, facts.lastAlarm(place), model.publicUrl),
    ]
  }
}
