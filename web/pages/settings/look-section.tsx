// How the pages look in this browser, which language they speak, and whose clock they go by.
import { Choice } from '../../parts/field.tsx'
import { LanguageSelect } from '../../parts/language-select.tsx'
import { t } from '../../texts/t.ts'
import { setTheme, theme } from '../../theme.ts'
import { ZoneChoice } from './zone-choice.tsx'

export function LookSection() {
  return (
    <section class="panel pad" id="look">
      <h2>{t('settings.look')}</h2>
      <p class="note">{t('settings.look.lead')}</p>
      <Choice
        label={t('settings.look.theme')}
        value={theme.value}
        options={[
          ['system', t('settings.look.system')],
          ['dark', t('settings.look.dark')],
          ['light', t('settings.look.light')],
        ]}
        onValue={setTheme}
      />
      <LanguageSelect help={t('settings.look.language.help')} />
      <ZoneChoice />
      <p class="note">{t('settings.look.zone.help')}</p>
    </section>
  )
}
