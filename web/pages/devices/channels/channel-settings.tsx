// The settings of one channel as the device last told them, what became of a change, and the way to change them.
import { SlidersHorizontal } from 'lucide-preact'
import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import { Button } from '../../../parts/button.tsx'
import { FaultView, Waiting } from '../../../parts/states.tsx'
import { useAsyncAction } from '../../../parts/use-async-action.ts'
import { useLoaded } from '../../../parts/use-loaded.ts'
import { mayManage } from '../../../session.ts'
import { t } from '../../../texts/t.ts'
import type { ChannelOut } from '../../../wire.ts'
import { ReadLine } from '../read-line.tsx'
import { asks } from './asks.ts'
import { Became, type Outcome } from './became.tsx'
import { fieldsOf, ownOf } from './draft.ts'
import { SettingsForm } from './settings-form.tsx'
import { nameOf, wordsOf } from './words.ts'

export function ChannelSettings({ channel }: { channel: ChannelOut }) {
  const { id, device_id } = channel
  const ask = useCallback((signal: AbortSignal) => asks.settings({ id, device_id }, signal), [id, device_id])
  const { state, reload } = useLoaded(ask)
  const [changing, setChanging] = useState(false)
  const [outcome, setOutcome] = useState<Outcome | null>(null)
  const panel = useRef<HTMLElement>(null)
  const wasChanging = useRef(false)
  // The button that was pressed is gone: the keyboard goes on where it led to.
  useEffect(() => {
    if (wasChanging.current !== changing) panel.current?.focus({ preventScroll: true })
    wasChanging.current = changing
  }, [changing])
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
    <section class="panel pad channel-settings" aria-label={channel.name} tabIndex={-1} ref={panel}>
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
