// What VibeNVR's settings page does beside setting: backups and cleaning up; what has no counterpart here is refused in words.
import { Hono } from 'hono'
import { callerOf, type Env, Fault, route, type Services } from '#plugin'

const tags = ['VibeNVR']

/** Of the page *System*, where it is done here. */
const LOCKED = 'holds every password and is locked with a passphrase, which this request cannot send'
const REFUSED = {
  '/settings/backup/run': `A backup ${LOCKED}: make it on the page System, or with POST /api/system/backup`,
  '/settings/backup/restore-file/:filename': `A backup ${LOCKED}: restore it on the page System, or with POST /api/system/restore`,
  '/settings/backup/import': 'A backup of VibeNVR cannot be restored here; one of ours is, on the page System',
} as const
const NO_COUNTERPART = {
  '/settings/test-notify':
    'No mail and no Telegram is sent from here: webhooks and a hub are told, see the page Events',
  '/settings/telemetry/report': 'Nothing is reported to anybody',
  '/settings/sync-orphans':
    'The list and the files of recordings are held together all the time: there is nothing to bring in',
} as const

export function settingsDeedRoutes({ access, backups, retention }: Services): Hono<Env> {
  const words = (summary: string, right: 'manage' | 'appliance') => route({ summary, right, limit: 'dialect', tags })
  const routes = new Hono<Env>()
    .get('/settings/backup/list', words('Backups that are kept here', 'appliance'), async (c) => {
      const { items } = await backups.list(callerOf(c))
      return c.json(
        items.map(({ name, bytes, about, problem }) => ({
          ...{ filename: name, size: bytes, created_at: about?.created_at ?? null },
          comment: problem ?? `Porchlight ${about?.version}`,
        })),
      )
    })
    .delete('/settings/backup/:filename', words('Remove a backup', 'appliance'), async (c) => {
      await backups.remove(callerOf(c), c.req.param('filename'))
      return c.json({ message: 'Backup deleted' })
    })
    .get('/settings/backup/export', words('All settings in a file', 'appliance'), (c) => {
      access.household(callerOf(c), 'appliance')
      throw new Fault('unsupported', `A backup ${LOCKED}: make and download it on the page System`)
    })
    .post('/settings/cleanup', words('Remove what is too old or too much', 'manage'), (c) => {
      access.household(callerOf(c), 'manage')
      retention.hurry()
      return c.json({ status: 'success', message: 'Cleanup started' })
    })
    .get('/settings/sync-orphans/status', words('How bringing in files does', 'manage'), (c) => {
      access.household(callerOf(c), 'manage')
      return c.json({ status: 'idle', result: null })
    })
  for (const [path, why] of Object.entries(REFUSED))
    routes.post(path, words('Refused here', 'appliance'), (c) => {
      access.household(callerOf(c), 'appliance')
      throw new Fault('unsupported', why)
    })
  for (const [path, why] of Object.entries(NO_COUNTERPART))
    routes.post(path, words('Refused here', 'manage'), (c) => {
      access.household(callerOf(c), 'manage')
      throw new Fault('unsupported', why)
    })
  return routes
}
