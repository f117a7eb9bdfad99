// Our own log, newest first: by how grave and by word, and new lines as they are written.
import { Pause, Play, Search } from 'lucide-preact'
import { useId, useMemo, useState } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { channelOf, deviceOf, titleOf } from '../../household.ts'
import { Button } from '../../parts/button.tsx'
import { Page } from '../../parts/page.tsx'
import { Empty, FaultNote, FaultView, Waiting } from '../../parts/states.tsx'
import { useDraft } from '../../parts/use-draft.ts'
import { person } from '../../session.ts'
import { t } from '../../texts/t.ts'
import { daysBetween, exact, exactFull, moment, now } from '../../times.ts'
import type { LogEntryOut } from './asks.ts'
import { addressQuery, type Filter, filterOf, LEVELS } from './log-filter.ts'
import { Shut } from './shut.tsx'
import './system.css'
import { SystemTabs } from './system-tabs.tsx'
import { useLog } from './use-log.ts'

export const LogPage = () => (person.value?.founder ? <Log /> : <Shut log />)

function Log() {
  const { query, path, route } = useLocation()
  const filter = useMemo(() => filterOf(query), [query.level, query.search])
  const [live, setLive] = useState(true)
  const log = useLog(filter, live)
  const choose = (next: Filter) => route(`${path}${addressQuery(next)}`, true)
  return (
    <Page title={t('nav.system')}>
      <SystemTabs here="log" />
      <section class="machine-log-ask">
        <LevelChoice filter={filter} onFilter={choose} />
        <SearchField filter={filter} onFilter={choose} />
        <Button icon={live ? <Pause /> : <Play />} onClick={() => setLive(!live)}>
          {live ? t('machine.log.pause') : t('machine.log.go')}
        </Button>
      </section>
      {!log.entries && (log.fault ? <FaultView fault={log.fault} onRetry={log.reload} /> : <Waiting rows={4} />)}
      {log.entries && <FaultNote fault={log.fault} />}
      {log.entries?.length === 0 && (
        <Empty drawing="quiet" title={t('machine.log.none')} text={t('machine.log.none.do')} />
      )}
      {log.entries && log.entries.length > 0 && (
        <ol class="machine-log" aria-label={t('machine.log.list')}>
          {log.entries.map((entry) => (
            <Line key={entry.id} entry={entry} />
          ))}
        </ol>
      )}
      {log.hasMore && (
        <div class="actions machine-log-end">
          <Button pending={log.pendingMore} onClick={log.more}>
            {t('machine.log.more')}
          </Button>
        </div>
      )}
    </Page>
  )
}

interface AskProps {
  filter: Filter
  onFilter: (filter: Filter) => void
}

function LevelChoice({ filter, onFilter }: AskProps) {
  const id = useId()
  return (
    <div class="field">
      <label for={id}>{t('machine.log.level')}</label>
      <select
        id={id}
        value={filter.level}
        onChange={({ currentTarget }) => {
          const level = LEVELS.find((one) => one === currentTarget.value)
          if (level) onFilter({ ...filter, level })
        }}
      >
        {LEVELS.map((level) => (
          <option key={level} value={level}>
            {t(`machine.log.from.${level}`)}
          </option>
        ))}
      </select>
    </div>
  )
}

function SearchField({ filter, onFilter }: AskProps) {
  const id = useId()
  // Another search in the address; whoever is in the field stays there, with what he has typed.
  const [{ search: text }, setDraft] = useDraft({ search: filter.search })
  return (
    <form
      class="field machine-log-search"
      onSubmit={(event) => {
        event.preventDefault()
        onFilter({ ...filter, search: text.trim() })
      }}
    >
      <label for={id}>{t('machine.log.search')}</label>
      <div class="machine-log-find">
        <input
          id={id}
          type="search"
          maxLength={100}
          value={text}
          onInput={(event) => setDraft({ search: event.currentTarget.value })}
        />
        <Button type="submit" icon={<Search />}>
          {t('machine.log.find')}
        </Button>
      </div>
    </form>
  )
}

/** What a line is about, as people here call it; the numbers stand in its detail. */
function namesIn(data: LogEntryOut['data']): string[] {
  const device = data?.device ?? data?.deviceId
  const channel = data?.channel ?? data?.channelId
  const recorder = typeof device === 'number' ? deviceOf(device) : undefined
  const camera = typeof channel === 'number' ? channelOf(channel) : undefined
  return [recorder && titleOf(recorder), camera?.name].filter((name) => name !== undefined)
}

function Line({ entry }: { entry: LogEntryOut }) {
  const { time, level, service, message, data } = entry
  const at = new Date(time)
  const about = namesIn(data)
  return (
    <li data-level={level}>
      <time dateTime={time} title={exactFull(at)}>
        {daysBetween(at, now.value) === 0 ? exact(at) : moment(at, now.value)}
      </time>
      <span class="machine-log-level">{t(`machine.log.level.${level}`)}</span>
      <span class="machine-log-service">{service}</span>
      <div class="machine-log-what">
        {message}
        {about.length > 0 && <span class="note"> · {about.join(' · ')}</span>}
        {data && (
          <details>
            <summary>{t('machine.log.detail')}</summary>
            <pre>{JSON.stringify(data, null, 2)}</pre>
          </details>
        )}
      </div>
    </li>
  )
}
