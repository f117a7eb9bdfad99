// Shapes of what stands in a camera's letters: everything is text, and one of a thing is itself, several are a list.
import { z } from 'zod'

/** None, one or several of an element. What cannot be read among several is left out: one bad row must not hide the others. */
export function listOf<T>(item: z.ZodType<T>): z.ZodType<T[]> {
  return z
    .unknown()
    .optional()
    .transform((found) => {
      const all = found === undefined || found === '' ? [] : Array.isArray(found) ? found : [found]
      return all.flatMap((each) => {
        const read = item.safeParse(each)
        return read.success ? [read.data] : []
      })
    })
}

/** The text of an element, with or without attributes beside it. */
export const text = z.preprocess(
  (found) => (typeof found === 'object' && found !== null && '_' in found ? found._ : found),
  z.string(),
)

/** A number that is one: no NaN, nothing without an end. */
export const number = text.transform((said, context) => {
  const value = said.trim() === '' ? Number.NaN : Number(said)
  if (Number.isFinite(value)) return value
  context.addIssue({ code: 'custom', message: 'not a number' })
  return z.NEVER
})

export const flag = text.transform((said) => ['true', '1'].includes(said.trim().toLowerCase()))

/** What is optional and cannot be read counts as absent. */
export function maybe<T>(schema: z.ZodType<T>): z.ZodType<T | null> {
  return z
    .unknown()
    .optional()
    .transform((found) => {
      const read = schema.safeParse(found)
      return read.success ? read.data : null
    })
}
