// Where we publish: every topic and identifier, from keys only, so that no rename moves one (DISCOVERY 11). Pure.
import type { AlarmKind } from '../domain/alarm-kinds.ts'

/** A device's own things, or those of one of its channels. */
export interface Place {
  hubKey: string
  /** Null = the device itself. */
  channelNo: number | null
}

export type Topics = ReturnType<typeof createTopics>

/** `base` is the setting `mqtt_prefix`. */
export function createTopics(base: string, instanceId: string) {
  const root = `${base}/${instanceId}`
  const path = ({ hubKey, channelNo }: Place) => (channelNo === null ? hubKey : `${hubKey}/ch${channelNo}`)
  const at = (place: Place | null) => `${root}/${place === null ? 'bridge' : path(place)}`
  return {
    root,
    /** Last will: the appliance itself. */
    status: `${root}/status`,
    started: `${root}/bridge/started`,
    /** What the entity with this key shows; null = of the appliance. */
    state: (place: Place | null, key: string) => `${at(place)}/${key}`,
    attributes: (place: Place | null, key: string) => `${at(place)}/${key}/attributes`,
    /** Where a switch is told what to be, and where a button is pressed. */
    set: (place: Place | null, key: string) => `${at(place)}/${key}/set`,
    press: (place: Place | null, key: string) => `${at(place)}/cmd/${key}`,
    statusOf: (place: Place) => `${at(place)}/status`,
    disks: (place: Place) => `${at(place)}/disks`,
    alarm: (place: Place, kind: AlarmKind) => `${at(place)}/${kind}`,
    event: (place: Place) => `${at(place)}/event`,
    lastEvent: (place: Place) => `${at(place)}/last_event`,
    lastEventAttributes: (place: Place) => `${at(place)}/last_event/attributes`,
    /** Pictures have a tree of their own, so that who wants states does not get them (DISCOVERY 13). */
    snapshot: (place: Place) => `${root}/img/${path(place)}/snapshot`,
    alarmImage: (place: Place) => `${root}/img/${path(place)}/alarm_image`,
    /** Where an address of it stands instead. */
    alarmImageAddress: (place: Place) => `${at(place)}/alarm_image`,
    /** `porchlight_<instance>[_<device>[_ch<n>]]`; without a place the appliance. */
    identifier: (place?: Place) =>
      place ? `porchlight_${instanceId}_${path(place).replace('/', '_')}` : `porchlight_${instanceId}`,
  }
}

/** Whether an identifier in somebody's discovery message is one of ours. */
export function isOurs(identifier: string, instanceId: string): boolean {
  return identifier === `porchlight_${instanceId}` || identifier.startsWith(`porchlight_${instanceId}_`)
}
