// A picture that moves: of the first camera that can be seen, or of another one; where none comes, what to look at.
import { CircleCheck, LoaderCircle, TriangleAlert } from 'lucide-preact'
import { useCallback, useEffect, useState } from 'preact/hooks'
import { addressOf } from '../../base.ts'
import { channels, deviceList, deviceOf, isOut, loadChannels, pictures, titleOf } from '../../household.ts'
import type { PlayerState } from '../../parts/player/live-player.ts'
import { SelectField } from '../../parts/select-field.tsx'
import { Empty, FaultView, Waiting } from '../../parts/states.tsx'
import { useSaid } from '../../parts/use-said.ts'
import { t } from '../../texts/t.ts'
import type { ChannelOut } from '../../wire.ts'
import '../live/live.css'
import { LiveTile } from '../live/tile.tsx'
import { Here } from './find-step.tsx'
import { keep } from './setup.ts'
import { Onward } from './stepper.tsx'
import { after, type House } from './way.ts'

/** A recorder on another continent takes its time; a person begins to wonder. */
const LATE_MS = 12_000

export function PictureStep({ known }: { known: House }) {
  const [said, say] = useSaid('camera')
  const list = pictures.value
  const camera = list.find(({ id }) => String(id) === said) ?? list.find((one) => !isOut(one)) ?? list[0]
  const isDone = known.picture === 'done' && known.devices > 0
  return (
    <div class="welcome-step">
      <div class="welcome-head">
        <h2>{t('setup.picture')}</h2>
        <Onward
          to={after('picture', known)}
          isDone={isDone}
          {...(!isDone && { onLeave: () => keep({ picture: 'left' }) })}
        />
      </div>
      {camera ? <Watching key={camera.id} camera={camera} /> : <NoCamera />}
      {camera && list.length > 1 && (
        <SelectField
          label={t('setup.picture.camera')}
          value={camera.id}
          options={list.map((one) => [one.id, wordsOf(one)])}
          onValue={(id) => say(String(id))}
        />
      )}
    </div>
  )
}

function wordsOf({ name, device_id }: ChannelOut): string {
  const device = deviceOf(device_id)
  return device && deviceList.value.length > 1 ? `${name} · ${titleOf(device)}` : name
}

function Watching({ camera }: { camera: ChannelOut }) {
  const [phase, setPhase] = useState<PlayerState['phase']>('idle')
  const [isLate, setLate] = useState(false)
  const onPhase = useCallback(setPhase, [])
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), LATE_MS)
    return () => clearTimeout(timer)
  }, [])
  const isLive = phase === 'playing'
  useEffect(() => {
    if (isLive) keep({ picture: 'done' })
  }, [isLive])
  const isAway = isOut(camera)
  const isBad = isAway || phase === 'fault' || phase === 'unsupported' || (isLate && !isLive)
  return (
    <>
      <ul class="welcome-picture">
        <LiveTile channel={camera} device={deviceOf(camera.device_id)} onPhase={onPhase} />
      </ul>
      <p class="welcome-word" role="status">
        {isLive && !isAway ? (
          <>
            <CircleCheck class="good" aria-hidden="true" />
            <span>{t('setup.picture.moves', { camera: camera.name })}</span>
          </>
        ) : isBad ? (
          <>
            <TriangleAlert class="attention" aria-hidden="true" />
            <span>{t('setup.picture.none')}</span>
          </>
        ) : (
          <>
            <LoaderCircle aria-hidden="true" />
            <span>{t('player.starting')}</span>
          </>
        )}
      </p>
      {isBad && <p class="note">{t('setup.picture.none.do')}</p>}
    </>
  )
}

/** No device, or none that has told its cameras yet. */
function NoCamera() {
  const state = channels.value
  if (state.phase === 'fault') return <FaultView fault={state.fault} onRetry={() => void loadChannels()} />
  if (state.phase === 'loading') return <Waiting rows={3} />
  if (deviceList.value.length > 0)
    return (
      <>
        <p>{t('live.empty.waiting.do')}</p>
        <Here />
      </>
    )
  return (
    <Empty drawing="porch" title={t('live.empty')} text={t('live.empty.do')}>
      <a class="button primary" href={addressOf('/welcome/find')}>
        <span>{t('devices.add')}</span>
      </a>
    </Empty>
  )
}
