// What a template wants of a channel: what differs from it, what would be asked of the device, and what it would take instead. Pure.
import type { Limits, Settings, SettingsInput } from '../channels/asks.ts'
import { bodyOf, type Change, changesOf, choicesOf, type Draft, FIELDS, ownOf, rangeOf } from '../channels/draft.ts'
import type { Wanted, WantedEncoding, Wish } from './asks.ts'
import type { Row } from './rows.ts'

export type Encoding = 'main' | 'sub'
export const ENCODINGS = ['main', 'sub'] as const

/** What of a template is compared and cannot be written from here. */
export interface Mark {
  part: 'recording' | 'clock'
  field: 'mode' | 'utc_offset_minutes'
  before: string | null
  after: string
}

/** How a channel differs from a template. */
export interface Difference {
  main: Change[]
  sub: Change[]
  /** What the schedule shall be switched to; null = it is as it shall be, or nobody says. */
  schedule: boolean | null
  marks: Mark[]
}

/** Of an encoding without the channel's own: its name and its motion detection. */
export const WANTED_FIELDS = FIELDS.filter((field) => field !== 'channel_name' && field !== 'motion_detect')

/** As a form holds it. */
export function draftOf(wanted: WantedEncoding = {}): Draft {
  const { resolution_width: width, resolution_height: height, ...rest } = wanted
  const given = Object.entries(rest).filter(([, value]) => value !== undefined)
  const size = width === undefined || height === undefined ? {} : { size: `${width}x${height}` }
  return { ...Object.fromEntries(given.map(([name, value]) => [name, String(value)])), ...size }
}

/** The other way; what is empty is not named. */
export function encodingOf(draft: Draft): WantedEncoding | undefined {
  const named = Object.entries(draft).filter(([, value]) => value !== '') as [Change['field'], string][]
  if (named.length === 0) return undefined
  return bodyOf(named.map(([field, after]) => ({ field, before: null, after }))) as WantedEncoding
}

/** A template that this channel is as it shall be. */
export function wantedLike({ main, sub, schedule }: Row): Wanted {
  const like = (settings: Settings | null) =>
    settings &&
    encodingOf(Object.fromEntries(WANTED_FIELDS.map((field) => [field, ownOf(settings, field) ?? ''])) as Draft)
  const [ofMain, ofSub] = [like(main), like(sub)]
  return {
    ...(ofMain && { main: ofMain }),
    ...(ofSub && { sub: ofSub }),
    ...(schedule && { recording: { enabled: schedule.enabled } }),
  }
}

function marksOf({ schedule, clock }: Row, { recording, clock: ofClock }: Wanted): Mark[] {
  const marks: Mark[] = []
  const add = (part: Mark['part'], field: Mark['field'], has: unknown, shall: unknown) => {
    if (shall === undefined || String(has) === String(shall)) return
    marks.push({ part, field, before: has === null ? null : String(has), after: String(shall) })
  }
  if (schedule) add('recording', 'mode', schedule.mode, recording?.mode)
  if (clock?.mode) add('clock', 'mode', clock.mode, ofClock?.mode)
  if (clock && clock.utc_offset_minutes !== null)
    add('clock', 'utc_offset_minutes', clock.utc_offset_minutes, ofClock?.utc_offset_minutes)
  return marks
}

/** Nothing is said of what was never told, and of what a channel does not have. */
export function differenceOf(row: Row, wanted: Wanted): Difference {
  const of = (encoding: Encoding) => {
    const settings = row[encoding]
    return settings && wanted[encoding] ? changesOf(settings, draftOf(wanted[encoding])) : []
  }
  const enabled = wanted.recording?.enabled
  const isOther = row.schedule !== null && enabled !== undefined && row.schedule.enabled !== enabled
  return { main: of('main'), sub: of('sub'), schedule: isOther ? enabled : null, marks: marksOf(row, wanted) }
}

export const differs = ({ main, sub, schedule, marks }: Difference): boolean =>
  main.length + sub.length + marks.length > 0 || schedule !== null
/** Whether anything of it can be written. */
export const isWritable = ({ main, sub, schedule }: Difference): boolean =>
  main.length + sub.length > 0 || schedule !== null

/** What is asked of the device for one channel. */
export function wishOf(id: number, { main, sub, schedule }: Omit<Difference, 'marks'>): Wish {
  const body = (changes: readonly Change[]): SettingsInput => bodyOf(changes)
  return {
    channel_id: id,
    ...(main.length > 0 && { main: body(main) }),
    ...(sub.length > 0 && { sub: body(sub) }),
    ...(schedule !== null && { schedule_enable: schedule }),
  }
}

const pixels = (size: string) => size.split('x').reduce((product, side) => product * Number(side), 1)
const amount = (field: Change['field'], value: string) => (field === 'size' ? pixels(value) : Number(value))

/** The nearest that the device takes; what comes nearest to nothing (a codec) stays as it is. Null where it takes the wish itself. */
function nearest(settings: Settings, limits: Limits, { field, after }: Change): string | null {
  if (field === 'vbr_upper_cap' || field === 'vbr_average_cap') {
    const range = rangeOf(limits)
    if (!range) return null
    const within = Math.min(Math.max(Number(after), range.min), range.max)
    return within === Number(after) ? null : String(within)
  }
  const choices = choicesOf(settings, limits, field)
  if (choices.length === 0 || choices.includes(after)) return null
  if (field === 'video_codec') return ownOf(settings, field)
  const [best = after] = choices
    // No rate at all is the full one, which is near to nothing.
    .filter((choice) => field !== 'max_frame_rate' || choice !== '0')
    .toSorted(
      (a, b) => Math.abs(amount(field, a) - amount(field, after)) - Math.abs(amount(field, b) - amount(field, after)),
    )
  return best
}

/** The same changes with what the device takes in place of what it does not; null where all of it is taken. */
export function withinLimits(settings: Settings, limits: Limits, changes: readonly Change[]): Change[] | null {
  const found = changes.map((change) => ({ change, instead: nearest(settings, limits, change) }))
  if (found.every(({ instead }) => instead === null)) return null
  return found.flatMap(({ change, instead }) => {
    const after = instead ?? change.after
    return after === change.before ? [] : [{ ...change, after }]
  })
}
