// The languages of the pages, each by its own name.
export const LANGUAGES = {
  en: 'English',
  de: 'Deutsch',
  es: 'Español',
  fr: 'Français',
  vi: 'Tiếng Việt',
} as const

export type Language = keyof typeof LANGUAGES
