// The system: what it is and how it does, its log, its end, and backups.
import { randomBytes } from 'node:crypto'
import { type Context, Hono } from 'hono'
import { type Caller, callerOf, type Env, Fault, fileAnswer, letWait, readText, route, type Services } from '#plugin'
import { roleOf } from './auth.ts'
import { mountOf } from './cookie.ts'
import { namesOf, streamsOf } from './names.ts'
import { keptOf, ROWS } from './settings-table.ts'
import { logsOut, logsQuery } from './system-logs.ts'
import { isRecord } from './wire.ts'

const tags = ['LightNVR']

/** So long may a backup take; a larger one is found among ours when it is done. */
const LONGEST_MS = 600_000

export function systemRoutes(services: Services, base: string): Hono<Env> {
  const { system, backups, jobs } = services
  const words = (summary: string, right: 'system' | 'appliance') => route({ summary, right, limit: 'dialect', tags })
  const heavy = (summary: string, limit: 'connect' | 'stream') => route({ summary, right: 'appliance', limit, tags })

  async function about(c: Context<Env>) {
    const caller = callerOf(c)
    // Who may not is told before anything is measured.
    const { process: uptime } = system.uptime(caller)
    const [cpu, memory, disk, found] = await Promise.all([
      system.cpu(caller),
      system.memory(caller),
      system.disk(caller),
      system.about(caller),
    ])
    const isAdmin = roleOf(services, caller).role === 'admin'
    const volumes = disk.volumes
    const main = volumes.find(({ purpose }) => purpose.includes('recordings')) ?? volumes[0]
    const root = volumes.find(({ mount }) => mount === '/') ?? volumes[0]
    const machine = memory.machine ?? { total: 0, used: 0, free: 0 }
    const sums = system.sums(caller)
    const nameOf = namesOf(services)
    const streams = streamsOf(services, caller)
    const storage = streams.flatMap((channel) => {
      const sum = sums.get(channel.id)
      return sum ? [{ name: nameOf(channel), size: sum.bytes, count: sum.count }] : []
    })
    const all = [...sums.values()]
    const total = (of: (one: { bytes: number; count: number }) => number) => all.reduce((sum, one) => sum + of(one), 0)
    const fields = keptOf(services, caller)
    const numbers = (key: 'web_thread_pool_size' | 'max_streams') => Number(fields[key] ?? ROWS[key].is)
    const own = memory.limits.memory ?? machine.total
    return {
      version: found.version,
      git_commit: '',
      cpu: { model: cpu.cores[0]?.model ?? '', cores: cpu.cores.length, usage: cpu.usage ?? 0 },
      memory: { total: own, used: found.memory, free: Math.max(0, own - found.memory) },
      threads: found.threads ?? 0,
      webThreadPoolSize: numbers('web_thread_pool_size'),
      // Neither of the two is here.
      go2rtcMemory: { total: 0, used: 0, free: 0 },
      detectorMemory: { total: 0, used: 0, free: 0 },
      systemMemory: machine,
      uptime,
      disk: { total: main?.total ?? 0, used: disk.recordings, free: main?.free ?? 0 },
      systemDisk: { total: root?.total ?? 0, used: root?.used ?? 0, free: root?.free ?? 0 },
      // 0 is for ever.
      global_retention_days: services.settings.get('recording_limits').days ?? 0,
      versions: { items: isAdmin ? versionsOf(found) : [] },
      network: { interfaces: isAdmin ? found.interfaces.map((one) => ({ ...one, up: true })) : [] },
      streams: { active: streams.filter(({ inUse }) => inUse).length, total: numbers('max_streams') },
      recordings: { count: total(({ count }) => count), size: total(({ bytes }) => bytes) },
      streamStorage: storage,
    }
  }

  async function backUp(c: Context<Env>, caller: Caller, body: unknown) {
    services.access.household(caller, 'appliance')
    // It holds every password: without a passphrase of theirs we make one.
    const said = isRecord(body) && typeof body.passphrase === 'string' ? body.passphrase : null
    if (said !== null && (said.length < 10 || said.length > 256))
      throw new Fault('invalid-input', 'passphrase must have 10 to 256 characters')
    const passphrase = said ?? randomBytes(15).toString('base64url')
    letWait(c)
    const { id } = backups.create(caller, { passphrase, withFiles: false })
    const job = await within(LONGEST_MS, jobs.ended(id))
    if (!job) throw new Fault('not-ready', `The backup is still being made: look for job ${id} later`)
    const name = isRecord(job.result) ? job.result.name : null
    if (job.state !== 'done' || typeof name !== 'string')
      throw new Fault('internal', job.error ?? 'The backup was not made')
    const told = said === null ? `. It is told this once, and needed to restore it: ${passphrase}` : ''
    return {
      success: true,
      message: `Backup created; its passphrase is ${said === null ? 'a new one' : 'yours'}${told}`,
      backupUrl: `${mountOf(c, base)}/backups/${name}`,
      filename: name,
      ...(said === null ? { passphrase } : {}),
    }
  }

  return new Hono<Env>()
    .get('/api/system', words('What runs here, and how it does', 'system'), async (c) => c.json(await about(c)))
    .get('/api/system/info', words('What runs here, and how it does', 'system'), async (c) => c.json(await about(c)))
    .get('/api/system/logs', words('The end of our log', 'appliance'), async (c) => {
      const caller = callerOf(c)
      const log = system.logs(caller)
      const { dataFolder } = await system.about(caller)
      return c.json(logsOut(log, logsQuery(c.req.query()), `${dataFolder}/logs/porchlight.log`))
    })
    .post('/api/system/logs/clear', words('Begin our log anew', 'appliance'), (c) => {
      system.clearLogs(callerOf(c))
      return c.json({ success: true, message: 'Logs cleared; the activity log stays' })
    })
    .post('/api/system/restart', heavy('Start anew', 'connect'), (c) => {
      const how =
        backups.restart(callerOf(c)) === 'within'
          ? 'it ends what it does and starts within itself'
          : 'its process ends with exit code 75, and whoever runs it starts it again'
      return c.json({ success: true, message: `System is restarting: ${how}` })
    })
    .post('/api/system/shutdown', heavy('End', 'connect'), (c) => {
      system.shutdown(callerOf(c))
      const message =
        'System is shutting down, with exit code 0. What starts it again whenever it ends, such as Docker with ' +
        '"unless-stopped", will do so: stop it there, then.'
      return c.json({ success: true, message })
    })
    .post('/api/system/backup', heavy('Make a backup', 'connect'), async (c) => {
      const text = await readText(c)
      return c.json(await backUp(c, callerOf(c), bodyOrNothing(text)))
    })
    .get('/backups/:name', heavy('The file of a backup', 'stream'), async (c) => {
      const { path, name } = await backups.file(callerOf(c), c.req.param('name'))
      letWait(c)
      const type = 'application/octet-stream'
      return fileAnswer(c, { path, name, type, disposition: 'attachment', missing: 'Backup not found' })
    })
}

/** Nothing has to be sent along. */
function bodyOrNothing(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

async function within<T>(ms: number, work: Promise<T>): Promise<T | null> {
  const { promise, resolve } = Promise.withResolvers<null>()
  const timer = setTimeout(resolve, ms, null)
  try {
    return await Promise.race([work, promise])
  } finally {
    clearTimeout(timer)
  }
}

type Found = Awaited<ReturnType<Services['system']['about']>>

/** Its clients look for the first two by these names. */
const versionsOf = ({ version, system, kernel, parts }: Found) => [
  { name: 'LightNVR', category: 'Application', version, details: `Porchlight ${version}, with an API like LightNVR's` },
  { name: 'Base OS', category: 'OS', version: system, details: kernel },
  ...parts.map((part) => ({ ...part, category: 'Library', details: '' })),
]
