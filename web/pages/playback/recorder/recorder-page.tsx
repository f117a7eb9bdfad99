// What Porchlight records itself: each camera, what of it, how long it stays, and what it does at this moment.
import { Pencil } from 'lucide-preact'
import { useEffect, useState } from 'preact/hooks'
import { channels, deviceList, devices, titleOf } from '../../../household.ts'
import { Button, IconButton } from '../../../parts/button.tsx'
import { ChosenBar, Pick } from '../../../parts/chosen-bar.tsx'
import { Page } from '../../../parts/page.tsx'
import { Empty, FaultView, Waiting } from '../../../parts/states.tsx'
import { useChosen } from '../../../parts/use-chosen.ts'
import { useLoaded } from '../../../parts/use-loaded.ts'
import { mayManage } from '../../../session.ts'
import { t } from '../../../texts/t.ts'
import { now } from '../../../times.ts'
import type { ChannelOut } from '../../../wire.ts'
import { PlaybackTabs } from '../playback-tabs.tsx'
import '../recordings/recordings.css'
import '../rules/rules.css'
import { loadRecorder, type RecorderOut } from './asks.ts'
import { RecorderDialog } from './recorder-dialog.tsx'
import { nowWords, recorderWords } from './words.ts'

interface Camera {
  channel: ChannelOut
  rule: RecorderOut
}

export function RecorderPage() {
  const { state, reload } = useLoaded(loadRecorder)
  // What each does at this moment is asked again with the clock of the page, while somebody looks.
  const tick = now.value
  const [first] = useState(tick)
  useEffect(() => {
    if (tick !== first && document.visibilityState === 'visible') reload()
  }, [tick, first, reload])
  const isLoading = channels.value.phase !== 'ready' || devices.value.phase === 'loading'
  return (
    <Page title={t('nav.playback')}>
      <PlaybackTabs here="recorder" />
      <div class="recordings">
        <p class="note">{t('recorder.lead')}</p>
        {state.phase === 'loading' || isLoading ? (
          <Waiting rows={4} />
        ) : state.phase === 'fault' ? (
          <FaultView fault={state.fault} onRetry={reload} />
        ) : (
          <Cameras rules={state.value} onChanged={reload} />
        )}
      </div>
    </Page>
  )
}

function Cameras({ rules, onChanged }: { rules: readonly RecorderOut[]; onChanged: () => void }) {
  const [edited, setEdited] = useState<readonly Camera[]>([])
  const known = channels.value.phase === 'ready' ? channels.value.value : []
  const cameras = rules.flatMap((rule): Camera[] => {
    const channel = known.find(({ id }) => id === rule.channel_id)
    return channel ? [{ channel, rule }] : []
  })
  const { items: chosen, ...pick } = useChosen(cameras, ({ channel }) => channel.id)
  if (cameras.length === 0) return <Empty drawing="recorder" title={t('recorder.none')} text={t('recorder.none.do')} />
  return (
    <>
      {deviceList.value.map((device) => {
        const own = cameras.filter(({ channel }) => channel.device_id === device.id)
        return own.length === 0 ? null : (
          <section key={device.id} aria-labelledby={`recorder-${device.id}`}>
            <h2 id={`recorder-${device.id}`}>{titleOf(device)}</h2>
            <ul class="panel rows">
              {own.map((camera) => (
                <Row
                  key={camera.channel.id}
                  camera={camera}
                  chosen={pick.has(camera.channel.id)}
                  onChosen={(on) => pick.toggle(camera.channel.id, on)}
                  onEdit={() => setEdited([camera])}
                />
              ))}
            </ul>
          </section>
        )
      })}
      {chosen.length > 0 && (
        <ChosenBar words={t('rules.chosen', { count: chosen.length })} onNone={() => pick.all(false)}>
          {chosen.length < cameras.length && <Button onClick={() => pick.all(true)}>{t('find.all')}</Button>}
          <Button look="primary" icon={<Pencil />} onClick={() => setEdited(chosen)}>
            {t('recorder.edit.some')}
          </Button>
        </ChosenBar>
      )}
      {edited.length > 0 && (
        <RecorderDialog
          cameras={edited}
          onClose={() => setEdited([])}
          onChanged={() => {
            pick.all(false)
            onChanged()
          }}
        />
      )}
    </>
  )
}

interface RowProps {
  camera: Camera
  chosen: boolean
  onChosen: (on: boolean) => void
  onEdit: () => void
}

function Row({ camera: { channel, rule }, chosen, onChosen, onEdit }: RowProps) {
  const { name } = channel
  const doing = nowWords(rule)
  return (
    <li class="recording rule">
      {mayManage.value && <Pick label={t('chosen.one', { name })} checked={chosen} onChecked={onChosen} />}
      <div class="recording-words">
        <strong>{name}</strong>
        <p class="note">{[...recorderWords(rule), ...(doing ? [doing] : [])].join(' · ')}</p>
        {rule.state.problem && <p class="note attention">{rule.state.problem}</p>}
      </div>
      {mayManage.value && (
        <div class="recording-actions">
          <IconButton label={t('recorder.edit', { name })} onClick={onEdit}>
            <Pencil />
          </IconButton>
        </div>
      )}
    </li>
  )
}
