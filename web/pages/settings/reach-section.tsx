// The address under which others find Porchlight, and whether browsers may come by HTTPS only.

import { Choice } from '../../parts/field.tsx'
import { SaveForm } from '../../parts/save-form.tsx'
import { toast } from '../../parts/toasts.tsx'
import { language, t } from '../../texts/t.ts'
import type { SettingOut } from '../../wire.ts'
import { Locked, SettingField } from '../hub/form-parts.tsx'
import { useHubSettings } from '../hub/use-hub-settings.ts'
import { SaveNote } from './save-note.tsx'

const DAY = 86_400
const FOR = [DAY, 30 * DAY, 365 * DAY]
const KEYS = ['public_url', 'hsts_seconds']

const numbers = new Intl.NumberFormat(language)

/** What is offered, and what somebody has set by another way. */
function ways(own: number | null): (readonly [string, string])[] {
  const lengths = [...new Set([...FOR, ...(own ? [own] : [])])].sort((a, b) => a - b)
  return [
    ['', t('settings.reach.hsts.none')],
    ...lengths.map((seconds) => [String(seconds), wordsOf(seconds)] as const),
    ['0', t('settings.reach.hsts.forget')],
  ]
}

const wordsOf = (seconds: number) =>
  seconds % DAY === 0
    ? t('settings.reach.hsts.days', { count: seconds / DAY })
    : t('settings.reach.hsts.for', { length: `${numbers.format(seconds)} s` })

export function ReachSection({ settings, onSaved }: { settings: readonly SettingOut[]; onSaved: () => void }) {
  const form = useHubSettings(settings, KEYS, () => {
    toast(t('settings.reach.saved'))
    onSaved()
  })
  const locked = form.lockedBy('hsts_seconds')
  return (
    <section class="panel pad" id="reach">
      <h2>{t('settings.reach')}</h2>
      <p class="note">{t('settings.reach.lead')}</p>
      <SaveForm save={form.save} canSave={form.isChanged} note={<SaveNote form={form} keys={KEYS} />}>
        <SettingField
          form={form}
          name="public_url"
          label={t('settings.reach.url')}
          help={t('settings.reach.url.help')}
          placeholder={t('settings.reach.url.example')}
          inputMode="url"
        />
        {locked !== null ? (
          <Locked label={t('settings.reach.hsts')} by={locked} />
        ) : (
          <div class="with-note">
            <Choice
              label={t('settings.reach.hsts')}
              value={form.text('hsts_seconds')}
              options={ways(settings.find(({ key }) => key === 'hsts_seconds')?.value as number | null)}
              onValue={(text) => form.set('hsts_seconds', text === '' ? null : Number(text))}
            />
            <p class="note">{t('settings.reach.hsts.help')}</p>
          </div>
        )}
      </SaveForm>
    </section>
  )
}
