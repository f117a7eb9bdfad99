// A search of the network, by a button or at once, and what answered it.
import { Plus, Radar, TriangleAlert } from 'lucide-preact'
import { useEffect, useRef } from 'preact/hooks'
import { addressOf } from '../../../base.ts'
import { Button } from '../../../parts/button.tsx'
import { Empty, FaultNote, FaultView, Waiting } from '../../../parts/states.tsx'
import { t } from '../../../texts/t.ts'
import { ago, now, serverNow } from '../../../times.ts'
import './find-devices.css'
import { FoundList } from './found-list.tsx'
import { useSearch } from './use-search.ts'

/** What was found so long ago is asked for anew. */
const STALE_MS = 60_000
const isStale = (finishedAt: string | null) => finishedAt === null || serverNow() - Date.parse(finishedAt) > STALE_MS

interface Props {
  /** Searches by itself, where the form for an address stands beside it. */
  atOnce?: boolean
}

export function Finding({ atOnce = false }: Props) {
  const { search, fault, start, reload } = useSearch()
  const begun = useRef(!atOnce)
  useEffect(() => {
    if (!search || begun.current) return
    begun.current = true
    if (!search.searching && isStale(search.finished_at)) void start.run()
  }, [search, start])
  if (!search) return fault ? <FaultView fault={fault} onRetry={reload} /> : <Waiting rows={3} />
  const { searching, finished_at, problem, networks, items } = search
  const never = finished_at === null && !searching && !start.pending
  // The search that begins by itself begins a moment after the page.
  const isBusy = searching || start.pending || (atOnce && never && !start.fault)
  const button = (
    <Button look={atOnce ? 'plain' : 'primary'} icon={<Radar />} disabled={isBusy} onClick={() => void start.run()}>
      {finished_at === null ? t('discover.do') : t('discover.again')}
    </Button>
  )
  const trouble = (
    <>
      <FaultNote fault={start.fault ?? fault} />
      {problem && (
        <p class="note attention boxed" role="alert">
          <TriangleAlert /> <span>{problem}</span>
        </p>
      )}
    </>
  )
  if (never && !atOnce)
    return (
      <Empty drawing="recorder" title={t('discover.before')} text={`${t('discover.lead')} ${t('discover.before.do')}`}>
        {trouble}
        {button}
        <ByHand />
      </Empty>
    )
  return (
    <div class="finding">
      <p class="note">{t('discover.lead')}</p>
      <div class="finding-head">
        {button}
        <p role="status">
          {isBusy ? (
            t('discover.searching')
          ) : (
            <>
              {items.length > 0 ? t('discover.found', { count: items.length }) : t('discover.none')}
              {finished_at && (
                <span class="note"> · {t('discover.at', { time: ago(new Date(finished_at), now.value) })}</span>
              )}
            </>
          )}
        </p>
      </div>
      {trouble}
      {networks.length > 0 && (
        <p class="note">
          {t('discover.networks', { list: networks.map(({ name, address }) => `${name} (${address})`).join(', ') })}
        </p>
      )}
      {items.length > 0 && <FoundList search={search} onAdded={reload} />}
      {items.length === 0 && (isBusy ? <Waiting rows={3} /> : <Nothing link={!atOnce} />)}
    </div>
  )
}

const ByHand = () => (
  <a class="button plain" href={addressOf('/devices/new')}>
    <Plus />
    <span>{t('discover.byHand')}</span>
  </a>
)

const Nothing = ({ link }: { link: boolean }) => (
  <>
    <p class="note">{t('discover.none.do')}</p>
    {link && (
      <div class="actions">
        <ByHand />
      </div>
    )}
  </>
)
