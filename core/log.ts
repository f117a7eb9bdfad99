// The log: lines of JSON on stdout, without secrets.
import pino from 'pino'

export interface Log {
  debug(message: string, data?: object): void
  info(message: string, data?: object): void
  warn(message: string, data?: object): void
  error(message: string, data?: object): void
  /** A log whose lines all carry `data`. */
  with(data: object): Log
}

/** The log itself, of which each service has its own. */
export interface RootLog extends Log {
  /** Hears every line from now on, as it is written and without secrets. The listener must neither throw nor log. */
  listen(listener: (line: string) => void): Disposable
}

const SECRET = /pass(word)?|secret|token|authorization|cookie|api.?key|nonce/i

/** Names whose values never reach a line or the activity log, wherever they stand. */
export function isSecretName(name: string): boolean {
  return SECRET.test(name)
}

/**
 * Removes logins from addresses inside any text (`rtsp://user:pass@host` → `rtsp://***@host`), and passwords that some cameras
 * want in the path or query instead (`/user=admin&password=***`).
 */
export function redact(text: string): string {
  return text
    .replace(/\b([a-z][a-z0-9+.-]*:\/\/)[^\s/@'"]*@/gi, '$1***@')
    .replace(/(?<![a-z])((?:pass(?:word|wd)?|pwd|secret|token)=)[^&\s"'#;/]+/gi, '$1***')
}

function clean(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return redact(value)
  if (value instanceof Error)
    return {
      name: value.name,
      message: redact(value.message),
      ...(value.cause === undefined ? {} : { cause: clean(value.cause, depth + 1) }),
      stack: redact(value.stack ?? ''),
    }
  if (value instanceof Date || value === null || typeof value !== 'object') return value
  if (depth > 4) return '…'
  if (Array.isArray(value)) return value.slice(0, 50).map((item) => clean(item, depth + 1))
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, isSecretName(key) && item ? '***' : clean(item, depth + 1)]),
  )
}

/** `write` receives whole lines; without it they go to stdout. */
export function createLog(
  level: 'debug' | 'info' | 'warn' | 'error' | 'silent',
  write?: (line: string) => unknown,
): RootLog {
  const listeners = new Set<(line: string) => void>()
  const out = write ?? outOf(pino.destination(1))
  const base = pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    {
      write(line: string) {
        out(line)
        for (const listener of listeners) listener(line)
      },
    },
  )
  const wrap = (logger: pino.Logger): Log => ({
    debug: (message, data) => logger.debug(clean(data ?? {}) as object, redact(message)),
    info: (message, data) => logger.info(clean(data ?? {}) as object, redact(message)),
    warn: (message, data) => logger.warn(clean(data ?? {}) as object, redact(message)),
    error: (message, data) => logger.error(clean(data ?? {}) as object, redact(message)),
    with: (data) => wrap(logger.child(clean(data) as object)),
  })
  return {
    ...wrap(base),
    listen(listener) {
      listeners.add(listener)
      return { [Symbol.dispose]: () => void listeners.delete(listener) }
    },
  }
}

const outOf = (stream: { write(line: string): unknown }) => (line: string) => stream.write(line)
