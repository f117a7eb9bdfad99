// A line of our log as a person reads it: when, how grave, which part of us, what, and the rest.

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]

/** The parts that lines are told apart by; `porchlight` is all of them. */
export const LOG_SERVICES = [
  'porchlight',
  'appliance',
  'api',
  'devices',
  'live',
  'alarms',
  'sync',
  'recordings',
  'hub',
  'webhooks',
] as const
export type LogService = (typeof LOG_SERVICES)[number]

export interface LogEntry {
  /** Grows with every line, also over a restart. */
  id: number
  time: Date
  level: LogLevel
  service: LogService
  message: string
  data: Record<string, unknown> | null
}

/** One line holds no more, so that no line fills the memory. */
const LONGEST = 8 * 1024

/** Null for what is no line of ours, such as the end of one that was cut off by a loss of power. */
export function readLine(line: string, idAfter: (time: Date) => number): LogEntry | null {
  let said: Record<string, unknown>
  try {
    said = JSON.parse(line) as Record<string, unknown>
  } catch {
    return null
  }
  if (said === null || typeof said !== 'object') return null
  const { level, time: at, msg, service, ...data } = said
  const time = new Date(String(at))
  if (!LOG_LEVELS.includes(level as LogLevel) || Number.isNaN(+time)) return null
  const isLong = line.length > LONGEST
  return {
    id: idAfter(time),
    time,
    level: level as LogLevel,
    service: LOG_SERVICES.includes(service as LogService) ? (service as LogService) : 'appliance',
    message: String(msg ?? '').slice(0, 1000),
    data: Object.keys(data).length === 0 ? null : isLong ? { cut: line.slice(0, 2000) } : data,
  }
}

/** As a text, for clients that want lines: one line, whatever a device has put into its words. */
export function lineText({ time, level, service, message, data }: LogEntry): string {
  const rest = data ? ` ${JSON.stringify(data)}` : ''
  return `${time.toISOString()} ${level.toUpperCase()} ${service}: ${message.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')}${rest}`
}
