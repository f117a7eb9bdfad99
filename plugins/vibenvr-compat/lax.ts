// Values as VibeNVR's clients send them: numbers and switches also as texts, and null for what is to be as usual.
import { z } from 'zod'

const UNSEEN = /[\p{Cc}\u2028\u2029]/u
/**
 * An address may have its login in it: nobody is told that, and so it is not kept. A password may have any sign in it: it ends with
 * the last @, although that may be in a path.
 */
const withoutLogins = (text: string) => text.replace(/(\/\/)\S*@/g, '$1')

const SWITCHES: Record<string, boolean> = {
  ...{ true: true, t: true, yes: true, y: true, on: true, '1': true },
  ...{ false: false, f: false, no: false, n: false, off: false, '0': false },
}
const flagOf = (value: unknown) => (typeof value === 'string' ? (SWITCHES[value.toLowerCase()] ?? value) : value)
const numberOf = (value: unknown) =>
  typeof value === 'string' && /^\s*-?\d{1,15}(\.\d{1,15})?\s*$/.test(value) ? Number(value) : value

export const flag = () => z.preprocess(flagOf, z.boolean())
export const whole = (least: number, most: number) => z.preprocess(numberOf, z.int().min(least).max(most))
export const amount = (least: number, most: number) => z.preprocess(numberOf, z.number().min(least).max(most))
export const oneOf = <const T extends string>(...words: readonly T[]) => z.enum(words as readonly [T, ...T[]])
/** On one line, without the login of an address. */
export const text = (longest = 255) =>
  z
    .string()
    .max(longest)
    .refine((value) => !UNSEEN.test(value), 'must not contain control characters')
    .transform((value) => withoutLogins(value.trim()))
