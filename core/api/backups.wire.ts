// Backups on the wire.
import { z } from 'zod'
import type { Backups } from '../services/backup/index.ts'

type Item = Awaited<ReturnType<Backups['list']>>['items'][number]
type Waiting = Awaited<ReturnType<Backups['list']>>['waiting']

const passphrase = z
  .string()
  .min(10)
  .max(256)
  .meta({ description: 'Opens the secret key in the backup. Nobody can find it out: keep it elsewhere' })

export const backupIn = z.object({
  passphrase,
  with_files: z
    .boolean()
    .default(false)
    .meta({ description: 'Also recordings and pictures, not only what is known of them' }),
})
export const restoreIn = z.object({
  backup: z.string().max(128).meta({ description: 'Its `name` in the list' }),
  passphrase: z.string().min(1).max(256),
})
/** For what nobody should do by a slip. */
export const confirmIn = z.object({ confirm: z.literal(true) })
export const nameIn = z.object({ name: z.string().max(128) })

const counts = z.object({ users: z.int(), devices: z.int(), channels: z.int(), recordings: z.int() })
const backupSchema = z
  .object({
    name: z.string(),
    bytes: z.int(),
    created_at: z.string().nullable(),
    version: z.string().nullable().meta({ description: 'Of the Porchlight that made it' }),
    with_files: z.boolean().nullable(),
    counts: counts.nullable(),
    problem: z.string().nullable().meta({ description: 'Why it cannot be restored' }),
  })
  .meta({
    id: 'Backup',
    description: 'A file in the data folder. Without its passphrase it tells names and times, but no login',
  })
const waitingSchema = z
  .object({ created_at: z.string(), version: z.string(), with_files: z.boolean() })
  .nullable()
  .meta({ description: 'A backup that the next start puts in place' })

export const backupsOut = z.object({
  success: z.literal(true),
  data: z.array(backupSchema),
  count: z.int(),
  waiting: waitingSchema,
})
export const backupOut = z.object({ success: z.literal(true), data: backupSchema })
export const begunOut = z
  .object({ success: z.literal(true), data: z.object({ job_id: z.int(), job_uuid: z.string() }) })
  .meta({ description: 'It is being done: see `/api/jobs/{id}`' })
export const rotatedOut = z
  .object({ success: z.literal(true), data: z.object({ key_id: z.string(), rewritten: z.int() }) })
  .meta({ description: 'The former key is gone, and everybody signs in again' })
export const doneOut = z.object({ success: z.literal(true), message: z.string() })

export type BackupOut = z.output<typeof backupSchema>
export type WaitingOut = z.output<typeof waitingSchema>

export function itemOut({ name, bytes, about, problem }: Item): BackupOut {
  const { created_at = null, version = null, with_files = null, counts: found = null } = about ?? {}
  return { name, bytes, created_at, version, with_files, counts: found, problem }
}

export function waitingOut(waiting: Waiting): WaitingOut {
  if (!waiting) return null
  const { created_at, version, with_files } = waiting
  return { created_at, version, with_files }
}
