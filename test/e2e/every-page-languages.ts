// The headings of the pages in the other languages, for the walk over them.
import type { Language } from '../../web/texts/languages.ts'
import { wholeTable } from '../../web/texts/whole-table.ts'

type Texts = Readonly<Record<string, string>>

const english: Texts = wholeTable('en')

export const LANGUAGES = {
  de: wholeTable('de'),
  es: wholeTable('es'),
  fr: wholeTable('fr'),
  vi: wholeTable('vi'),
} satisfies Record<Exclude<Language, 'en'>, Texts>

/** What a heading says there. The same words may stand for several keys; a name of somebody or something stays as it is. */
export function titlesIn(texts: Texts, title: string): string[] {
  const keys = Object.keys(english).filter((key) => english[key] === title)
  if (keys.length > 0) return keys.map((key) => texts[key] ?? title)
  return CHANNEL_TITLES.map((key) => {
    const [before = '', after = ''] = english[key]?.split('{channel}') ?? []
    const isOfIt = title.startsWith(before) && title.endsWith(after)
    const channel = title.slice(before.length, title.length - after.length)
    return isOfIt ? (texts[key] ?? title).replace('{channel}', channel) : title
  })
}

const CHANNEL_TITLES = ['zones.of', 'day.title']
