// The settings of one channel as the device last told them, what became of a change, and the way to change them.
import { Check, SlidersHorizontal } from 'lucide-preact'
import { useCallback, useState } from 'preact/hooks'
import { Button } from '../../../parts/button.tsx'
import { FaultView, Waiting } from '../../../parts/states.tsx'
import { useAsyncAction } from '../../../parts/use-async-action.ts'
import { useLoaded } from '../../../parts/use-loaded.ts'
import { mayManage } from '../../../session.ts'
import { t } from '../../../texts/t.ts'
import type { ChannelOut } from '../../../wire.ts'
import { ReadLine } from '../read-line.tsx'
import { asks, type Changed, type Settings } from './asks.ts'
import { type Change, fieldOfName, fieldsOf, ownOf, wordsOf } from './draft.ts'
import { nameOf } from './field-names.ts'
import { SettingsForm } from './settings-form.tsx'

/** What was asked of the device, and what it said to that. */
export interface Outcome {
  asked: Change[]
  answer: Changed
}

export function ChannelSettings({ channel }: { channel: ChannelOut }) {
  const { id, device_id } = channel
  const ask = useCallback((signal: AbortSignal) => asks.settings({ id, device_id }, signal), [id, device_id])
  const { state, reload } = useLoaded(ask)
  const [changing, setChanging] = useState(false)
  const [outcome, setOutcome] = useState<Outcome | null>(null)
  const read = useAsyncAction(
    () => asks.readAnew(channel),
    () => {
      setOutcome(null)
      reload()
    },
  )
  if (state.phase === 'loading') return <Waiting rows={3} />
  if (state.phase === 'fault')
    return (
      <section class="panel pad">
        <FaultView fault={state.fault} onRetry={reload} />
      </section>
    )
  const settings = state.value
  return (
    <section class="panel pad channel-settings" aria-label={channel.name}>
      <h2>{channel.name}</h2>
      <ReadLine readAt={settings.read_at} action={read} />
      {outcome && <Became outcome={outcome} settings={settings} />}
      {changing ? (
        <SettingsForm
          channel={channel}
          settings={settings}
          onAsked={reload}
          onWritten={(done) => {
            setOutcome(done)
            setChanging(false)
          }}
          onClose={() => setChanging(false)}
        />
      ) : (
        <>
          <dl class="facts">
            {fieldsOf(settings, {}).map((field) => (
              <div key={field}>
                <dt>{nameOf(field, settings.video_codec)}</dt>
                <dd>{wordsOf(field, ownOf(settings, field))}</dd>
              </div>
            ))}
          </dl>
          {mayManage.value && (
            <div class="actions">
              <Button
                icon={<SlidersHorizontal />}
                onClick={() => {
                  setOutcome(null)
                  setChanging(true)
                }}
              >
                {t('channels.change')}
              </Button>
            </div>
          )}
        </>
      )}
    </section>
  )
}

/** Nobody has to believe a write: what the device has now stands beside what it was asked. */
function Became({ outcome: { asked, answer }, settings }: { outcome: Outcome; settings: Settings }) {
  const fields = new Set((answer.ignored ?? []).map(fieldOfName))
  const kept = asked.filter(({ field }) => fields.has(field))
  const restart = answer.reboot_required && <p>{t('channels.reboot')}</p>
  if (kept.length === 0)
    return (
      <div class="note became" role="status">
        <p class="good">
          <Check aria-hidden="true" /> {t('channels.written')}
        </p>
        {restart}
      </div>
    )
  return (
    <div class="note attention boxed became" role="alert">
      <div>
        <p>{t('channels.ignored')}</p>
        <ul>
          {kept.map(({ field, after }) => (
            <li key={field}>
              {t('channels.ignored.one', {
                field: nameOf(field, settings.video_codec),
                asked: wordsOf(field, after),
                has: wordsOf(field, ownOf(settings, field)),
              })}
            </li>
          ))}
        </ul>
        {restart}
      </div>
    </div>
  )
}
