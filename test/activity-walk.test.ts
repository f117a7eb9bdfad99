// Every route that writes, asked by the founder: what was done is in the activity log, once, under his name and from where.
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import type { Hono } from 'hono'
import { type DeclaredRoute, declaredRoutes } from '../core/http/route.ts'
import { pathAbout } from '../core/testing/rights-path.ts'
import { type Asker, createRightsStand, headersFor, type RightsStand } from '../core/testing/rights-stand.ts'
import { SENT, type Sent } from '../core/testing/rights-table.ts'
import { watchRows } from '../core/testing/untouched.ts'
import { withDialects } from './dialects.ts'

setDefaultTimeout(60_000)

const CHANGES_NOTHING = 'it tries something out, and changes nothing'
const READS = 'it reads anew what the device says, and changes nothing'
const MOVES = 'the cameras here cannot be moved'
const WATCHING = 'looking on, told every few seconds'

/** Writes in form alone: why nobody is to find them in the log. */
const SILENT: Record<string, string> = {
  'POST /api/media/sign': 'a ticket for a picture is looking on; one for a download is in the log, and tested there',
  'PUT /api/user/alarm/seen': 'looking at alarms is no deed',
  'POST /api/device/:device/channel/:channel/stop': WATCHING,
  'POST /api/device/:device/channel/:channel/heartbeat': WATCHING,
  'POST /api/devices/test-connection': CHANGES_NOTHING,
  'POST /api/cloud/hikvision-connect': CHANGES_NOTHING,
  'POST /api/cameras/probe': CHANGES_NOTHING,
  'POST /lightnvr/api/onvif/device/test': CHANGES_NOTHING,
  'POST /lightnvr/api/streams/test': CHANGES_NOTHING,
  'POST /vibenvr/onvif/ptz/probe-features/:camera_id': READS,
  'POST /vibenvr/cameras/probe-stream': CHANGES_NOTHING,
  'POST /vibenvr/cameras/export/bulk': 'a list may be asked for by its numbers; nothing changes',
  'POST /lightnvr/api/setup/status': 'it is complete with the first account, whoever says so',
  'POST /lightnvr/api/settings/go2rtc/validate': CHANGES_NOTHING,
  'POST /lightnvr/api/telemetry/player': 'nobody reads it',
  'POST /vibenvr/settings/init-defaults': 'each has its default already',
  'POST /vibenvr/settings/cleanup': 'it goes anyway, and what went is in the log',
  'POST /vibenvr/cameras/:camera_id/cleanup': 'it goes anyway, and what went is in the log',
  'POST /api/cloud/hikvision/channels': READS,
  'POST /api/cloud/hikvision/search': READS,
  'POST /api/device/:id/infor/sync': READS,
  'POST /api/device/:id/infor/storage': READS,
  'POST /api/device/:id/infor/onvif-users': READS,
  'POST /api/channels/:id/alarm-sources/sync': READS,
  'POST /api/devices/:id/alarm-sources/sync': READS,
  'POST /api/device/:device/channel/:channel/infor/recording-mode/sync': READS,
  'POST /api/device/:device/channels/recording-mode/sync': READS,
  'POST /api/device/:device/channels/infor/sync': READS,
  'POST /api/device/:device/user/sync': READS,
  'POST /api/device/:device/user/syncall': READS,
  'POST /api/device/:device/user/:user/permissions/sync': READS,
  'POST /api/logs/device/:device': READS,
}

/** What this stand refuses before anything was done, or has nothing to do for: the log is tested where the deed is. */
const UNDONE: Record<string, string> = {
  'POST /api/auth/refresh': 'no session begins or ends: the same goes on',
  'DELETE /lightnvr/api/recordings/files': 'lightnvr-recording-batches.test.ts',
  'POST /lightnvr/api/auth/login/totp': 'lightnvr-sign-in.test.ts',
  'POST /api/auth/totp/setup': 'second-factor.test.ts',
  'POST /api/auth/totp/enable': 'second-factor.test.ts',
  'POST /api/auth/totp/disable': 'second-factor.test.ts',
  'POST /api/auth/recovery-codes': 'second-factor.test.ts',
  'DELETE /api/users/:id/totp': 'second-factor.test.ts',
  'DELETE /api/auth/trusted-browsers/:id': 'user-limits.test.ts',
  'DELETE /lightnvr/api/auth/trusted-devices/:id': 'user-limits.test.ts',
  'POST /lightnvr/api/auth/users/:id/totp/setup': 'it asks for nothing yet',
  'POST /lightnvr/api/auth/users/:id/totp/verify': 'lightnvr-factor.test.ts',
  'POST /lightnvr/api/auth/users/:id/totp/disable': 'lightnvr-factor.test.ts',
  'POST /vibenvr/auth/login': 'it wants a form; vibenvr-sign-in.test.ts',
  'POST /vibenvr/auth/setup': 'the first account is there; vibenvr-sign-in.test.ts',
  'POST /vibenvr/auth/2fa/setup': 'it asks for nothing yet',
  'POST /vibenvr/auth/2fa/enable': 'vibenvr-own-account.test.ts',
  'POST /vibenvr/auth/2fa/disable': 'vibenvr-own-account.test.ts',
  'POST /vibenvr/auth/2fa/recovery-codes': 'vibenvr-own-account.test.ts',
  'DELETE /vibenvr/auth/devices/:device_id': 'vibenvr-own-account.test.ts',
  'POST /vibenvr/users/:user_id/avatar': 'no pictures of people are kept',
  'POST /api/activity/:id/undo': 'activity-undo.test.ts',
  'POST /api/hub/entity-ids': 'hub.test.ts',
  'POST /api/devices/:id/trust-certificate': 'certificates.test.ts',
  'POST /api/channels/:id/alarm-sources/:kind/enable': 'it is on already; captures-writes.test.ts',
  'POST /api/devices/:id/alarm-sources/:kind/enable': 'it is on already; captures-writes.test.ts',
  'PUT /api/device/:device/user/:user/permissions': 'device-users.test.ts',
  'POST /vibenvr/federation/nodes': 'other installations are not shown here',
  'PUT /vibenvr/federation/nodes/:node_id': 'other installations are not shown here',
  'DELETE /vibenvr/federation/nodes/:node_id': 'other installations are not shown here',
  'POST /vibenvr/onvif/probe': 'ONVIF cameras are added in our own pages',
  'POST /vibenvr/onvif/deep-scan': 'ONVIF cameras are added in our own pages',
  'POST /vibenvr/storage/profiles': 'storage-folders.test.ts',
  'PUT /vibenvr/storage/profiles/:profile_id': 'storage-folders.test.ts',
  'DELETE /vibenvr/storage/profiles/:profile_id': 'storage-folders.test.ts',
  'POST /api/storage/folders': 'storage-folders.test.ts',
  'POST /vibenvr/events': 'nobody writes an event by hand',
  'POST /vibenvr/events/webhook': 'nobody writes an event by hand',
  'POST /vibenvr/settings/backup/run': 'a backup is locked with a passphrase',
  'POST /vibenvr/settings/backup/import': 'it has no counterpart here',
  'POST /vibenvr/settings/backup/restore-file/:filename': 'a backup is locked with a passphrase',
  'POST /vibenvr/settings/test-notify': 'it has no counterpart here',
  'POST /vibenvr/settings/telemetry/report': 'it has no counterpart here',
  'POST /vibenvr/settings/sync-orphans': 'it has no counterpart here',
  'DELETE /vibenvr/settings/backup/:filename': 'backups.test.ts',
  'PUT /api/storage/folders/:id': 'storage-folders.test.ts',
  'DELETE /api/storage/folders/:id': 'storage-folders.test.ts',
  'POST /api/cameras/:id/ptz/move': MOVES,
  'POST /api/cameras/:id/ptz/stop': MOVES,
  'POST /api/cameras/:id/ptz/relative': MOVES,
  'POST /api/cameras/:id/ptz/absolute': MOVES,
  'POST /api/cameras/:id/ptz/home': MOVES,
  'POST /api/cameras/:id/ptz/set-home': MOVES,
  'POST /api/cameras/:id/ptz/presets': MOVES,
  'POST /api/cameras/:id/ptz/presets/:token/goto': MOVES,
  'DELETE /api/cameras/:id/ptz/presets/:token': MOVES,
  'POST /lightnvr/api/onvif/device/add': 'lightnvr-onvif.test.ts',
  'DELETE /lightnvr/api/streams/:name/zones': 'there are none to remove; zones.test.ts',
  'DELETE /lightnvr/api/motion/config/:name': 'nothing is recorded around alarms; lightnvr-motion.test.ts',
  'POST /lightnvr/api/motion/test/:name': 'nothing is recorded around alarms; lightnvr-motion.test.ts',
  'DELETE /lightnvr/api/motion/recordings/:id': 'it was not recorded around an alarm; lightnvr-motion.test.ts',
  'POST /lightnvr/api/motion/cleanup': 'nothing is old enough; lightnvr-motion.test.ts',
  'POST /lightnvr/api/streams/:name/ptz/move': MOVES,
  'POST /lightnvr/api/streams/:name/ptz/stop': MOVES,
  'POST /lightnvr/api/streams/:name/ptz/absolute': MOVES,
  'POST /lightnvr/api/streams/:name/ptz/relative': MOVES,
  'POST /lightnvr/api/streams/:name/ptz/home': MOVES,
  'POST /lightnvr/api/streams/:name/ptz/goto-preset': MOVES,
  'POST /lightnvr/api/streams/:name/ptz/preset': MOVES,
  'POST /vibenvr/onvif/ptz/move/:camera_id': MOVES,
  'POST /vibenvr/onvif/ptz/stop/:camera_id': MOVES,
  'POST /vibenvr/onvif/ptz/goto-home/:camera_id': MOVES,
  'POST /vibenvr/onvif/ptz/set-home/:camera_id': MOVES,
  'POST /vibenvr/onvif/ptz/goto-preset/:camera_id': MOVES,
  'PUT /api/channels/:channel/footage-rule': 'footage-rules.test.ts',
  'POST /api/system/backups': 'backups.test.ts',
  'POST /api/system/restore': 'backups.test.ts',
  'DELETE /api/system/restore': 'backups.test.ts',
  'POST /api/system/restart': 'backups.test.ts',
  'POST /lightnvr/api/system/backup': 'lightnvr-system.test.ts',
  'POST /lightnvr/api/system/restart': 'lightnvr-system.test.ts',
  'POST /lightnvr/api/system/shutdown': 'lightnvr-system.test.ts',
  'DELETE /api/cameras/:id': 'cameras.test.ts',
  'DELETE /vibenvr/cameras/:camera_id': 'it is a channel of a recorder; vibenvr-camera-writes.test.ts',
  'POST /vibenvr/cameras/bulk-delete': 'none of them is there; vibenvr-camera-writes.test.ts',
  'POST /vibenvr/cameras/reorder': 'they stand in this order already; vibenvr-cameras.test.ts',
  'POST /vibenvr/cameras/import/motioneye': 'it is refused',
  'DELETE /vibenvr/groups/:group_id': 'there is none; vibenvr-groups.test.ts',
  'POST /vibenvr/groups/bulk-delete': 'there is none; vibenvr-groups.test.ts',
  'POST /vibenvr/groups/:group_id/cameras': 'there is none; vibenvr-groups.test.ts',
  'POST /vibenvr/groups/:group_id/action': 'there is none; vibenvr-groups.test.ts',
  'POST /lightnvr/api/streams/:name/refresh': 'it was restarted a moment ago; lightnvr-stream-writes.test.ts',
}

/** Without which there would be nothing to do. */
const FIRST: Record<string, (founder: Asker) => void> = {
  'POST /api/jobs/:id/cancel': ({ has }) => setJob(has.job, 'paused'),
  'POST /api/jobs/:id/pause': ({ has }) => setJob(has.job, 'queued'),
  'POST /api/jobs/:id/resume': ({ has }) => setJob(has.job, 'failed'),
  'PUT /api/cloud/hikvision/sources/:nvr_id': () => offer('footage'),
  'PUT /api/channels/:channel/footage-rule': () => offer('footage'),
}
/** Bodies that change something where those of the table do not. */
const INSTEAD: Record<string, Sent> = {
  'PUT /api/device/:device/user/:user/permissions': {
    body: () => ({ global_permissions: { local: { playback: false } } }),
  },
  'PUT /api/users/:id/grants': { body: ({ channel }) => [{ channel_id: channel, view: true }] },
}

let it: RightsStand
let founder: Asker
let routes: DeclaredRoute[]
beforeAll(async () => {
  it = await createRightsStand({}, { plugins: withDialects })
  founder = it.askers.find(({ role }) => role === 'founder') as Asker
  routes = declaredRoutes(it.app.app.root as unknown as Hono).filter(
    // The mirror is a dialect of these tests, with callers of its own.
    ({ method, path, right }) => method !== 'GET' && right !== 'ticket' && !path.startsWith('/mirror/'),
  )
})
afterAll(() => it[Symbol.asyncDispose]())

function setJob(id: number, state: string) {
  it.sqlite.run('update jobs set state = ?, ended_at = null where id = ?', [state, id])
}
function offer(capability: string) {
  it.sqlite.run("update devices set offers = json_insert(offers, '$[#]', ?)", [capability])
}

const named = ({ method, path }: DeclaredRoute) => `${method} ${path}`
/** Writes that take away come last, so that what is asked before is still there; then what cannot be taken back. */
const ORDER = ['PUT', 'PATCH', 'POST', 'DELETE']

const AGENT = 'a walk'

interface Row {
  action: string
  username: string
  agent: string | null
}
const newest = () => (it.sqlite.query('select max(id) as id from activity').get() as { id: number }).id
const since = (id: number) =>
  it.sqlite.query<Row, [number]>('select action, username, agent from activity where id > ?').all(id)

async function send(route: DeclaredRoute, sent: Sent) {
  const things = { ...it.things.a, ...founder.has }
  const body = sent.body?.(things)
  const answer = await it.app.app.root.request(pathAbout(route.path, things) + (sent.query?.(things) ?? ''), {
    method: route.method,
    headers: {
      ...headersFor(founder, route.path),
      'user-agent': AGENT,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return { isDone: answer.status < 400, text: `${answer.status} ${(await answer.text()).slice(0, 100)}` }
}

test('whatever is done leaves one row of who did it, and what leaves none says why', async () => {
  const rows = watchRows(it.sqlite, ['system_stats', 'jobs'])
  const [wrong, silent, logged]: [string[], Set<string>, Set<string>] = [[], new Set(), new Set()]
  const asks = routes
    .map((route) => ({ route, name: named(route) }))
    .flatMap(({ route, name }) => [INSTEAD[name] ?? SENT[name] ?? {}].flat().map((sent) => ({ route, name, sent })))
    .sort((one, other) => {
      const place = ({ route, sent }: typeof one) => (sent.last ? ORDER.length : ORDER.indexOf(route.method))
      return place(one) - place(other)
    })
  for (const { route, name, sent } of asks) {
    FIRST[name]?.(founder)
    const before = newest()
    const { isDone, text } = await send(route, sent)
    // Who signs in is nobody until then.
    const who = name.endsWith('/login') ? 'spare' : 'owner'
    const his = since(before).filter(({ username }) => username === who)
    if (his.length > 0) logged.add(name)
    else if (isDone) silent.add(name)
    if (his.length > 1) wrong.push(`${name} → ${his.map(({ action }) => action)}`)
    if (his.some(({ agent }) => agent !== AGENT)) wrong.push(`${name} → nobody knows from where`)
    if (his.length === 0 && !(name in SILENT) && !(name in UNDONE)) wrong.push(`${name} → ${text}`)
    if (!sent.last && rows.changed().length > 0) rows.restore()
  }
  expect(wrong).toEqual([])
  const names = routes.map(named)
  expect([...Object.keys(SILENT), ...Object.keys(UNDONE)].filter((name) => !names.includes(name))).toEqual([])
  // A ticket for a download is written down, one for a picture is not.
  const told = [...logged].filter((name) => name in SILENT)
  expect(told).toEqual(['POST /api/media/sign'])
  expect(silent.size).toBeGreaterThan(5)
  expect(logged.size).toBeGreaterThan(50)
})
