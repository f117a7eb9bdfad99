// What LightNVR's clients are told over the broker: streams by their names, and what their detections are here.
import type { Dialect, Services } from '#plugin'
import { boxOf, isDetection, seenIn } from './detection.ts'
import { DETECTION_KINDS, labelOf } from './detection-labels.ts'
import { namesOf, streamsOf } from './names.ts'

type Hub = ReturnType<NonNullable<Dialect['hub']>>

export function hubOf(services: Services): Hub {
  return {
    streams() {
      const nameOf = namesOf(services)
      return streamsOf(services, { kind: 'system' })
        .filter(({ inUse }) => inUse)
        .map((channel) => ({
          ...{ channelId: channel.id, deviceId: channel.deviceId, householdId: channel.householdId },
          name: nameOf(channel),
        }))
    },
    ofAlarm: ({ kind, area }) =>
      DETECTION_KINDS.includes(kind) ? [{ label: labelOf(kind), confidence: 1, ...boxOf(area) }] : [],
    ofEvent: (event) =>
      event.source === 'manual' && isDetection(event)
        ? seenIn(event).map((seen) => ({ ...seen, ...boxOf(event.metadata.area) }))
        : [],
  }
}
