// Which alarms of a channel reach us, why some do not, and the button that mends it on the device.
import { CircleCheck, CircleHelp, TriangleAlert } from 'lucide-preact'
import { useCallback, useState } from 'preact/hooks'
import { addressOf } from '../../../base.ts'
import { Button } from '../../../parts/button.tsx'
import { FaultNote, Waiting } from '../../../parts/states.tsx'
import { useAsyncAction } from '../../../parts/use-async-action.ts'
import { useLoaded } from '../../../parts/use-loaded.ts'
import { mayManage } from '../../../session.ts'
import { hasText, t } from '../../../texts/t.ts'
import type { ChannelOut } from '../../../wire.ts'
import { ReadLine } from '../read-line.tsx'
import { asks, type Mended, type Source, type Sources } from './asks.ts'
import { MendDialog } from './mend-dialog.tsx'
import './sources.css'

const nameOf = ({ kind, label }: Pick<Source, 'kind' | 'label'>) => {
  const key = `kind.${kind}`
  return hasText(key) ? t(key as 'kind.motion') : label
}

export function SourcesPanel({ channel }: { channel: ChannelOut }) {
  const { id } = channel
  const { state, reload } = useLoaded(useCallback((signal: AbortSignal) => asks.sources(id, signal), [id]))
  const [mending, setMending] = useState<Source | null>(null)
  const [done, setDone] = useState<{ kind: string; mended: Mended } | null>(null)
  const read = useAsyncAction(
    () => asks.readAnew(id),
    () => {
      setDone(null)
      reload()
    },
  )
  return (
    <section class="panel pad" id="alarms" aria-label={t('sources.title')}>
      <h2>{t('sources.title')}</h2>
      <p class="note">{t('sources.lead')}</p>
      {state.phase === 'loading' && <Waiting rows={2} />}
      {state.phase === 'fault' && <FaultNote fault={state.fault} />}
      {state.phase === 'ready' && (
        <>
          {state.value.readable && <ReadLine readAt={state.value.read_at} action={read} />}
          {done && <Became kind={done.kind} mended={done.mended} />}
          <Rows sources={state.value} deviceId={channel.device_id} onMend={setMending} />
        </>
      )}
      {mending && (
        <MendDialog
          channelId={id}
          source={mending}
          kind={nameOf(mending)}
          onClose={() => setMending(null)}
          onDone={(mended) => {
            setDone({ kind: nameOf(mending), mended })
            setMending(null)
            reload()
          }}
        />
      )}
    </section>
  )
}

function Became({ kind, mended }: { kind: string; mended: Mended }) {
  const restart = mended.reboot_required && <p>{t('channels.reboot')}</p>
  if (mended.ignored.length)
    return (
      <div class="note attention boxed" role="alert">
        <TriangleAlert aria-hidden="true" /> <span>{t('sources.ignored')}</span>
        {restart}
      </div>
    )
  return (
    <div class="note" role="status">
      <p class="good">{t('sources.written', { kind })}</p>
      {restart}
    </div>
  )
}

interface RowsProps {
  sources: Sources
  deviceId: number
  onMend: (source: Source) => void
}

function Rows({ sources, deviceId, onMend }: RowsProps) {
  return (
    <>
      {sources.reason && (
        <div class="note attention boxed">
          <TriangleAlert aria-hidden="true" />
          <span>
            {sources.reason.text}{' '}
            {mayManage.value && <a href={addressOf(`/devices/${deviceId}/users`)}>{t('sources.users')}</a>}
          </span>
        </div>
      )}
      {sources.data.length === 0 && !sources.reason && <p class="note">{t('sources.none')}</p>}
      <ul class="sources">
        {sources.data.map((source) => (
          <li key={source.kind} data-well={source.reason === null && source.notifies === true}>
            <Mark source={source} />
            <div>
              <strong>{nameOf(source)}</strong>
              <p class={source.reason ? 'note attention' : 'note'}>
                {source.reason
                  ? t(`sources.${source.reason.code}`)
                  : source.notifies
                    ? t('sources.well')
                    : sources.read_at || !sources.readable
                      ? t('sources.cannot')
                      : t('sources.unknown')}
              </p>
              {source.reason && !sources.reason && <p class="note">{t(`sources.${source.reason.code}.why`)}</p>}
            </div>
            {source.reason?.mendable && mayManage.value && (
              <Button
                aria-label={t('sources.mend.label', { kind: nameOf(source) })}
                aria-haspopup="dialog"
                onClick={() => onMend(source)}
              >
                {t('sources.mend')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </>
  )
}

function Mark({ source }: { source: Source }) {
  if (source.reason) return <TriangleAlert class="attention" aria-hidden="true" />
  if (source.notifies) return <CircleCheck class="good" aria-hidden="true" />
  return <CircleHelp aria-hidden="true" />
}
