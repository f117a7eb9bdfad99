// The languages of the pages, each by its own name, and the one that somebody is shown who has not chosen.
export const LANGUAGES = {
  en: 'English',
  de: 'Deutsch',
  es: 'Español',
  fr: 'Français',
  vi: 'Tiếng Việt',
} as const

export type Language = keyof typeof LANGUAGES

export const isLanguage = (word: string | null | undefined): word is Language =>
  typeof word === 'string' && Object.hasOwn(LANGUAGES, word)

/** What a browser names its languages by. Some name things behind it that `Intl` throws at (`en-US@posix`). */
const TAG = /^([a-z]{2,3})(-[a-z]{4})?(-([a-z]{2}|\d{3}))?$/i

const baseOf = (tag: string): string => TAG.exec(tag)?.[1]?.toLowerCase() ?? tag.slice(0, 2).toLowerCase()

/** The first language of the person's own that the pages speak, else English. */
export const bestOf = (own: readonly string[]): Language => own.map(baseOf).find(isLanguage) ?? 'en'

/** The language with the person's region, which decides how dates and numbers are written: `de-CH`. */
export const inRegion = (language: Language, own: readonly string[]): string =>
  own.find((tag) => TAG.test(tag) && baseOf(tag) === language) ?? language
