// How alarms of each type look in the stream, and what chance draws from.
import type { Device } from '../device.ts'
import { tellsCenter } from '../documents/triggers.ts'
import type { SimEventInput } from './event.ts'

interface Kind {
  /** Regions, a target and maybe a picture go with it. */
  smart: boolean
  /** Devices send `inactive` at its end. Recorders mostly just stop repeating. */
  endsOn: { recorder: boolean; camera: boolean }
  /** Seconds that a random one lasts. */
  lasts: readonly [number, number]
  /** How often chance draws it. */
  weight: number
}

const motion: Kind = { smart: false, endsOn: { recorder: false, camera: true }, lasts: [3, 12], weight: 6 }
const smart: Kind = { smart: true, endsOn: { recorder: false, camera: false }, lasts: [1, 4], weight: 3 }
const state: Kind = { smart: false, endsOn: { recorder: true, camera: true }, lasts: [4, 8], weight: 1 }

const kinds: Record<string, Kind> = {
  vmd: motion,
  linedetection: smart,
  fielddetection: smart,
  regionentrance: smart,
  regionexiting: smart,
  facedetection: { ...smart, weight: 1 },
  scenechangedetection: { ...state, endsOn: { recorder: false, camera: true } },
}

/** Whatever is not listed is a state that ends with a word. */
export const kindOf = (type: string): Kind => kinds[type.toLowerCase()] ?? state

export const descriptionOf = (type: string): string => (type === 'VMD' ? 'Motion alarm' : `${type} alarm`)

/** Alerts say shelteralarm where the trigger is called tamper. */
const alertWord = (trigger: string) => (trigger === 'tamper' ? 'shelteralarm' : trigger)

interface Candidate {
  type: string
  channel: number
  input?: number
  weight: number
}

/** All that this device would tell by itself: triggers that notify, of channels that are there. */
export function candidates(device: Device): Candidate[] {
  const { model } = device
  const ofChannels = device
    .channels()
    .filter((channel) => channel.online)
    .flatMap((channel) =>
      channel.alarms
        .filter((word) => tellsCenter(device, channel, word))
        .map((word) => ({
          type: alertWord(word),
          channel: channel.number,
          weight: kindOf(word).weight,
        })),
    )
  const inputs = Array.from({ length: model.inputs }, (_, index) => ({
    type: 'IO',
    channel: 1,
    input: index + 1,
    weight: 0.5,
  }))
  const exceptions = model.exceptions.map((type) => ({ type, channel: model.family === 'camera' ? 1 : 0, weight: 0.2 }))
  return [...ofChannels, ...inputs, ...exceptions]
}

/** A random alarm; null on a device that has nothing to tell. */
export function drawEvent(device: Device, random: () => number): SimEventInput | null {
  const all = candidates(device)
  let left = random() * all.reduce((sum, { weight }) => sum + weight, 0)
  const drawn = all.find(({ weight }) => {
    left -= weight
    return left < 0
  })
  if (!drawn) return null
  const { type, channel, input } = drawn
  const { smart: isSmart, lasts } = kindOf(type)
  const duration = Math.round((lasts[0] + random() * (lasts[1] - lasts[0])) * 10) / 10
  return {
    type,
    channel,
    duration,
    ...(input === undefined ? {} : { input }),
    ...(isSmart ? { target: random() < 0.7 ? ('human' as const) : ('vehicle' as const), region: 1 } : {}),
    ...(isSmart && random() < 0.5 ? { picture: true } : {}),
  }
}
