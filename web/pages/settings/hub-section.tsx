// The link to the home hub: its state, and the broker's address.
import { CircleCheck, Unplug } from 'lucide-preact'
import { useEffect, useState } from 'preact/hooks'
import { api } from '../../api.ts'
import { hub, loadHub } from '../../household.ts'
import { Button } from '../../parts/button.tsx'
import { Field } from '../../parts/field.tsx'
import { FaultNote } from '../../parts/states.tsx'
import { toast } from '../../parts/toasts.tsx'
import { useAsyncAction } from '../../parts/use-async-action.ts'
import { useLoaded } from '../../parts/use-loaded.ts'
import { person } from '../../session.ts'
import { hasText, t } from '../../texts/t.ts'
import { moment, now } from '../../times.ts'
import type { HubOut } from '../../wire.ts'

const EVERY_MS = 10_000

export function HubSection() {
  useEffect(() => {
    void loadHub()
    const timer = setInterval(() => void loadHub(), EVERY_MS)
    return () => clearInterval(timer)
  }, [])
  const state = hub.value
  if (!state) return null
  return (
    <section class="panel pad">
      <h2>{t('settings.hub')}</h2>
      <p class="note">{t('settings.hub.lead')}</p>
      <HubState state={state} />
      {person.value?.founder && <BrokerForm state={state} />}
    </section>
  )
}

function HubState({ state }: { state: HubOut }) {
  if (state.url === null)
    return (
      <p class="hub-state">
        <Unplug aria-hidden="true" />
        <span>
          <strong>{t('settings.hub.none')}</strong>
        </span>
      </p>
    )
  const key = `settings.hub.discovery.${state.discovery}`
  const discovery = hasText(key) ? t(key as 'settings.hub.discovery.off') : state.discovery
  return (
    <>
      <p class="hub-state">
        {state.connected ? <CircleCheck class="good" aria-hidden="true" /> : <Unplug class="bad" aria-hidden="true" />}
        <span>
          <strong class={state.connected ? 'good' : 'bad'}>
            {state.connected ? t('settings.hub.connected') : t('settings.hub.disconnected')}
          </strong>{' '}
          {state.since && t('time.since', { time: moment(new Date(state.since), now.value) })}
        </span>
      </p>
      {!state.connected && state.last_error && <p>{state.last_error}</p>}
      <p class="note">
        {t('settings.hub.broker')} {state.url} · {t('settings.hub.topics')} {state.prefix}/{state.node_id} ·{' '}
        {t('settings.hub.discovery')} {discovery}
      </p>
    </>
  )
}

function BrokerForm({ state }: { state: HubOut }) {
  const settings = useLoaded(api.settings)
  const [url, setUrl] = useState('')
  const save = useAsyncAction(
    () => api.setSetting('mqtt_url', url.trim()),
    () => {
      setUrl('')
      toast(t('settings.hub.saved'))
      void loadHub()
    },
  )
  const setting =
    settings.state.phase === 'ready' ? settings.state.value.find((one) => one.key === 'mqtt_url') : undefined
  if (!setting) return null
  if (setting.locked)
    return <p class="note">{t('settings.hub.url.locked', { name: setting.locked_by ?? 'PORCHLIGHT_MQTT_URL' })}</p>
  return (
    <form
      class="form"
      onSubmit={(event) => {
        event.preventDefault()
        void save.run()
      }}
    >
      <Field
        label={t('settings.hub.url')}
        value={url}
        onValue={setUrl}
        inputMode="url"
        autocomplete="off"
        placeholder={state.url ?? 'mqtt://homeassistant.local:1883'}
        help={state.url === null ? t('settings.hub.none.do') : t('settings.hub.url.help')}
        problem={save.problem('value')}
      />
      <FaultNote fault={save.fault} />
      <div class="actions">
        <Button type="submit" pending={save.pending} disabled={url.trim() === ''}>
          {t('do.save')}
        </Button>
      </div>
    </form>
  )
}
