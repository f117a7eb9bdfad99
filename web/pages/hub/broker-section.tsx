// Where the hub's broker is, and how we sign in to it.
import { useState } from 'preact/hooks'
import { api } from '../../api.ts'
import { hub } from '../../household.ts'
import { Button } from '../../parts/button.tsx'
import { Confirm } from '../../parts/dialog.tsx'
import { FaultNote } from '../../parts/states.tsx'
import { toast } from '../../parts/toasts.tsx'
import { useAsyncAction } from '../../parts/use-async-action.ts'
import { t } from '../../texts/t.ts'
import type { SettingOut } from '../../wire.ts'
import { SettingField, SettingLines } from './form-parts.tsx'
import { useHubSettings } from './use-hub-settings.ts'

/** The address last: the first try to connect has all that it needs. */
const KEYS = ['mqtt_ca', 'mqtt_certificate', 'mqtt_key', 'mqtt_user', 'mqtt_password', 'mqtt_url'] as const

interface Props {
  settings: readonly SettingOut[]
  onSaved: () => void
}

export function BrokerSection({ settings, onSaved }: Props) {
  const form = useHubSettings(settings, KEYS, () => {
    toast(t('hub.broker.saved'))
    onSaved()
  })
  const isKept = (key: string) => settings.some((one) => one.key === key && one.value === '***')
  const isSet = isKept('mqtt_url') && form.lockedBy('mqtt_url') === null
  return (
    <section class="panel pad hub-page" id="broker">
      <h2>{t('hub.broker')}</h2>
      <form
        class="form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void form.save.run()
        }}
      >
        <SettingField
          form={form}
          name="mqtt_url"
          label={t('hub.url')}
          help={isSet ? t('hub.kept') : t('hub.url.help')}
          inputMode="url"
          placeholder={hub.value?.url ?? 'mqtt://homeassistant.local:1883'}
        />
        <SettingField form={form} name="mqtt_user" label={t('hub.user')} />
        <SettingField
          form={form}
          name="mqtt_password"
          label={t('hub.password')}
          type="password"
          help={isKept('mqtt_password') ? t('hub.kept') : undefined}
        />
        <details class="more">
          <summary>{t('hub.tls')}</summary>
          <div class="form">
            <p class="note">{t('hub.tls.lead')}</p>
            <SettingLines form={form} name="mqtt_ca" label={t('hub.ca')} />
            <SettingLines form={form} name="mqtt_certificate" label={t('hub.certificate')} />
            <SettingLines
              form={form}
              name="mqtt_key"
              label={t('hub.key')}
              help={isKept('mqtt_key') ? t('hub.kept') : undefined}
            />
          </div>
        </details>
        <FaultNote fault={form.save.fault} />
        <div class="actions">
          <Button type="submit" pending={form.save.pending} disabled={!form.isChanged}>
            {t('do.save')}
          </Button>
          {isSet && <Disconnect onDone={onSaved} />}
        </div>
      </form>
    </section>
  )
}

/** With a question: the password and the key are forgotten, and we never show them, so nothing here could put them back. */
function Disconnect({ onDone }: { onDone: () => void }) {
  const [asking, setAsking] = useState(false)
  const end = useAsyncAction(
    async () => {
      // The address first: what was announced is cleared with the login that is still there.
      for (const key of KEYS.toReversed()) {
        const answer = await api.setSetting(key, null)
        if (answer.kind !== 'ok') return answer
      }
      return { kind: 'ok', data: null } as const
    },
    () => {
      setAsking(false)
      toast(t('hub.disconnected'))
      onDone()
    },
  )
  return (
    <>
      <Button look="quiet" aria-haspopup="dialog" onClick={() => setAsking(true)}>
        {t('hub.disconnect')}
      </Button>
      {asking && (
        <Confirm
          title={t('hub.disconnect.title')}
          text={t('hub.disconnect.text')}
          does={t('hub.disconnect')}
          action={end}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  )
}
