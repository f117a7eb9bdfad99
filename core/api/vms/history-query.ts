// How clients ask for a part of a history: by days, and by the cursor of the page before.
import { z } from 'zod'
import { instantOf, isTime } from '../../domain/time-input.ts'

const DAY_MS = 86_400_000

/** A time in a query; the texts of its faults are those that clients of the VMS API know. */
export const queryDate = (name: string) =>
  z
    .string()
    .max(64)
    .refine(isTime, `Invalid ${name} format`)
    .meta({ description: 'ISO 8601; without an offset it is UTC' })

export const historyCursor = z
  .string()
  .max(40)
  .regex(/^(\d{1,15}\.\d{1,15})?$/, 'is not one that this list gave out')
  .optional()
  .meta({ description: '`next_cursor` of the page before; empty for the first page. Then `page` does not count' })

/** Of a text that `queryDate` took. */
export const utcOf = (text: string) => instantOf(text, () => 0)

/** The end that such a text means: a day without a time is meant whole. */
export const endOf = (text: string) => new Date(+utcOf(text) + (/^\d{4}-\d\d-\d\d$/.test(text.trim()) ? DAY_MS : 0))
