// How well something answers what was typed: by the beginnings of its words, by what it holds, or but for one slip.
import { plain } from '../../../plain-words.ts'

export interface Named {
  name: string
  /** Where it is: its recorder, the page that it belongs to. */
  place?: string
  /** What people call it who do not know our words. */
  also?: string
}

/** Shorter ones stand in the middle of too many words. */
export const MIDDLE_LETTERS = 3
/** Below these a slip makes another word of it. */
const ENOUGH_LETTERS = 4

const begins = (text: string, word: string) => ` ${text}`.replace(/[-/_.,:()]/g, ' ').includes(` ${word}`)

/** True when `word` begins as `typed` but for one letter after the first: wrong, missing, too many, or before its neighbour. */
export function isNearly(word: string, typed: string): boolean {
  let at = 0
  while (at < typed.length && word[at] === typed[at]) at++
  if (at === 0) return false
  const rest = typed.slice(at + 1)
  const swapped =
    typed[at] === word[at + 1] && typed[at + 1] === word[at] && word.startsWith(typed.slice(at + 2), at + 2)
  return (
    at === typed.length ||
    word.startsWith(rest, at + 1) ||
    word.startsWith(rest, at) ||
    word.startsWith(typed.slice(at), at + 1) ||
    swapped
  )
}

/** 0 is the best; null = it is not this one. `words` are plain. */
export function rankOf(of: Named, words: readonly string[]): number | null {
  const [name, place, also] = [of.name, of.place ?? '', of.also ?? ''].map(plain) as [string, string, string]
  const every = (holds: (word: string) => boolean) => words.every(holds)
  if (every((word) => begins(name, word))) return name.startsWith(words[0] ?? '') ? 0 : 1
  if (every((word) => word.length >= MIDDLE_LETTERS && name.includes(word))) return 2
  if (every((word) => begins(name, word) || begins(place, word) || begins(also, word))) return 3
  return every((word) => begins(name, word) || isSlip(name, word)) ? 4 : null
}

const isSlip = (name: string, word: string) =>
  word.length >= ENOUGH_LETTERS && name.split(/[^\p{L}\p{N}]+/u).some((one) => isNearly(one, word))
