// Moves the camera of the big picture: eight directions and zoom while they are held, presets, and home.
import {
  ArrowDown,
  ArrowDownLeft,
  ArrowDownRight,
  ArrowLeft,
  ArrowRight,
  ArrowUp,
  ArrowUpLeft,
  ArrowUpRight,
  House,
  type LucideIcon,
  X,
  ZoomIn,
  ZoomOut,
} from 'lucide-preact'
import { useEffect, useState } from 'preact/hooks'
import { ask, list } from '../../api.ts'
import { Button, IconButton } from '../../parts/button.tsx'
import { toast } from '../../parts/toasts.tsx'
import { useAsyncAction } from '../../parts/use-async-action.ts'
import { t } from '../../texts/t.ts'
import type { ChannelOut } from '../../wire.ts'
import { useMoving, type Way } from './use-moving.ts'
import './ptz-pad.css'

interface Abilities {
  pan_tilt: boolean
  zoom: boolean
  home: boolean
  set_home: boolean
  presets: object | null
}
interface Preset {
  token: string
  name: string
}

const SPEED = 0.6
type Side = 'left' | 'right'
type Name = 'up' | 'down' | Side | `${'up' | 'down'}-${Side}` | 'wide' | 'near'
type Direction = [name: `ptz.${Name}`, icon: LucideIcon, way: Way]
const way = (pan: number, tilt: number): Way => ({ pan: pan * SPEED, tilt: tilt * SPEED })
/** By rows; home stands in the middle. */
const DIRECTIONS: (Direction | null)[] = [
  ['ptz.up-left', ArrowUpLeft, way(-1, 1)],
  ['ptz.up', ArrowUp, way(0, 1)],
  ['ptz.up-right', ArrowUpRight, way(1, 1)],
  ['ptz.left', ArrowLeft, way(-1, 0)],
  null,
  ['ptz.right', ArrowRight, way(1, 0)],
  ['ptz.down-left', ArrowDownLeft, way(-1, -1)],
  ['ptz.down', ArrowDown, way(0, -1)],
  ['ptz.down-right', ArrowDownRight, way(1, -1)],
]
const ZOOMS: Direction[] = [
  ['ptz.wide', ZoomOut, { zoom: -SPEED }],
  ['ptz.near', ZoomIn, { zoom: SPEED }],
]
const KEYS: Record<string, Way> = {
  ArrowUp: way(0, 1),
  ArrowDown: way(0, -1),
  ArrowLeft: way(-1, 0),
  ArrowRight: way(1, 0),
  '+': { zoom: SPEED },
  '-': { zoom: -SPEED },
}

export const mayMove = (channel: ChannelOut & { may?: { ptz: boolean } }) =>
  channel.can.ptz && channel.may?.ptz === true

export function PtzPad({ channel }: { channel: ChannelOut }) {
  const path = `/api/cameras/${channel.uuid}/ptz`
  const { begin, end, nudge } = useMoving(path)
  const [can, setCan] = useState<Abilities | null>(null)
  useEffect(() => {
    const abort = new AbortController()
    void ask<{ data: Abilities }>(path, { signal: abort.signal }).then((answer) => {
      if (answer.kind === 'ok') setCan(answer.data.data)
      else if (answer.kind === 'fault') toast(answer.fault.message)
    })
    return () => abort.abort()
  }, [path])
  const post = async (verb: string) => {
    const answer = await ask(`${path}/${verb}`, { method: 'POST', body: {} })
    if (answer.kind === 'fault') toast(answer.fault.message)
    else if (verb === 'set-home') toast(t('ptz.home.kept'))
  }

  const held = ([name, Icon, where]: Direction) => (
    <IconButton
      key={name}
      look="picture"
      label={t(name)}
      onPointerDown={(event) => {
        if (event.button !== 0) return
        event.currentTarget.setPointerCapture(event.pointerId)
        begin(where)
      }}
      onPointerUp={end}
      onPointerCancel={end}
      onLostPointerCapture={end}
      onContextMenu={(event) => event.preventDefault()}
      // Pressed by the keyboard: nobody holds it.
      onClick={(event) => event.detail === 0 && nudge(where)}
    >
      <Icon />
    </IconButton>
  )
  const onKeyDown = (event: KeyboardEvent) => {
    const where = KEYS[event.key]
    if (!where || event.ctrlKey || event.metaKey || event.altKey || event.target instanceof HTMLInputElement) return
    // Elsewhere on the page the arrows lead to the next camera.
    event.stopPropagation()
    event.preventDefault()
    if (!event.repeat) begin(where)
  }
  if (!can) return null
  return (
    <section
      class="ptz-pad"
      aria-label={t('ptz.pad', { channel: channel.name })}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the keys move the camera while the pad has the focus
      tabIndex={0}
      title={t('ptz.hint')}
      onKeyDown={onKeyDown}
      onKeyUp={(event) => event.key in KEYS && end()}
      onDblClick={(event) => event.stopPropagation()}
    >
      {can.pan_tilt && (
        <div class="ptz-ways">
          {DIRECTIONS.map((direction) =>
            direction ? (
              held(direction)
            ) : can.home ? (
              <IconButton key="home" look="picture" label={t('ptz.home')} onClick={() => void post('home')}>
                <House />
              </IconButton>
            ) : (
              <span key="home" />
            ),
          )}
        </div>
      )}
      {can.zoom && <div class="ptz-zooms">{ZOOMS.map(held)}</div>}
      {can.presets && <Presets path={`${path}/presets`} />}
      {can.set_home && (
        <Button look="quiet" onClick={() => void post('set-home')}>
          {t('ptz.home.set')}
        </Button>
      )}
    </section>
  )
}

function Presets({ path }: { path: string }) {
  const [presets, setPresets] = useState<Preset[]>([])
  const [name, setName] = useState('')
  const read = useAsyncAction(async () => list(await ask<{ data: Preset[] }>(path)), setPresets)
  useEffect(() => void read.run(), [read.run])
  const told = async (address: string, method: 'POST' | 'DELETE', body: object = {}) => {
    const answer = await ask(address, method === 'POST' ? { method, body } : { method })
    if (answer.kind === 'fault') toast(answer.fault.message)
    return answer
  }
  const keep = useAsyncAction(
    () => told(path, 'POST', { name }),
    () => {
      setName('')
      void read.run()
    },
  )
  const remove = useAsyncAction(
    ({ token }: Preset) => told(`${path}/${encodeURIComponent(token)}`, 'DELETE'),
    () => void read.run(),
  )
  return (
    <div class="ptz-presets">
      <ul aria-label={t('ptz.presets')}>
        {presets.length === 0 && <li>{t('ptz.presets.none')}</li>}
        {presets.map((preset) => (
          <li key={preset.token}>
            <Button look="quiet" onClick={() => void told(`${path}/${encodeURIComponent(preset.token)}/goto`, 'POST')}>
              {preset.name}
            </Button>
            <IconButton
              look="picture"
              label={t('ptz.preset.remove', { name: preset.name })}
              onClick={() => void remove.run(preset)}
            >
              <X />
            </IconButton>
          </li>
        ))}
      </ul>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (name.trim()) void keep.run()
        }}
      >
        <input
          aria-label={t('ptz.preset.name')}
          placeholder={t('ptz.preset.name')}
          maxLength={32}
          value={name}
          onInput={(event) => setName(event.currentTarget.value)}
        />
        <Button type="submit" look="quiet" pending={keep.pending}>
          {t('ptz.preset.keep')}
        </Button>
      </form>
    </div>
  )
}
