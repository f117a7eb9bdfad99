// A template as its form holds it: texts, and an empty one for what may be as it is. Pure.
import { type Draft, type Field, ownOf } from '../channels/draft.ts'
import type { Wanted } from './asks.ts'
import type { Row } from './rows.ts'
import { draftOf, ENCODINGS, type Encoding, encodingOf } from './template.ts'

export interface Form extends Record<Encoding, Draft> {
  enabled: string
  mode: string
  clock: string
  zone: string
}

export function formOf({ main, sub, recording, clock }: Wanted): Form {
  const text = (value: string | number | boolean | undefined) => (value === undefined ? '' : String(value))
  return {
    main: draftOf(main),
    sub: draftOf(sub),
    enabled: text(recording?.enabled),
    mode: text(recording?.mode),
    clock: text(clock?.mode),
    zone: text(clock?.utc_offset_minutes),
  }
}

const MODES = ['continuous', 'motion', 'off'] as const

export function wantedOf({ main, sub, enabled, mode: typed, clock, zone }: Form): Wanted {
  const mode = MODES.find((one) => one === typed)
  const [ofMain, ofSub] = [encodingOf(main), encodingOf(sub)]
  return {
    ...(ofMain && { main: ofMain }),
    ...(ofSub && { sub: ofSub }),
    ...((enabled || mode) && { recording: { ...(enabled && { enabled: enabled === 'true' }), ...(mode && { mode }) } }),
    ...((clock || zone) && {
      clock: { ...(clock && { mode: clock }), ...(zone && { utc_offset_minutes: Number(zone) }) },
    }),
  }
}

/** What cameras commonly have, beside what those here have. */
const COMMON: Partial<Record<Field, readonly string[]>> = {
  video_codec: ['H.264', 'H.265'],
  h265_plus: ['true', 'false'],
  size: ['3840x2160', '2560x1440', '1920x1080', '1280x720', '704x576', '640x480', '640x360', '352x288'],
  max_frame_rate: ['2500', '2000', '1500', '1250', '1000', '500'],
  bit_rate: ['variable', 'constant'],
  fixed_quality: ['20', '30', '45', '60', '75', '90'],
}
const areaOf = (value: string) => value.split('x').reduce((product, side) => product * Number(side), 1)

/** What may be chosen for a field; null where it is typed. */
export function choicesFor(rows: readonly Row[], encoding: Encoding, field: Field): string[] | null {
  const common = COMMON[field]
  if (!common) return null
  const here = rows.flatMap((row) => (row[encoding] && ownOf(row[encoding], field)) ?? [])
  const all = [...new Set([...common, ...here])].filter(Boolean)
  return field === 'size' || field === 'max_frame_rate' ? all.toSorted((a, b) => areaOf(b) - areaOf(a)) : all
}

/** Fields that are typed and hold no number. */
export const wrongIn = (form: Form): { encoding: Encoding; field: Field }[] =>
  ENCODINGS.flatMap((encoding) =>
    (['vbr_upper_cap', 'vbr_average_cap'] as const).flatMap((field) => {
      const typed = form[encoding][field]?.trim() ?? ''
      return typed === '' || /^[1-9]\d{0,6}$/.test(typed) ? [] : [{ encoding, field }]
    }),
  )
