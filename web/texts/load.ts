// Loads the texts of one language, each a file of its own.
import type { Language } from './languages.ts'

type Texts = Readonly<Record<string, string>>

const FILES: Readonly<Record<Language, () => Promise<{ texts: Texts }>>> = {
  en: () => import('./whole/texts-en.ts'),
  de: () => import('./whole/texts-de.ts'),
  es: () => import('./whole/texts-es.ts'),
  fr: () => import('./whole/texts-fr.ts'),
  vi: () => import('./whole/texts-vi.ts'),
}

/** English, where the wanted one cannot be had: a page in another language is worth more than none. */
export async function loadTexts(wanted: Language): Promise<{ language: Language; texts: Texts }> {
  try {
    return { language: wanted, texts: (await FILES[wanted]()).texts }
  } catch {
    return { language: 'en', texts: (await FILES.en()).texts }
  }
}
