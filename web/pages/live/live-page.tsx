// Many pictures at once: sub-streams in a grid that fits the room, all of them or those of a wall.
import { useEffect, useState } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { addressOf } from '../../base.ts'
import { allPictures, channels, deviceList, devices, loadAll, pictures } from '../../household.ts'
import { useKeys } from '../../parts/keys/use-keys.ts'
import { Page } from '../../parts/page.tsx'
import { Empty, FaultView } from '../../parts/states.tsx'
import { mayManage } from '../../session.ts'
import { t } from '../../texts/t.ts'
import { Grid, WaitingGrid } from './grid.tsx'
import './live.css'
import { Chooser } from './walls/chooser.tsx'
import { choiceText } from './walls/names.ts'
import { loadWalls, wallList, walls } from './walls/own.ts'
import { useLater } from './walls/use-later.ts'
import { picturesOf, type View, viewAddress, viewIn } from './walls/view.ts'

/** Somebody may have arranged them at another screen. */
const WALLS_EVERY_MS = 60_000

export function LivePage() {
  const { query, route } = useLocation()
  const view = viewIn(query)
  const { choice } = view
  const [isNaming, setNaming] = useState(false)
  const later = useLater(isNaming)
  useEffect(() => {
    void loadWalls()
    const timer = setInterval(() => document.hidden || void loadWalls(), WALLS_EVERY_MS)
    return () => clearInterval(timer)
  }, [])
  const go = (next: Partial<View>) => route(viewAddress({ choice, ...next }))
  const arrange = () => (choice.kind === 'own' ? go({ mode: 'arrange' }) : setNaming(true))
  const isShown = pictures.value.length > 0
  useKeys('live.grid', [
    { key: ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'], text: 'live.keys.move', when: isShown },
    { key: 'Enter', text: 'live.keys.open', when: isShown },
    { key: 'w', text: 'walls.screen', act: () => go({ mode: 'wall' }), when: isShown },
  ])
  const shown = picturesOf(choice, pictures.value, wallList()) ?? []
  return (
    <Page
      title={choice.kind === 'all' ? t('live.grid') : choiceText(choice)}
      wide
      actions={
        isShown && <Chooser view={view} onArrange={arrange} onChoice={(next) => route(viewAddress({ choice: next }))} />
      }
    >
      <Content view={view} />
      {later && (
        <later.MakeWall
          channels={shown}
          onMade={({ id }) => {
            setNaming(false)
            go({ choice: { kind: 'own', id }, mode: 'arrange' })
          }}
          onClose={() => setNaming(false)}
        />
      )}
    </Page>
  )
}

function Content({ view }: { view: View }) {
  const failed = [devices.value, channels.value].find((one) => one.phase === 'fault')
  if (failed?.phase === 'fault') return <FaultView fault={failed.fault} onRetry={() => void loadAll()} />
  if (devices.value.phase === 'loading' || channels.value.phase === 'loading') return <WaitingGrid count={6} />
  if (deviceList.value.length === 0)
    return (
      <Empty drawing="porch" title={t('live.empty')} text={t('live.empty.do')}>
        {mayManage.value && (
          <>
            <a class="button primary" href={addressOf('/welcome')}>
              <span>{t('setup.begin')}</span>
            </a>
            <a class="button plain" href={addressOf('/devices/new')}>
              <span>{t('devices.add')}</span>
            </a>
          </>
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
  return <Wall view={view} />
}

/** The pictures of a wall, to look at, to arrange, or on a screen. */
function Wall({ view }: { view: View }) {
  const { choice, mode } = view
  const { route } = useLocation()
  const later = useLater(mode !== 'grid')
  const own = choice.kind === 'own' ? wallList().find(({ id }) => id === choice.id) : undefined
  const shown = picturesOf(choice, pictures.value, wallList())
  if (choice.kind === 'own' && walls.value.phase === 'loading') return <WaitingGrid count={6} />
  if (choice.kind === 'own' && walls.value.phase === 'fault')
    return <FaultView fault={walls.value.fault} onRetry={() => void loadWalls()} />
  if (shown === null)
    return (
      <Nothing
        title={t('walls.missing')}
        text={t('walls.missing.do')}
        href={addressOf('/')}
        to={t('walls.choice.all')}
      />
    )
  if (mode === 'wall' && shown.length > 0)
    return later ? <later.Screen view={view} channels={shown} columns={own?.columns ?? null} /> : null
  if (mode === 'arrange' && own)
    return later ? (
      <later.Arranging wall={own} channels={shown} onDone={() => route(viewAddress({ choice }))} />
    ) : (
      <WaitingGrid count={shown.length} />
    )
  if (shown.length === 0)
    return own ? (
      <Nothing
        title={t('walls.empty')}
        text={t('walls.empty.do')}
        href={viewAddress({ choice, mode: 'arrange' })}
        to={t('walls.arrange')}
      />
    ) : (
      <Nothing title={t('walls.none')} text={t('walls.none.do')} href={addressOf('/')} to={t('walls.choice.all')} />
    )
  return <Grid channels={shown} choice={choice} columns={own?.columns ?? null} />
}

function Nothing({ title, text, href, to }: { title: string; text: string; href: string; to: string }) {
  return (
    <Empty drawing="porch" title={title} text={text}>
      <a class="button primary" href={href}>
        <span>{to}</span>
      </a>
    </Empty>
  )
}
