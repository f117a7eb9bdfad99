// Our log as VibeNVR's page of logs reads it: lines of text, and all that is kept as a ZIP.
import { downloadZip } from 'client-zip'
import { Hono } from 'hono'
import { z } from 'zod'
import { callerOf, type Env, Fault, route, type Services, valid } from '#plugin'

const tags = ['VibeNVR']
const MOST = 5000
const logsQuery = valid(
  'query',
  z.object({
    service: z.string(),
    lines: z.coerce.number().int().min(1).max(MOST).default(100),
    search: z.string().max(200).optional(),
  }),
)
/** What is left of VibeNVR's parts here. Before ours stands no other program that would write of its own. */
const PARTS = new Map<string, 'porchlight' | 'live' | null>([
  ['all', 'porchlight'],
  ['backend', 'porchlight'],
  ['engine', 'live'],
  ['frontend_access', null],
  ['frontend_error', null],
])

type Entry = ReturnType<ReturnType<Services['system']['logs']>['page']>['entries'][number]

const textOf = ({ time, level, service, message, data }: Entry): string =>
  `${time.toISOString()} ${level.toUpperCase()} ${service}: ${message.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')}${data ? ` ${JSON.stringify(data)}` : ''}`

export function logRoutes({ system }: Services, now = () => new Date()): Hono<Env> {
  const words = (summary: string) => route({ summary, right: 'appliance', limit: 'dialect', tags })
  return (
    new Hono<Env>()
      // Of all paths the one that is written with a slash at its end.
      .get('/logs/', words('The end of our log'), logsQuery, (c) => {
        const { service, lines, search } = c.req.valid('query')
        const log = system.logs(callerOf(c))
        const part = PARTS.get(service)
        if (part === undefined) throw new Fault('invalid-input', 'Invalid service name')
        if (part === null) return c.json([])
        const filter = { service: part, type: 'all', level: 'debug', search } as const
        return c.json(log.page(filter, { lines }).entries.map(textOf))
      })
      .get('/logs/download', words('Our log as a ZIP'), (c) => {
        const log = system.logs(callerOf(c))
        const { entries } = log.page({ service: 'porchlight', type: 'all', level: 'debug' }, { lines: MOST })
        const input = entries.map((entry) => `${textOf(entry)}\n`).join('')
        const zip = downloadZip([{ name: 'porchlight.log', lastModified: now(), input }])
        zip.headers.set('content-disposition', 'attachment; filename="porchlight-logs.zip"')
        return zip
      })
  )
}
