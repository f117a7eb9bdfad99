// The clips that were found, what their recorders could not tell, and what can be done with those that are picked.
import { Download, FileArchive, Film } from 'lucide-preact'
import { useCallback, useState } from 'preact/hooks'
import { addressOf } from '../../../base.ts'
import { channelOf, deviceOf, isAway, mayExport, titleOf } from '../../../household.ts'
import { followJobs } from '../../../jobs.ts'
import { Button } from '../../../parts/button.tsx'
import { ChosenBar, Pick } from '../../../parts/chosen-bar.tsx'
import { Empty, FaultNote, FaultView, Waiting } from '../../../parts/states.tsx'
import { useAsyncAction } from '../../../parts/use-async-action.ts'
import { useChosen } from '../../../parts/use-chosen.ts'
import { useLoaded } from '../../../parts/use-loaded.ts'
import { useSaid } from '../../../parts/use-said.ts'
import { size } from '../../../sizes.ts'
import { hasText, t } from '../../../texts/t.ts'
import { useExporting } from '../exporting.ts'
import { type ClipOut, type ClipsOut, fetchClips, loadClips, MOST_EXPORTED, MOST_FETCHED } from './asks.ts'
import { ClipRow } from './clip-row.tsx'
import { wallTextOf } from './query.ts'

const ROWS = 100

/** Whoever answers is asked first: his clock is the one that is meant. */
function isLast(channelId: number): boolean {
  const device = deviceOf(channelOf(channelId)?.device_id ?? null)
  return device !== undefined && isAway(device)
}

interface Props {
  channelIds: readonly number[]
  from: string
  to: string
  /** The same search from a later moment on. */
  hrefOf: (from: string) => string
}

export function ClipList({ channelIds, from, to, hrefOf }: Props) {
  const key = channelIds.join(',')
  // Sorted as they are asked: a recorder that goes or comes meanwhile is no other search.
  const ask = useCallback(
    (signal: AbortSignal) => {
      const ids = key.split(',').map(Number)
      return loadClips(
        ids.toSorted((a, b) => Number(isLast(a)) - Number(isLast(b))),
        from,
        to,
        signal,
      )
    },
    [key, from, to],
  )
  const { state, reload } = useLoaded(ask)
  if (state.phase === 'loading')
    return (
      <section>
        <p class="note">{t('find.asking')}</p>
        <Waiting rows={4} />
      </section>
    )
  if (state.phase === 'fault') return <FaultView fault={state.fault} onRetry={reload} />
  const [only] = channelIds.length === 1 ? channelIds : []
  return <Found found={state.value} hrefOf={hrefOf} whole={only === undefined ? null : { channelId: only, from, to }} />
}

interface FoundProps {
  found: ClipsOut
  hrefOf: (from: string) => string
  /** The time that was searched, where it is of one channel. */
  whole: { channelId: number; from: string; to: string } | null
}

function Found({ found, hrefOf, whole }: FoundProps) {
  const [said, setKind] = useSaid('kind')
  const [shown, setShown] = useState(ROWS)
  const [queued, setQueued] = useState<ReadonlySet<number>>(new Set())
  /** What was begun last, in words. */
  const [begun, setBegun] = useState('')
  const kinds = [...new Set(found.data.map((clip) => clip.record_type))].sort()
  // Another search may have none of it.
  const kind = kinds.includes(said) ? said : ''
  const clips = kind ? found.data.filter((clip) => clip.record_type === kind) : found.data
  const mine = clips.filter(({ channel_id }) => mayExport(channel_id))
  const { items: chosen, ...pick } = useChosen(mine, ({ id }) => id)
  const wanted = chosen.filter(({ id, recording_id: kept }) => kept === null && !queued.has(id))
  const fetching = useAsyncAction(
    () => fetchClips(wanted.map(({ id }) => id)),
    () => {
      followJobs([])
      setBegun(t('find.queued', { count: wanted.length }))
      setQueued(new Set([...queued, ...wanted.map(({ id }) => id)]))
      pick.all(false)
    },
  )
  const exporting = useExporting(() => {
    setBegun(t('chosen.made'))
    pick.all(false)
  })
  const last = found.data.at(-1)
  return (
    <section aria-label={t('find.found')}>
      {found.failures.map(({ device_id: id, error }) => {
        const device = deviceOf(id)
        const message = device ? t('find.failure', { recorder: titleOf(device), reason: error }) : error
        return <FaultNote key={id} fault={{ status: 502, message, problems: [] }} />
      })}
      {found.data.length === 0 && found.failures.length === 0 && (
        <Empty drawing="recorder" title={t('find.none')} text={t('find.none.do')} />
      )}
      {found.data.length > 0 && (
        <>
          <div class="find-sum">
            {mine.length > 0 && (
              <Pick
                shown
                label={t('find.all')}
                checked={chosen.length === mine.length}
                some={chosen.length > 0}
                onChecked={pick.all}
              />
            )}
            <p role="status">{sumOf(clips)}</p>
            {kinds.length > 1 && (
              <select aria-label={t('find.kind')} value={kind} onChange={(event) => setKind(event.currentTarget.value)}>
                <option value="">{t('find.kind.all')}</option>
                {kinds.map((one) => (
                  <option key={one} value={one}>
                    {kindWords(one)}
                  </option>
                ))}
              </select>
            )}
            {whole && mayExport(whole.channelId) && (
              <Button
                icon={<Film />}
                pending={exporting.pending}
                onClick={() =>
                  void exporting.run('mp4', [{ channel_id: whole.channelId, start: whole.from, end: whole.to }])
                }
              >
                {t('find.film')}
              </Button>
            )}
          </div>
          {begun && (
            <p class="note" role="status">
              {begun} <a href={addressOf('/playback/recordings')}>{t('chosen.see')}</a>
            </p>
          )}
          <ul class="panel rows">
            {clips.slice(0, shown).map((clip) => (
              <ClipRow
                key={clip.id}
                clip={clip}
                kind={kindWords(clip.record_type)}
                queued={queued.has(clip.id)}
                chosen={pick.has(clip.id)}
                onChosen={(on) => pick.toggle(clip.id, on)}
              />
            ))}
          </ul>
          {clips.length > shown && (
            <div class="actions">
              <Button onClick={() => setShown(shown + ROWS)}>{t('find.more', { count: clips.length - shown })}</Button>
            </div>
          )}
          {found.next_from && last && (
            <p class="note">
              {t('find.cut', { count: found.count })}{' '}
              <a href={hrefOf(wallTextOf(found.next_from, last.utc_offset_minutes))}>{t('find.goOn')}</a>
            </p>
          )}
        </>
      )}
      {chosen.length === 0 && <FaultNote fault={exporting.fault} />}
      {chosen.length > 0 && (
        <ChosenBar words={sumOf(chosen)} onNone={() => pick.all(false)}>
          <Button
            icon={<FileArchive />}
            pending={exporting.pending}
            disabled={chosen.length > MOST_EXPORTED}
            onClick={() =>
              void exporting.run(
                'zip',
                chosen.map(({ uuid }) => ({ recording_id: uuid })),
              )
            }
          >
            {t('chosen.zip')}
          </Button>
          <Button
            look="primary"
            icon={<Download />}
            pending={fetching.pending}
            disabled={wanted.length === 0 || wanted.length > MOST_FETCHED}
            onClick={() => void fetching.run()}
          >
            {t('find.fetch')}
          </Button>
          {wanted.length > MOST_FETCHED && <p class="note">{t('find.tooMany', { count: MOST_FETCHED })}</p>}
          <FaultNote fault={fetching.fault ?? exporting.fault} />
        </ChosenBar>
      )}
    </section>
  )
}

const kindWords = (kind: string) => {
  const key = `find.kind.${kind}`
  return hasText(key) ? t(key as 'find.kind.other') : kind
}

/** “3 clips, 120 MB”; without the size where a recorder told none. */
function sumOf(clips: readonly ClipOut[]): string {
  const count = t('find.count', { count: clips.length })
  const bytes = clips.reduce((sum, clip) => sum + (clip.bytes ?? 0), 0)
  return bytes > 0 ? t('recordings.sums', { count, size: size(bytes) }) : count
}
