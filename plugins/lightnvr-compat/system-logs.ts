// Our log in LightNVR's words: its levels, its times, oldest first.
import type { Services } from '#plugin'
import { plainTime } from './wire.ts'

type Log = ReturnType<Services['system']['logs']>
type Level = Parameters<Log['page']>[0]['level']

/** That one and graver. */
const LEVELS: Record<string, Level> = { error: 'error', warning: 'warn', warn: 'warn', info: 'info', debug: 'debug' }
const WORDS: Record<Level, string> = { error: 'ERROR', warn: 'WARNING', info: 'INFO', debug: 'DEBUG' }
const USUAL = 500
const MOST = 5000

export interface LogsQuery {
  word: string
  level: Level
  count: number
  after: Date | null
}

/** `2026-11-21 20:33:05.480`, UTC. */
export const logTime = (at: Date): string => `${plainTime(at)}.${String(at.getUTCMilliseconds()).padStart(3, '0')}`

/** A time as we tell it, in ISO 8601, or in seconds since 1970; null for anything else. */
export function logTimeIn(text: string | undefined): Date | null {
  if (!text || text.length > 40) return null
  const isPlain = /^\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(\.\d{1,9})?$/.test(text)
  const at = /^\d{1,11}(\.\d{1,6})?$/.test(text)
    ? new Date(Number(text) * 1000)
    : new Date(isPlain ? `${text.replace(' ', 'T')}Z` : text)
  return Number.isNaN(+at) ? null : at
}

/** What is wrong counts as not said. */
export function logsQuery(query: Record<string, string>): LogsQuery {
  const word = query.level?.toLowerCase() ?? ''
  const level = Object.hasOwn(LEVELS, word) ? LEVELS[word] : undefined
  const count = /^\d{1,6}$/.test(query.count ?? '') ? Number(query.count) : USUAL
  return {
    word: level ? word : 'debug',
    level: level ?? 'debug',
    count: Math.min(MOST, Math.max(1, count)),
    after: logTimeIn(query.last_ts),
  }
}

export function logsOut(log: Log, { word, level, count, after }: LogsQuery, file: string) {
  // A time is told to the millisecond, and the next one is asked for.
  const since = after ? new Date(+after + 1) : undefined
  const { entries } = log.page({ service: 'porchlight', type: 'all', level, since }, { lines: count })
  return {
    logs: entries.map(({ time, level, service, message, data }) => ({
      timestamp: logTime(time),
      level: WORDS[level],
      message: `${service}: ${message}${data ? ` ${JSON.stringify(data)}` : ''}`,
    })),
    file,
    level: word,
  }
}
