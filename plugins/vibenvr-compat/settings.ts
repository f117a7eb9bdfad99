// Settings by key, as VibeNVR's clients read and send them: all are texts.
import { type Context, Hono } from 'hono'
import { type Caller, callerOf, type Env, Fault, readText, route, type Services } from '#plugin'
import { isAdmin } from './auth.ts'
import { wrong } from './errors.ts'
import { createSettingsStore } from './settings-store.ts'
import { DEFAULTS, isKey, rowOf } from './settings-table.ts'

const tags = ['VibeNVR']
const limit = 'dialect'

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export function settingsRoutes(services: Services): Hono<Env> {
  const store = createSettingsStore(services)

  function refuseOthers(caller: Caller): void {
    if (!isAdmin(services, caller)) throw new Fault('not-allowed', 'Only an admin may see and change the settings')
  }

  return new Hono<Env>()
    .get('/settings', route({ summary: 'All settings', right: 'manage', limit, tags }), (c) => {
      refuseOthers(callerOf(c))
      return c.json(store.all(callerOf(c)))
    })
    .get('/settings/:setting_key', route({ summary: 'A setting', right: 'signed-in', limit, tags }), (c) => {
      const key = c.req.param('setting_key')
      if (!(isKey(key) && rowOf(key).isForAll)) refuseOthers(callerOf(c))
      return c.json({ key, ...store.one(callerOf(c), key) })
    })
    .put('/settings/:setting_key', route({ summary: 'Change a setting', right: 'manage', limit, tags }), async (c) => {
      refuseOthers(callerOf(c))
      const key = c.req.param('setting_key')
      const value = c.req.query('value') ?? (await valueIn(c))
      return c.json({ key, ...store.put(callerOf(c), key, value) })
    })
    .post('/settings/bulk', route({ summary: 'Change settings', right: 'manage', limit, tags }), async (c) => {
      refuseOthers(callerOf(c))
      const body = parsed(await readText(c))
      if (!isRecord(body)) throw wrong('body', 'Input should be a valid dictionary', 'dict_type')
      return c.json(store.bulk(callerOf(c), body))
    })
    .post('/settings/init-defaults', route({ summary: 'Have every setting', right: 'manage', limit, tags }), (c) => {
      refuseOthers(callerOf(c))
      // Each has its default from the beginning.
      return c.json({ message: `Initialized ${DEFAULTS} default settings` })
    })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw wrong('body', 'JSON decode error', 'json_invalid')
  }
}

/** VibeNVR's document prints the body of a change without its braces: `"value": "30"`. */
async function valueIn(c: Context<Env>): Promise<unknown> {
  const text = (await readText(c)).trim()
  const body = text === '' ? {} : parsed(/^"value"\s*:/.test(text) ? `{${text}}` : text)
  if (!isRecord(body) || body.value === undefined) throw wrong('query.value', 'is required', 'missing')
  return body.value
}
