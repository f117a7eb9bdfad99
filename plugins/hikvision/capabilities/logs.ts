// The device's own log (WIRE 7). Devices end a search at 2,000 entries and say that this was all.
import { Fault, type LogEntry, type LogQuery, type Logs } from '#plugin'
import type { IsapiClient } from '../isapi/client.ts'
import { child, list, type Node, text } from '../isapi/xml.ts'
import type { DeviceTimes } from './times.ts'

const PATH = '/ISAPI/ContentMgmt/logSearch'
const DAY = 86_400_000
const PAGE = 100
/** From so many on, a search may have been cut short. */
const CAP = 2000
const MAJORS: Readonly<Record<Exclude<LogQuery['major'], 'all'>, string>> = {
  alarm: 'Alarm',
  exception: 'Exception',
  operation: 'Operation',
  information: 'Information',
}

/** One page; `count` counts what cannot be read too, for paging goes by what was received. */
export function readLogPage(document: Node, times: DeviceTimes): { entries: LogEntry[]; count: number; more: boolean } {
  const items = list(child(document, 'matchList'), 'searchMatchItem')
  const entries = items.flatMap((item): LogEntry[] => {
    const entry = child(item, 'logDescriptor') ?? item
    const [, major = '', minor = '', channel] = (text(entry, 'metaId') ?? '').split('/')
    const time = times.read(text(entry, 'StartDateTime') ?? text(entry, 'startDateTime'))
    if (!time || !major) return []
    const localId = text(entry, 'localId')
    // A channel as the fourth part, or as `D1` or `A1`; a disk or a port has other letters.
    const number = channel ?? /^(?:[AD]|IPCamera\s*|IP Camera\s*)?(\d{1,3})$/i.exec(localId ?? '')?.[1]
    return [
      {
        time,
        major,
        minor,
        channelNumber: number && /^\d{1,3}$/.test(number) && Number(number) > 0 ? Number(number) : null,
        localId,
        userName: text(entry, 'userName'),
        address: text(entry, 'ipAddress'),
      },
    ]
  })
  return { entries, count: items.length, more: text(document, 'responseStatusStrg')?.toUpperCase() === 'MORE' }
}

export interface LogsOptions {
  client: IsapiClient
  times: DeviceTimes
  /** The instant that the device believes it is. */
  deviceNow(): Date
  /** Sees to it that `times` knows what the device's digits mean, where it keeps recordings that show it. */
  learnTimes(): Promise<unknown>
}

export function createLogs({ client, times, deviceNow, learnTimes }: LogsOptions): Logs {
  async function ask(query: LogQuery, from: Date, to: Date, id: string, position: number): Promise<Node> {
    const major = query.major === 'all' ? '' : `/${MAJORS[query.major]}`
    const body = `<?xml version="1.0" encoding="UTF-8"?>
<CMSearchDescription>
<searchID>${id}</searchID>
<metaId>log.std-cgi.com${major}</metaId>
<timeSpanList><timeSpan><startTime>${times.write(from)}</startTime><endTime>${times.write(to)}</endTime></timeSpan></timeSpanList>
<maxResults>${PAGE}</maxResults>
<searchResultPostion>${position}</searchResultPostion>
</CMSearchDescription>
`
    try {
      return await client.ask(PATH, body)
    } catch (error) {
      // Devices without a log have many ways to refuse the very question.
      if (error instanceof Fault && error.kind === 'device-denied' && !error.lacksRight && position === 0)
        throw new Fault('unsupported', 'This device does not let its log be searched', { cause: error })
      throw error
    }
  }

  /** What one search gives, in the device's order, and whether it may have been cut short. */
  async function searchOnce(query: LogQuery, from: Date, to: Date): Promise<{ entries: LogEntry[]; cut: boolean }> {
    const id = crypto.randomUUID().toUpperCase()
    const entries: LogEntry[] = []
    let last = ''
    for (let received = 0; ; ) {
      const page = readLogPage(await ask(query, from, to, id, received), times)
      received += page.count
      // The same page again: the device does not know where we are, and gives no more than that.
      const shown = JSON.stringify(page.entries)
      if (page.more && page.count > 0 && shown === last) return { entries, cut: true }
      last = shown
      entries.push(...page.entries)
      if (!page.more || page.count === 0) return { entries, cut: received >= CAP }
    }
  }

  /** All entries of a time, newest first. Where a search was cut short, the next one begins where it ended. */
  async function entriesOf(query: LogQuery, from: Date, to: Date): Promise<LogEntry[]> {
    const all: LogEntry[] = []
    let [begin, end] = [from.getTime(), to.getTime()]
    while (begin <= end) {
      const { entries, cut } = await searchOnce(query, new Date(begin), new Date(end))
      const stamps = entries.map(({ time }) => time.getTime())
      const [first = begin, last = end] = [stamps[0], stamps.at(-1)]
      if (!cut || stamps.length === 0) {
        all.push(...entries)
        break
      }
      // The second in which it ended is asked again, unless it is all that there is.
      const rest = stamps.every((stamp) => stamp === last) ? null : last
      all.push(...entries.filter(({ time }) => time.getTime() !== rest))
      if (first <= last) begin = rest ?? last + 1000
      else end = rest ?? last - 1000
    }
    return all
      .filter(({ major }) => query.major === 'all' || major.toLowerCase() === query.major)
      .sort((a, b) => b.time.getTime() - a.time.getTime())
  }

  return {
    async search(query) {
      await learnTimes()
      const found: LogEntry[] = []
      const newest = Math.min(query.to.getTime(), deviceNow().getTime() + 60_000)
      // Backwards in growing steps: the newest are wanted, and most logs hold weeks.
      for (let to = newest, span = DAY; to >= query.from.getTime() && found.length < query.limit; span *= 2) {
        const from = Math.max(query.from.getTime(), to - span)
        found.push(...(await entriesOf(query, new Date(from), new Date(to))))
        to = from - 1000
      }
      return found.filter(({ time }) => time >= query.from && time <= query.to).slice(0, query.limit)
    },
  }
}
