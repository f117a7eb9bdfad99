// What a camera tells of: each kind's topic, and the words in which its message says where and what.
import { type Model, sourceConfigToken, sourceToken } from '../models.ts'

export type EventKind = 'motion' | 'motion-alarm' | 'line' | 'field' | 'tamper' | 'scene' | 'input' | 'relay' | 'sound'

export interface Topic {
  topic: string
  /** Name and value of the items that say where; `number` is that of the lens, input or relay. */
  source(number: number): Record<string, string>
  /** Name of the item that says what; a line is crossed, which has no end. */
  data: string
  isProperty: boolean
  /** Of what there is one each. */
  per: 'lens' | 'input' | 'relay'
}

export const inputToken = (number: number) => `DigitalInput_${number}`
export const relayToken = (number: number) => `RelayOutput_${number}`

const rule = (name: string) => (number: number) => ({
  VideoSourceConfigurationToken: sourceConfigToken(number),
  VideoAnalyticsConfigurationToken: `VideoAnalytics_${number}`,
  Rule: `${name}_${number}`,
})

const eventWord = (topic: string, name: string, data: string, isProperty = true): Topic => ({
  ...{ topic: `tns1:RuleEngine/${topic}`, source: rule(name), data, isProperty, per: 'lens' },
})

export const TOPICS: Record<EventKind, Topic> = {
  motion: eventWord('CellMotionDetector/Motion', 'MyMotionDetectorRule', 'IsMotion'),
  'motion-alarm': {
    topic: 'tns1:VideoSource/MotionAlarm',
    source: (number) => ({ Source: sourceToken(number) }),
    ...{ data: 'State', isProperty: true, per: 'lens' },
  },
  line: eventWord('LineDetector/Crossed', 'MyLineDetectorRule', 'ObjectId', false),
  field: eventWord('FieldDetector/ObjectsInside', 'MyFieldDetectorRule', 'IsInside'),
  tamper: eventWord('TamperDetector/Tamper', 'MyTamperDetectorRule', 'IsTamper'),
  scene: {
    topic: 'tns1:VideoSource/GlobalSceneChange/ImagingService',
    source: (number) => ({ Source: sourceToken(number) }),
    ...{ data: 'State', isProperty: true, per: 'lens' },
  },
  input: {
    topic: 'tns1:Device/Trigger/DigitalInput',
    source: (number) => ({ InputToken: inputToken(number) }),
    ...{ data: 'LogicalState', isProperty: true, per: 'input' },
  },
  relay: {
    topic: 'tns1:Device/Trigger/Relay',
    source: (number) => ({ RelayToken: relayToken(number) }),
    ...{ data: 'LogicalState', isProperty: true, per: 'relay' },
  },
  sound: {
    topic: 'tns1:AudioAnalytics/Audio/DetectedSound',
    source: (number) => ({
      AudioSourceConfigurationToken: `AudioSourceConfig_${number}`,
      AudioAnalyticsConfigurationToken: `AudioAnalytics_${number}`,
      Rule: `MyAudioDetectorRule_${number}`,
    }),
    ...{ data: 'IsSoundDetected', isProperty: true, per: 'lens' },
  },
}

/** How many of them this camera has. */
export function countOf(model: Model, { per }: Topic): number {
  return { lens: model.lenses.length, input: model.inputs, relay: model.relays }[per]
}
