// Finds settings by words, in their names first and then in what is said of them. Asks nobody.
import { plain, wordsIn } from '../../../plain-words.ts'
import { hasText, t } from '../../../texts/t.ts'
import type { Entry } from './entries.ts'

const MOST = 12

export const nameOf = (entry: Entry): string => t(entry.name ?? entry.part.title)

/** What people call it who do not know our words. */
export function otherWords(title: string): string {
  const key = `words.${title}`
  return hasText(key) ? ` ${t(key as 'words.backup')}` : ''
}

/** 0 is the best, 3 the worst; null = it is not this one. `words` are plain. */
export function rankOf(entry: Entry, words: readonly string[]): number | null {
  const name = plain(nameOf(entry))
  const title = plain(t(entry.part.title))
  const more = [...entry.also, ...(entry.name === null ? [entry.part.lead] : [])].map((key) => t(key))
  const told = plain(more.join(' '))
  const other = plain(otherWords(entry.name ?? entry.part.title))
  // Of these only the beginning counts: a port is no export.
  const says = (word: string) => told.includes(word) || other.includes(` ${word}`)
  const holds = (...texts: string[]) => words.every((word) => texts.some((text) => text.includes(word)))
  // Of a setting, its page alone says nothing: it would be found as often as it has neighbours.
  if (!words.some((word) => name.includes(word) || says(word))) return null
  if (holds(name)) return words.some((word) => name.startsWith(word)) ? 0 : 1
  if (holds(name, title)) return 2
  return words.every((word) => name.includes(word) || title.includes(word) || says(word)) ? 3 : null
}

const own = ({ whose }: Entry): number => (whose === 'everybody' ? 1 : 0)

/** What all the words lead to, the best first; nothing for no words. */
export function find(typed: string, entries: readonly Entry[]): Entry[] {
  const words = wordsIn(typed)
  if (words.length === 0) return []
  return (
    entries
      .flatMap((entry) => {
        const rank = rankOf(entry, words)
        return rank === null ? [] : [{ entry, rank }]
      })
      // What is one's own comes first: of two passwords rather mine than the broker's.
      .sort((a, b) => a.rank - b.rank || (a.rank < 2 ? own(b.entry) - own(a.entry) : 0))
      .slice(0, MOST)
      .map(({ entry }) => entry)
  )
}
