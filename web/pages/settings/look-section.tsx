// How the pages look in this browser.
import { Choice } from '../../parts/field.tsx'
import { t } from '../../texts/t.ts'
import { setTheme, theme } from '../../theme.ts'

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
    </section>
  )
}
