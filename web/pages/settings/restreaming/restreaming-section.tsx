// The program that hands video on: which, where its API is, where others reach it, and whether it has our cameras. The founder's.
import { CircleCheck, TriangleAlert } from 'lucide-preact'
import type { RestreamerOut } from '../../../../core/api/restreamer.wire.ts'
import { api, ask } from '../../../api.ts'
import type { Answer } from '../../../client.ts'
import { Choice, Field } from '../../../parts/field.tsx'
import { SaveForm } from '../../../parts/save-form.tsx'
import { FaultNote, Waiting } from '../../../parts/states.tsx'
import { toast } from '../../../parts/toasts.tsx'
import { useLoaded } from '../../../parts/use-loaded.ts'
import { t } from '../../../texts/t.ts'
import { moment, now } from '../../../times.ts'
import type { SettingOut } from '../../../wire.ts'
import { SettingField } from '../../hub/form-parts.tsx'
import { useHubSettings } from '../../hub/use-hub-settings.ts'
import { useFresh } from '../../system/use-fresh.ts'

const KEY = 'restreamer'
const PASSWORD = 'restreamer_password'
/** In the order of writing: who is asked next is shown the right password. */
const KEYS = [PASSWORD, KEY]
const NAMES = { mediamtx: 'MediaMTX', go2rtc: 'go2rtc' } as const
/** As they are where nobody has set them otherwise. */
const USUAL = {
  mediamtx: { api: 'http://127.0.0.1:9997', webrtc: 'http://nas.local:8889' },
  go2rtc: { api: 'http://127.0.0.1:1984', webrtc: 'http://nas.local:1984' },
} as const
const USUAL_RTSP = 'rtsp://nas.local:8554'
const ASKED_MS = 5000

interface Chosen {
  kind: 'off' | keyof typeof NAMES
  api: string | null
  username: string | null
  rtsp: string | null
  webrtc: string | null
}

const FIELDS = ['api', 'username', 'rtsp', 'webrtc'] as const

const OFF: Chosen = { kind: 'off', api: null, username: null, rtsp: null, webrtc: null }
const asChosen = (value: unknown): Chosen => ({ ...OFF, ...(value as Partial<Chosen> | undefined) })

async function loadState(signal: AbortSignal): Promise<Answer<RestreamerOut>> {
  const answer = await ask<{ data: RestreamerOut }>('/api/restreamer', { signal })
  return answer.kind === 'ok' ? { kind: 'ok', data: answer.data.data } : answer
}

export function RestreamingSection() {
  const { state, reload } = useLoaded(api.settings)
  return (
    <section class="panel pad" id="restreaming">
      <h2>{t('restream')}</h2>
      <p class="note">{t('restream.lead')}</p>
      {state.phase === 'loading' && <Waiting rows={2} />}
      {state.phase === 'fault' && <FaultNote fault={state.fault} />}
      {state.phase === 'ready' && (
        <>
          {asChosen(state.value.find(({ key }) => key === KEY)?.value).kind !== 'off' && <Standing />}
          <Form settings={state.value} onSaved={reload} />
        </>
      )}
    </section>
  )
}

function Form({ settings, onSaved }: { settings: readonly SettingOut[]; onSaved: () => void }) {
  const form = useHubSettings(settings, KEYS, () => {
    toast(t('restream.saved'))
    onSaved()
  })
  const chosen = asChosen(form.value(KEY))
  const usual = chosen.kind === 'off' ? null : USUAL[chosen.kind]
  const set = (change: Partial<Chosen>) => form.set(KEY, { ...chosen, ...change })
  const refused = form.save.fault?.problems[0]
  const isAtField = FIELDS.some((name) => refused?.path.endsWith(`.${name}`))
  const field = (name: (typeof FIELDS)[number]) => ({
    value: chosen[name] ?? '',
    onValue: (text: string) => set({ [name]: text.trim() === '' ? null : text.trim() }),
    autocomplete: 'off' as const,
    problem: refused?.path.endsWith(`.${name}`) ? refused.message : undefined,
  })
  return (
    <SaveForm save={form.save} canSave={form.isChanged} note={!isAtField && <FaultNote fault={form.save.fault} />}>
      <Choice
        label={t('restream.kind')}
        value={chosen.kind}
        options={[['off', t('restream.off')], ...Object.entries(NAMES)] as const}
        onValue={(kind) => set({ kind: kind as Chosen['kind'] })}
      />
      {usual && (
        <>
          <Field
            {...field('api')}
            label={t('restream.api')}
            help={t('restream.api.help')}
            placeholder={usual.api}
            inputMode="url"
          />
          <Field {...field('username')} label={t('hub.user')} />
          <SettingField form={form} name={PASSWORD} label={t('hub.password')} type="password" />
          <Field
            {...field('rtsp')}
            label={t('restream.rtsp')}
            help={t('restream.others.help')}
            placeholder={USUAL_RTSP}
            inputMode="url"
          />
          <Field {...field('webrtc')} label={t('restream.webrtc')} placeholder={usual.webrtc} inputMode="url" />
        </>
      )}
    </SaveForm>
  )
}

function Standing() {
  const { value, fault } = useFresh(loadState, ASKED_MS)
  if (!value) return <FaultNote fault={fault} />
  const time = value.since === null ? '' : moment(new Date(value.since), now.value)
  if (value.connected === null) return <p class="note">{t('restream.asking')}</p>
  if (!value.connected) return <Amiss text={t(`restream.trouble.${value.trouble ?? 'silent'}`, { time })} />
  return (
    <>
      <p class="restreaming-well" role="status">
        <CircleCheck class="good" aria-hidden="true" /> {t('restream.there', { count: value.paths, time })}
      </p>
      {value.untaken > 0 && <Amiss text={t('restream.untaken', { count: value.untaken })} />}
      {value.refused > 0 && <Amiss text={t('restream.refused', { count: value.refused })} />}
    </>
  )
}

function Amiss({ text }: { text: string }) {
  return (
    <p class="note bad boxed" role="status">
      <TriangleAlert /> <span>{text}</span>
    </p>
  )
}
