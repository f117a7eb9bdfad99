// Backups, and the secret key: for the founder, who alone may touch the appliance itself.
import { Hono } from 'hono'
import { backupAnswer } from '../http/export-answer.ts'
import { callerOf, type Env } from '../http/guard.ts'
import { route } from '../http/route.ts'
import { letWait } from '../http/sockets.ts'
import { valid } from '../http/validate.ts'
import type { Services } from '../services/index.ts'
import {
  backupIn,
  backupOut,
  backupsOut,
  begunOut,
  confirmIn,
  doneOut,
  itemOut,
  nameIn,
  restoreIn,
  rotatedOut,
  waitingOut,
} from './backups.wire.ts'

const tags = ['System']
const right = 'appliance'
/** Each takes long, or ends what runs. */
const limit = 'connect'
const busy = 'Another backup is being made or restored'

export function backupRoutes({ backups, keyRotation }: Pick<Services, 'backups' | 'keyRotation'>): Hono<Env> {
  const begun = ({ id, uuid }: { id: number; uuid: string }) =>
    ({ success: true, data: { job_id: id, job_uuid: uuid } }) as const
  return new Hono<Env>()
    .post(
      '/system/backup',
      route({ summary: 'Make a backup', right, limit, tags, answers: { 202: begunOut, 409: busy } }),
      valid('json', backupIn),
      (c) => {
        const { passphrase, with_files: withFiles } = c.req.valid('json')
        return c.json(begun(backups.create(callerOf(c), { passphrase, withFiles })), 202)
      },
    )
    .get(
      '/system/backups',
      route({ summary: 'Backups that are kept here, newest first', right, tags, answers: { 200: backupsOut } }),
      async (c) => {
        const { items, waiting } = await backups.list(callerOf(c))
        return c.json({ success: true, data: items.map(itemOut), count: items.length, waiting: waitingOut(waiting) })
      },
    )
    .post(
      '/system/backups',
      route({
        summary: 'Bring a backup here: the file is the body, as `application/octet-stream`',
        right,
        limit: 'stream',
        tags,
        answers: { 201: backupOut, 400: 'It is not a backup, or damaged, or of a newer Porchlight' },
      }),
      async (c) => {
        letWait(c)
        const item = await backups.bring(callerOf(c), c.req.raw.body ?? empty())
        return c.json({ success: true, data: itemOut(item) }, 201)
      },
    )
    .get(
      '/system/backups/:name/file',
      route({
        summary: 'The file of a backup',
        right,
        limit: 'stream',
        tags,
        answers: { 200: { description: 'The file; 206 for a part by `Range`', type: 'application/octet-stream' } },
      }),
      valid('param', nameIn),
      async (c) => backupAnswer(c, await backups.file(callerOf(c), c.req.valid('param').name)),
    )
    .delete(
      '/system/backups/:name',
      route({ summary: 'Remove a backup', right, tags, answers: { 200: doneOut } }),
      valid('param', nameIn),
      async (c) => {
        await backups.remove(callerOf(c), c.req.valid('param').name)
        return c.json({ success: true, message: 'Backup deleted successfully' })
      },
    )
    .post(
      '/system/restore',
      route({
        summary: 'Check and unpack a backup; the next start puts it in place and keeps the former data beside it',
        right,
        limit,
        tags,
        answers: { 202: begunOut, 409: busy },
      }),
      valid('json', restoreIn),
      async (c) => {
        const { backup, passphrase } = c.req.valid('json')
        return c.json(begun(await backups.restore(callerOf(c), backup, passphrase)), 202)
      },
    )
    .delete(
      '/system/restore',
      route({
        summary: 'Do not put in place what waits',
        right,
        tags,
        answers: { 200: doneOut, 404: 'Nothing waits' },
      }),
      async (c) => {
        await backups.forget(callerOf(c))
        return c.json({ success: true, message: 'The restore was given up' })
      },
    )
    .post(
      '/system/restart',
      route({
        summary: 'Start the appliance anew',
        right,
        limit,
        tags,
        answers: { 202: doneOut, 501: 'It cannot start itself here' },
      }),
      valid('json', confirmIn),
      (c) => {
        backups.restart(callerOf(c))
        return c.json({ success: true, message: 'Porchlight starts anew' }, 202)
      },
    )
    .post(
      '/system/rotate-key',
      route({
        summary: 'Another secret key: all stored passwords are rewritten under it, and everybody signs in again',
        right,
        limit,
        tags,
        answers: { 200: rotatedOut, 409: 'The key is set by PORCHLIGHT_SECRET_KEY' },
      }),
      valid('json', confirmIn),
      (c) => {
        const { keyId, rewritten } = keyRotation.rotate(callerOf(c))
        return c.json({ success: true, data: { key_id: keyId, rewritten } })
      },
    )
}

async function* empty(): AsyncGenerator<Uint8Array> {}
