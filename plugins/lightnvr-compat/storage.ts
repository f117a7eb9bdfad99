// How full the disk is, and having the rules make room at once.
import { Hono } from 'hono'
import { type Caller, callerOf, type Env, Fault, route, type Services } from '#plugin'
import { objectOrNothing, refuseOtherKeys } from './said.ts'
import { keptOf, ROWS } from './settings-table.ts'

const tags = ['LightNVR']
const LEVELS = ['normal', 'warning', 'critical', 'emergency'] as const
const seconds = (at: Date | null | undefined) => (at ? Math.floor(+at / 1000) : 0)

export function storageRoutes(services: Services): Hono<Env> {
  const { access, activity, retention, settings, storage, system } = services

  /** Per cent free below which it is called by the next word, as this household has said. */
  function thresholds(caller: Caller): number[] {
    const fields = keptOf(services, caller)
    return (['warning', 'critical', 'emergency'] as const).map((name) => {
      const value = fields[`storage_pressure_${name}_pct`]
      return typeof value === 'number' ? value : ROWS[`storage_pressure_${name}_pct`].is
    }) as number[]
  }

  async function health(caller: Caller) {
    const [{ volumes, recordings }, use] = await Promise.all([system.disk(caller), storage.use(caller)])
    const main = volumes.find(({ purpose }) => purpose.includes('recordings')) ?? null
    const total = main ? main.used + main.free : 0
    const percent = main && total > 0 ? Math.round((main.free / total) * 1000) / 10 : 0
    // A disk that does not answer is nothing that its fullness could be told of.
    const level = main ? thresholds(caller).filter((least) => percent < least).length : 0
    const { run, removal } = retention.last()
    const { free_bytes: free } = settings.get('recording_limits')
    return {
      pressure_level: LEVELS[level],
      pressure_level_num: level,
      free_space_pct: percent,
      free_space_bytes: main?.free ?? 0,
      total_space_bytes: total,
      used_space_bytes: recordings,
      last_check_time: Math.floor(Date.now() / 1000),
      last_cleanup_time: seconds(run),
      // There is one kind of cleaning up.
      last_deep_time: 0,
      last_cleanup_deleted: removal?.count ?? 0,
      last_cleanup_freed: removal?.bytes ?? 0,
      capacity_target_free_pct: free && total ? Math.round((free / total) * 100) : 0,
      fill_rate_bytes_per_day: Math.round(use.bytesPerDay),
      projected_seconds_to_target: use.fullAt ? Math.max(0, Math.floor((+use.fullAt - Date.now()) / 1000)) : -1,
    }
  }

  return new Hono<Env>()
    .get(
      '/api/storage/health',
      route({ summary: 'How full the disk is', right: 'system', limit: 'dialect', tags }),
      async (c) => c.json(await health(callerOf(c))),
    )
    .post(
      '/api/storage/cleanup',
      route({ summary: 'Remove at once what the rules would', right: 'manage', limit: 'connect', tags }),
      async (c) => {
        const caller = callerOf(c)
        access.household(caller, 'manage')
        const wanted = isAggressive(await objectOrNothing(c, 'Invalid JSON in request body'))
        const count = await retention.run()
        activity.record(caller, { action: 'storage_cleanup', metadata: { recordings: count } })
        const found = `${count} ${count === 1 ? 'recording was' : 'recordings were'} removed by the rules`
        // Nothing goes that the rules keep, however full the disk is.
        const more = wanted ? '; there is no harder way: shorten how long is kept' : ''
        return c.json({ success: true, aggressive: false, message: `${found}${more}` })
      },
    )
}

function isAggressive(body: Record<string, unknown>): boolean {
  refuseOtherKeys(body, ['aggressive'])
  const { aggressive = false } = body
  if (typeof aggressive !== 'boolean') throw new Fault('invalid-input', 'aggressive must be true or false')
  return aggressive
}
