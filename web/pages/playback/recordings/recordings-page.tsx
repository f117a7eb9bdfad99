// What we keep: what is being fetched now, and a paged list of the videos or pictures that are there.
import { ChevronLeft, ChevronRight } from 'lucide-preact'
import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { addressOf } from '../../../base.ts'
import { mayExport } from '../../../household.ts'
import { jobEnds } from '../../../jobs.ts'
import { IconButton } from '../../../parts/button.tsx'
import { Pick } from '../../../parts/chosen-bar.tsx'
import { Page } from '../../../parts/page.tsx'
import { Empty, FaultView, Waiting } from '../../../parts/states.tsx'
import { useChosen } from '../../../parts/use-chosen.ts'
import { useLoaded } from '../../../parts/use-loaded.ts'
import { mayManage } from '../../../session.ts'
import { size } from '../../../sizes.ts'
import { t } from '../../../texts/t.ts'
import { PlaybackTabs } from '../playback-tabs.tsx'
import { type Filter, loadRecordings, loadSums } from './asks.ts'
import { ChosenActions } from './chosen-actions.tsx'
import { Disk } from './disk.tsx'
import { FilterBar } from './filter-bar.tsx'
import { PictureCard } from './picture-card.tsx'
import { PictureDialog } from './picture-dialog.tsx'
import { Queue } from './queue.tsx'
import { RecordingRow } from './recording-row.tsx'
import './recordings.css'

const DAY = /^\d{4}-\d\d-\d\d$/
const dayIn = (text: string | undefined) => (text && DAY.test(text) ? text : '')

function filterIn(query: Record<string, string | undefined>): Filter {
  const [page, channelId] = [Number(query.page), Number(query.channel)]
  return {
    kind: query.kind === 'picture' ? 'picture' : 'video',
    page: Number.isSafeInteger(page) && page > 0 ? page : 1,
    channelId: Number.isSafeInteger(channelId) && channelId > 0 ? channelId : null,
    from: dayIn(query.from),
    to: dayIn(query.to),
  }
}

export function RecordingsPage() {
  const { query, route } = useLocation()
  const filter = filterIn(query)
  const [round, setRound] = useState(0)
  const said = (change: Partial<Filter>, picture = '') => {
    const next = { ...filter, page: 1, ...change }
    const words = Object.entries({
      kind: next.kind === 'video' ? '' : next.kind,
      page: next.page > 1 ? String(next.page) : '',
      channel: next.channelId === null ? '' : String(next.channelId),
      from: next.from,
      to: next.to,
      picture,
    }).filter(([, value]) => value !== '')
    return `${addressOf('/playback/recordings')}${words.length > 0 ? `?${new URLSearchParams(words)}` : ''}`
  }
  const go = (change: Partial<Filter>) => route(said(change), true)
  /** The way back closes a picture that was opened here. */
  const isOpenedHere = useRef(false)
  const open = (id: string) => {
    route(said({ page: filter.page }, id), Boolean(query.picture))
    if (!query.picture) isOpenedHere.current = true
  }
  const close = () => {
    if (isOpenedHere.current) history.back()
    else route(said({ page: filter.page }), true)
    isOpenedHere.current = false
  }
  return (
    <Page title={t('nav.playback')}>
      <PlaybackTabs here="recordings" />
      <div class="recordings">
        <Queue />
        <section aria-labelledby="recordings-title">
          <div class="recordings-head">
            <h2 id="recordings-title">{t('recordings.title')}</h2>
            {mayManage.value && <Disk onChanged={() => setRound(round + 1)} />}
          </div>
          <p class="note">{t(filter.kind === 'picture' ? 'pictures.lead' : 'recordings.lead')}</p>
          <FilterBar filter={filter} onFilter={go} />
          <List
            key={filter.kind}
            filter={filter}
            round={round}
            onPage={(page) => go({ page })}
            picture={query.picture}
            onOpen={open}
            onClose={close}
          />
        </section>
      </div>
    </Page>
  )
}

interface ListProps {
  filter: Filter
  /** Grows when the list is to be read again. */
  round: number
  onPage: (page: number) => void
  /** The one that is opened big. */
  picture: string | undefined
  onOpen: (id: string) => void
  onClose: () => void
}

function List({ filter, round, onPage, picture, onOpen, onClose }: ListProps) {
  const { kind, page, channelId, from, to } = filter
  const ask = useCallback(
    (signal: AbortSignal) => loadRecordings({ kind, page, channelId, from, to }, signal),
    [kind, page, channelId, from, to],
  )
  const askSums = useCallback(
    (signal: AbortSignal) => loadSums({ kind, page: 1, channelId, from, to }, signal),
    [kind, channelId, from, to],
  )
  const { state, reload } = useLoaded(ask)
  const sums = useLoaded(askSums)
  const renew = () => {
    reload()
    sums.reload()
  }
  const ends = jobEnds.value
  useEffect(() => {
    if (ends + round > 0) renew()
  }, [ends, round])
  // The last page may have gone with what was on it.
  const last = state.phase === 'ready' ? Math.max(1, state.value.pagination.totalPages) : page
  useEffect(() => {
    if (page > last) onPage(last)
  }, [page, last])
  const mine = state.phase === 'ready' ? state.value.data.filter(({ channel_id }) => mayExport(channel_id)) : []
  const { items: chosen, ...pick } = useChosen(mine, ({ id }) => id)
  if (state.phase === 'loading') return <Waiting rows={4} />
  if (state.phase === 'fault') return <FaultView fault={state.fault} onRetry={reload} />
  const { data, pagination } = state.value
  const isPictures = kind === 'picture'
  const big = isPictures && picture && (
    <PictureDialog id={picture} list={data} onOpen={onOpen} onClose={onClose} onChanged={renew} />
  )
  if (data.length === 0 && page === 1) {
    const filtered = channelId !== null || from !== '' || to !== ''
    const words = isPictures ? 'pictures' : 'recordings'
    return (
      <>
        <Empty
          drawing="recorder"
          title={t(filtered ? `none.kept.${words}.filter` : `none.kept.${words}`)}
          text={t(filtered ? 'none.kept.filter.do' : `none.kept.${words}.do`)}
        />
        {big}
      </>
    )
  }
  const count = t(isPictures ? 'pictures.count' : 'recordings.count', { count: pagination.total })
  return (
    <>
      <div class="recordings-filter">
        {mine.length > 0 && (
          <Pick
            shown
            label={t('recordings.pick')}
            checked={chosen.length === mine.length}
            some={chosen.length > 0}
            onChecked={pick.all}
          />
        )}
        <p class="note" role="status">
          {sums.state.phase === 'ready'
            ? t('recordings.sums', { count, size: size(sums.state.value.data.totalSize) })
            : count}
        </p>
      </div>
      {isPictures ? (
        <ul class="picture-grid" aria-label={t('pictures.list')}>
          {data.map((one) => (
            <PictureCard
              key={one.id}
              picture={one}
              chosen={pick.has(one.id)}
              onChosen={(on) => pick.toggle(one.id, on)}
              onOpen={() => onOpen(one.id)}
            />
          ))}
        </ul>
      ) : (
        <ul class="panel rows">
          {data.map((recording) => (
            <RecordingRow
              key={recording.id}
              recording={recording}
              chosen={pick.has(recording.id)}
              onChosen={(on) => pick.toggle(recording.id, on)}
              onChanged={renew}
            />
          ))}
        </ul>
      )}
      {pagination.totalPages > 1 && (
        <div class="actions recordings-pages">
          <IconButton label={t('recordings.before')} disabled={page <= 1} onClick={() => onPage(page - 1)}>
            <ChevronLeft />
          </IconButton>
          <span>{t('recordings.page', { page, pages: pagination.totalPages })}</span>
          <IconButton
            label={t('recordings.after')}
            disabled={page >= pagination.totalPages}
            onClick={() => onPage(page + 1)}
          >
            <ChevronRight />
          </IconButton>
        </div>
      )}
      {big}
      {chosen.length > 0 && <ChosenActions chosen={chosen} onNone={() => pick.all(false)} onChanged={renew} />}
    </>
  )
}
