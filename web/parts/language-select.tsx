// The language of the pages in this browser. Another one loads the page anew, where one is.
import { keepLanguage, keptLanguage, ownLanguages } from '../texts/language-kept.ts'
import { bestOf, isLanguage, LANGUAGES, type Language } from '../texts/languages.ts'
import { t } from '../texts/t.ts'
import { SelectField } from './select-field.tsx'

const NAMES = Object.entries(LANGUAGES).flatMap(([code, name]): [Language, string][] =>
  isLanguage(code) ? [[code, name]] : [],
)

export function LanguageSelect({ help }: { help?: string }) {
  return (
    <SelectField
      label={t('settings.look.language')}
      help={help}
      value={keptLanguage()}
      options={[[null, t('settings.look.language.own', { language: LANGUAGES[bestOf(ownLanguages())] })], ...NAMES]}
      onValue={(language) => {
        keepLanguage(language)
        location.reload()
      }}
    />
  )
}
