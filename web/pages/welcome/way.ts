// The way through the first minutes: its steps, which of them are done, and which comes next. Pure.

export const STEPS = ['find', 'picture', 'hub', 'done'] as const
export type Step = (typeof STEPS)[number]

/** `left`: somebody went on without it. */
export type Standing = 'open' | 'done' | 'left'

/** What of the house matters here. */
export interface House {
  /** The broker is the founder's; nobody else has that step. */
  founder: boolean
  devices: number
  /** Whether a picture has been seen to move. */
  picture: Standing
  hub: Standing
}

export const stepsOf = ({ founder }: Pick<House, 'founder'>): Step[] =>
  STEPS.filter((step) => founder || step !== 'hub')

/** There are pictures to look at, and the hub has them or none is wanted. */
export const isSetUp = ({ founder, devices, hub }: House): boolean => devices > 0 && (!founder || hub !== 'open')

export function standingOf(step: Step, house: House): Standing {
  if (step === 'find') return house.devices > 0 ? 'done' : 'open'
  if (step === 'done') return isSetUp(house) ? 'done' : 'open'
  // Without a device nothing can have been seen.
  if (step === 'picture') return house.devices > 0 || house.picture === 'left' ? house.picture : 'open'
  return house.hub
}

/** Where whoever comes back goes on; at the end, when nothing is open. */
export const firstOpen = (house: House): Step =>
  stepsOf(house).find((step) => standingOf(step, house) === 'open') ?? 'done'

/** Where a step leads, done or not: without a device there is no picture to look at. */
export function after(step: Step, house: House): Step {
  const steps = stepsOf(house)
  const rest = steps.slice(steps.indexOf(step) + 1)
  return rest.find((next) => next !== 'picture' || house.devices > 0) ?? 'done'
}

export const stepIn = (text: string | undefined): Step | undefined => STEPS.find((step) => step === text)

/** What may still be done: going on without a picture puts it off, doing without a hub settles it. */
export const stillOpen = (house: House): Step[] =>
  stepsOf(house).filter((step) => {
    const standing = standingOf(step, house)
    return step !== 'done' && (standing === 'open' || (step === 'picture' && standing === 'left'))
  })
