// All pictures at once: sub-streams in a grid that fits the room.
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { addressOf } from '../../base.ts'
import { allPictures, channels, deviceList, deviceOf, devices, loadAll, pictures } from '../../household.ts'
import { Page } from '../../parts/page.tsx'
import { Empty, FaultView } from '../../parts/states.tsx'
import { mayManage } from '../../session.ts'
import { t } from '../../texts/t.ts'
import { neighbour, type Wall, wallFor } from './layout.ts'
import './live.css'
import { LiveTile } from './tile.tsx'

export function LivePage() {
  return (
    <Page title={t('live.grid')} wide>
      <Content />
    </Page>
  )
}

function Content() {
  const failed = [devices.value, channels.value].find((one) => one.phase === 'fault')
  if (failed?.phase === 'fault') return <FaultView fault={failed.fault} onRetry={() => void loadAll()} />
  if (devices.value.phase === 'loading' || channels.value.phase === 'loading') return <Grid count={6} waiting />
  if (deviceList.value.length === 0)
    return (
      <Empty drawing="porch" title={t('live.empty')} text={t('live.empty.do')}>
        {mayManage.value && (
          <a class="button primary" href={addressOf('/devices/new')}>
            <span>{t('devices.add')}</span>
          </a>
        )}
      </Empty>
    )
  if (pictures.value.length === 0)
    return (
      <Empty
        drawing="recorder"
        title={allPictures.value.length ? t('live.empty.off') : t('live.empty.waiting')}
        text={allPictures.value.length ? t('live.empty.off.do') : t('live.empty.waiting.do')}
      >
        <a class="button primary" href={addressOf('/devices')}>
          <span>{t('nav.devices')}</span>
        </a>
      </Empty>
    )
  return <Grid count={pictures.value.length} />
}

let lastOpened = ''
/** Remembers where one was in the wall, for the way back. */
const remember = (event: Event) => {
  lastOpened = (event.target as Element).closest<HTMLElement>('[data-channel]')?.dataset.channel ?? ''
}

function Grid({ count, waiting = false }: { count: number; waiting?: boolean }) {
  const place = useRef<HTMLUListElement>(null)
  const [{ columns, width }, setWall] = useState<Wall>({ columns: 1, width: 0 })
  useLayoutEffect(() => {
    const room = place.current?.parentElement
    if (!room) return
    const fit = () => {
      const { paddingLeft, paddingRight, paddingBottom } = getComputedStyle(room)
      setWall(
        wallFor(count, {
          width: room.clientWidth - Number.parseFloat(paddingLeft) - Number.parseFloat(paddingRight),
          height: room.clientHeight - Number.parseFloat(paddingBottom),
        }),
      )
    }
    fit()
    const observer = new ResizeObserver(fit)
    observer.observe(room)
    return () => observer.disconnect()
  }, [count])
  useLayoutEffect(() => {
    place.current?.style.setProperty('--columns', String(columns))
    place.current?.style.setProperty('--wall', width > 0 ? `${width}px` : '100%')
  }, [columns, width])
  useEffect(() => {
    if (!waiting) place.current?.querySelector<HTMLElement>(`[data-channel="${lastOpened}"] a`)?.focus()
  }, [waiting])
  const onKeyDown = (event: KeyboardEvent) => {
    const tiles = [...(place.current?.querySelectorAll<HTMLAnchorElement>('.tile-link') ?? [])]
    const next = neighbour(event.key, tiles.indexOf(document.activeElement as HTMLAnchorElement), columns, tiles.length)
    if (next === null) return
    event.preventDefault()
    tiles[next]?.focus()
  }
  return (
    <ul ref={place} class="wall" onKeyDown={onKeyDown} onClick={remember} aria-busy={waiting}>
      {waiting
        ? Array.from({ length: count }, (_, i) => <li key={i} class="tile tile-waiting" />)
        : pictures.value.map((channel) => (
            <LiveTile key={channel.id} channel={channel} device={deviceOf(channel.device_id)} />
          ))}
    </ul>
  )
}
