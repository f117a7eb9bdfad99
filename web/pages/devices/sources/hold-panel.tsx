// How long the alarms of a channel last, kind by kind, and changing it for this channel alone.
import { useCallback, useState } from 'preact/hooks'
import { ask } from '../../../api.ts'
import { Button } from '../../../parts/button.tsx'
import { FaultNote, Waiting } from '../../../parts/states.tsx'
import { toast } from '../../../parts/toasts.tsx'
import { useLoaded } from '../../../parts/use-loaded.ts'
import { mayManage } from '../../../session.ts'
import { hasText, language, t } from '../../../texts/t.ts'
import type { ChannelOut } from '../../../wire.ts'
import { HoldDialog } from './hold-dialog.tsx'
import type { ChannelHold, Holds } from './holds.ts'
import './sources.css'

const numbers = new Intl.NumberFormat(language)

function nameOf({ kind, label }: ChannelHold): string {
  const key = `kind.${kind}`
  return hasText(key) ? t(key as 'kind.motion') : label
}

export function HoldPanel({ channel: { id } }: { channel: ChannelOut }) {
  const at = `/api/channels/${id}/alarm-holds`
  const { state, reload } = useLoaded(useCallback((signal: AbortSignal) => ask<Holds>(at, { signal }), [at]))
  const [changing, setChanging] = useState<ChannelHold | null>(null)
  if (state.phase === 'ready' && state.value.data.length === 0) return null
  return (
    <section class="panel pad" id="holds" aria-label={t('holds.title')}>
      <h2>{t('holds.title')}</h2>
      <p class="note">{t('holds.lead')}</p>
      {state.phase === 'loading' && <Waiting rows={2} />}
      {state.phase === 'fault' && <FaultNote fault={state.fault} />}
      {state.phase === 'ready' && (
        <ul class="sources">
          {state.value.data.map((one) => (
            <li key={one.kind}>
              <div>
                <strong>{nameOf(one)}</strong>
                <p class="note">{lasting(one)}</p>
                {one.own && <p class="note">{t('holds.own')}</p>}
              </div>
              {mayManage.value && (
                <Button
                  aria-label={t('holds.change.label', { kind: nameOf(one) })}
                  aria-haspopup="dialog"
                  onClick={() => setChanging(one)}
                >
                  {t('holds.change')}
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      {changing && (
        <HoldDialog
          at={`${at}/${changing.kind}`}
          hold={changing}
          kind={nameOf(changing)}
          onClose={() => setChanging(null)}
          onDone={() => {
            setChanging(null)
            toast(t('holds.saved'))
            reload()
          }}
        />
      )}
    </section>
  )
}

function lasting({ own, usual }: ChannelHold): string {
  const seconds = own?.hold ?? usual.hold
  return seconds === 0 ? t('holds.device') : t('holds.after', { seconds: numbers.format(seconds) })
}
