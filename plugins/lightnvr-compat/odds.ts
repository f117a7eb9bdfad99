// What LightNVR's pages ask beside everything else: the first set-up, go2rtc that is not here, beacons of players, figures.
import { Hono } from 'hono'
import { type Caller, callerOf, type Env, Fault, readText, route, type Services } from '#plugin'
import type { Counts } from './around.ts'
import { metricsText } from './metrics.ts'
import { isRecord, jsonOf } from './wire.ts'

const tags = ['LightNVR']

/** What a go2rtc would be set to. None runs here, so none is checked, and none is overridden. */
const NO_GO2RTC = {
  validate: { valid: true, libyaml_available: false, skipped: true, warnings: [] },
  effective: {
    ...{ go2rtc_initialized: false, base: '', override: '', override_in_use: false },
    warnings: ['go2rtc is not used here'],
  },
  override: {
    ...{ file_present: false, process_running: false, override_in_use: false, disabled_reason: '' },
    warnings: ['go2rtc is not used here'],
  },
}

export function oddRoutes(services: Services, counts: Counts): Hono<Env> {
  const { access, system, users } = services
  const words = (summary: string, right: 'public' | 'signed-in' | 'manage' | 'system') =>
    route({ summary, right, limit: 'dialect', tags })
  const forAdmin = (caller: Caller) => void access.household(caller, 'manage')

  return (
    new Hono<Env>()
      // When that was is nobody's business who has not signed in.
      .get('/api/setup/status', words('Whether there is an account', 'public'), (c) => {
        const at = c.get('caller') ? system.foundedAt() : null
        return c.json({ complete: users.hasAccount(), setup_completed_at: at ? Math.floor(+at / 1000) : 0 })
      })
      .post('/api/setup/status', words('Say that everything is set up', 'manage'), async (c) => {
        if (!users.hasAccount()) throw new Fault('conflict', 'Make the first account on the page of Porchlight itself')
        forAdmin(callerOf(c))
        const body = jsonOf(await readText(c), 'Invalid JSON data')
        if (!isRecord(body) || typeof body.complete !== 'boolean') throw new Fault('invalid-input', 'Missing complete')
        // It is complete with the first account, and no page begins it anew.
        if (!body.complete) throw new Fault('conflict', 'Setup is complete as long as there is an account')
        return c.json({ success: true })
      })
      .post('/api/telemetry/player', words('How a player does; nobody reads it', 'signed-in'), (c) => c.body(null, 204))
      .post('/api/settings/go2rtc/validate', words('Check settings of go2rtc', 'manage'), (c) => {
        forAdmin(callerOf(c))
        return c.json(NO_GO2RTC.validate)
      })
      .get('/api/system/go2rtc/effective-config', words('What go2rtc is set to', 'manage'), (c) => {
        forAdmin(callerOf(c))
        return c.json(NO_GO2RTC.effective)
      })
      .get('/api/system/go2rtc/override-status', words('What of go2rtc is overridden', 'manage'), (c) => {
        forAdmin(callerOf(c))
        return c.json(NO_GO2RTC.override)
      })
      .get('/api/metrics', words('Figures for Prometheus', 'system'), async (c) =>
        c.body(await metricsText(services, callerOf(c), counts), 200, {
          'content-type': 'text/plain; version=0.0.4; charset=utf-8',
        }),
      )
  )
}
