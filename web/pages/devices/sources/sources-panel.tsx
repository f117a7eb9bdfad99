// Which alarms of a channel, or of a device itself, reach us, why some do not, and the button that mends it on the device.
import { Bell, CircleCheck, CircleHelp, TriangleAlert } from 'lucide-preact'
import { useCallback, useMemo, useState } from 'preact/hooks'
import { addressOf } from '../../../base.ts'
import { Button } from '../../../parts/button.tsx'
import { FaultNote, Waiting } from '../../../parts/states.tsx'
import { useAsyncAction } from '../../../parts/use-async-action.ts'
import { useLoaded } from '../../../parts/use-loaded.ts'
import { mayManage } from '../../../session.ts'
import { hasText, t } from '../../../texts/t.ts'
import type { ChannelOut, DeviceOut } from '../../../wire.ts'
import { ReadLine } from '../read-line.tsx'
import { channelAsks, deviceAsks, type Mended, type Source, type SourceAsks, type Sources } from './asks.ts'
import { MendDialog } from './mend-dialog.tsx'
import './sources.css'

const nameOf = ({ kind, label }: Pick<Source, 'kind' | 'label'>) => {
  const key = `kind.${kind}`
  return hasText(key) ? t(key as 'kind.motion') : label
}

interface Words {
  title: string
  lead: string
  none: string
  /** Of a device that cannot be asked whether its alarms are switched on. */
  untold: string
  /** Before something is mended. */
  stays: string
}

const words = {
  channel: {
    title: t('sources.title'),
    lead: t('sources.lead'),
    none: t('sources.none'),
    untold: t('sources.untold'),
    stays: t('sources.mend.text'),
  },
  device: {
    title: t('sources.device.title'),
    lead: t('sources.device.lead'),
    none: t('sources.device.none'),
    untold: t('sources.device.untold'),
    stays: t('sources.device.mend.text'),
  },
} satisfies Record<string, Words>

export function SourcesPanel({ channel: { id, device_id } }: { channel: ChannelOut }) {
  const asks = useMemo(() => channelAsks(id), [id])
  return <Panel asks={asks} deviceId={device_id} words={words.channel} />
}

/** Most devices that cannot be asked about their alarms have none of their own either, and nothing is shown then. */
export function DeviceSourcesPanel({ device: { id } }: { device: DeviceOut }) {
  const asks = useMemo(() => deviceAsks(id), [id])
  return <Panel asks={asks} deviceId={id} words={words.device} hidesNone />
}

interface PanelProps {
  asks: SourceAsks
  deviceId: number
  words: Words
  hidesNone?: boolean
}

function Panel({ asks, deviceId, words, hidesNone = false }: PanelProps) {
  const { state, reload } = useLoaded(useCallback((signal: AbortSignal) => asks.sources(signal), [asks]))
  const [mending, setMending] = useState<Source | null>(null)
  const [done, setDone] = useState<{ kind: string; mended: Mended } | null>(null)
  const read = useAsyncAction(
    () => asks.readAnew(),
    () => {
      setDone(null)
      reload()
    },
  )
  const told = state.phase === 'ready' ? state.value : null
  const isUntold = told !== null && !told.readable && told.data.length > 0
  const isNone = told !== null && !told.readable && told.data.length === 0 && !told.reason
  if (hidesNone && (isNone || state.phase === 'loading')) return null
  return (
    <section class="panel pad" id="alarms" aria-label={words.title}>
      <h2>{words.title}</h2>
      <p class="note">{isUntold ? words.untold : words.lead}</p>
      {state.phase === 'loading' && <Waiting rows={2} />}
      {state.phase === 'fault' && <FaultNote fault={state.fault} />}
      {state.phase === 'ready' && (
        <>
          {state.value.readable && <ReadLine readAt={state.value.read_at} action={read} />}
          {done && <Became kind={done.kind} mended={done.mended} />}
          <Rows sources={state.value} deviceId={deviceId} none={words.none} onMend={setMending} />
        </>
      )}
      {mending && (
        <MendDialog
          asks={asks}
          source={mending}
          lead={words.stays}
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
  /** Said where the device names none. */
  none: string
  onMend: (source: Source) => void
}

function Rows({ sources, deviceId, none, onMend }: RowsProps) {
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
      {sources.data.length === 0 && !sources.reason && <p class="note">{none}</p>}
      <ul class="sources">
        {sources.data.map((source) => (
          <li key={source.kind} data-well={source.reason === null && source.notifies === true}>
            <Mark source={source} readable={sources.readable} />
            <div>
              <strong>{nameOf(source)}</strong>
              <Standing source={source} sources={sources} />
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

function Standing({ source, sources }: { source: Source; sources: Sources }) {
  if (source.reason) return <p class="note attention">{t(`sources.${source.reason.code}`)}</p>
  if (source.notifies) return <p class="note">{t('sources.well')}</p>
  // Said once, above all of them.
  if (!sources.readable) return null
  return <p class="note">{sources.read_at ? t('sources.cannot') : t('sources.unknown')}</p>
}

function Mark({ source, readable }: { source: Source; readable: boolean }) {
  if (source.reason) return <TriangleAlert class="attention" aria-hidden="true" />
  if (source.notifies) return <CircleCheck class="good" aria-hidden="true" />
  if (!readable) return <Bell aria-hidden="true" />
  return <CircleHelp aria-hidden="true" />
}
