// The log that a device keeps: searched on the device by time and kind, looked through here.
import { Search } from 'lucide-preact'
import { useMemo } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { Button } from '../../../parts/button.tsx'
import { Empty, FaultNote, Waiting } from '../../../parts/states.tsx'
import { useSaid } from '../../../parts/use-said.ts'
import { t } from '../../../texts/t.ts'
import type { DeviceOut } from '../../../wire.ts'
import { fitting } from './entries.ts'
import './log.css'
import { LogForm } from './log-form.tsx'
import { LogTable } from './log-table.tsx'
import { addressQuery, type Query, queryOf } from './query.ts'
import { type LogSearch, useLog } from './use-log.ts'

/** In the address: what is looked for among the entries that have come. */
const FIND = 'find'

export function LogTab({ device }: { device: DeviceOut }) {
  const { query: said, path, route } = useLocation()
  const query = useMemo(() => queryOf(said), [said.range, said.from, said.to, said.kind])
  const log = useLog(device.id, query)
  const search = (wanted: Query) => {
    if (addressQuery(wanted) === addressQuery(query)) log.search()
    else
      route(
        `${path}${addressQuery(wanted)}${said[FIND] ? `&${new URLSearchParams({ [FIND]: said[FIND] })}` : ''}`,
        true,
      )
  }
  return (
    <>
      <section class="panel pad log-ask">
        <p class="note">{t('log.note')}</p>
        <LogForm query={query} pending={log.pending === 'search'} onSearch={search} />
        {log.entries === null && <FaultNote fault={log.fault} />}
      </section>
      {log.pending === 'search' && (
        <p class="note log-searching" role="status">
          {t('log.searching')}
        </p>
      )}
      {log.entries === null && log.pending && <Waiting rows={4} />}
      {log.entries?.length === 0 && <Empty drawing="quiet" title={t('log.none')} text={t('log.none.do')} />}
      {log.entries && log.entries.length > 0 && <Entries log={log} entries={log.entries} />}
    </>
  )
}

function Entries({ log, entries }: { log: LogSearch; entries: NonNullable<LogSearch['entries']> }) {
  const [text, setText] = useSaid(FIND)
  const shown = useMemo(() => fitting(entries, text), [entries, text])
  return (
    <div class="log-found" aria-busy={log.pending === 'search'}>
      <div class="log-head">
        <p role="status">{countWords(entries.length, shown.length, log.more)}</p>
        <div class="log-find">
          <Search aria-hidden="true" />
          <input
            type="search"
            aria-label={t('log.find')}
            placeholder={t('log.find')}
            value={text}
            onInput={(event) => setText(event.currentTarget.value)}
          />
        </div>
      </div>
      {shown.length === 0 ? <p class="note">{t('log.find.none')}</p> : <LogTable entries={shown} />}
      <div class="log-end">
        <FaultNote fault={log.fault} />
        {log.more ? (
          <Button pending={log.pending === 'older'} onClick={log.older}>
            {t('log.older')}
          </Button>
        ) : (
          <p class="note">{t('log.end')}</p>
        )}
      </div>
    </div>
  )
}

function countWords(count: number, found: number, more: boolean): string {
  if (found < count) return t('log.count.found', { found, count })
  return more ? t('log.count.newest', { count }) : t('log.count', { count })
}
