// What a backup says of itself. It holds no secret; the wrapped key is bound to it, so that nobody else can have written it.
import { z } from 'zod'
import { newestMigration } from '../../db/migrate.ts'
import { Fault } from '../../domain/fault.ts'
import type { Archive } from './archive.ts'
import { type WrappedKey, wrappedKeySchema } from './wrapped-key.ts'

export const MANIFEST = 'manifest.json'
export const KEY = 'key.json'
export const DATABASE = 'porchlight.db.gz'
const MOST_MANIFEST = 256 * 1024 * 1024
const MOST_KEY = 16 * 1024
const count = z.int().min(0)

const contentSchema = z.object({
  name: z.string().max(1024),
  /** Below the data folder, with `/` on every system. */
  file: z
    .string()
    .max(1024)
    .refine((file) => /^(recordings|pictures)\/./.test(file) || file === 'porchlight.db', 'must be a file of ours')
    .refine((file) => !file.includes('\0') && !file.split('/').some((part) => ['', '.', '..'].includes(part))),
  bytes: count,
  sha256: z.hex().length(64),
})

const manifestSchema = z.object({
  format: z.literal('porchlight-backup'),
  layout: z.int(),
  /** Of the program that made it. */
  version: z.string().max(64),
  created_at: z.iso.datetime(),
  /** The newest change of the database that it knows. */
  migrated_at: count,
  /** Of the database, unpacked. */
  database_bytes: count,
  with_files: z.boolean(),
  counts: z.object({ users: count, devices: count, channels: count, recordings: count }),
  contents: z.array(contentSchema),
})
export type Manifest = z.output<typeof manifestSchema>
export type Content = Manifest['contents'][number]

export const LAYOUT = 1

/** The parts that are the same for every backup of this program. */
export const ours = { format: 'porchlight-backup', layout: LAYOUT } as const

const refused = (message: string, cause?: unknown) => new Fault('invalid-input', message, { cause })

/** Faults invalid-input: what is no backup, and one of a newer program. */
export async function readManifest(archive: Archive): Promise<{ manifest: Manifest; text: Buffer; key: WrappedKey }> {
  const text = await archive.bytes(MANIFEST, MOST_MANIFEST)
  const read = <T>(schema: z.ZodType<T>, bytes: Buffer): T => {
    try {
      return schema.parse(JSON.parse(bytes.toString('utf8')))
    } catch (cause) {
      throw refused('This file is not a backup of Porchlight, or it is damaged.', cause)
    }
  }
  const about = read(z.looseObject({ format: z.literal('porchlight-backup'), layout: z.int() }), text)
  if (about.layout > LAYOUT) throw newer()
  const manifest = read(manifestSchema, text)
  if (manifest.migrated_at > newestMigration()) throw newer()
  return { manifest, text, key: read(wrappedKeySchema, await archive.bytes(KEY, MOST_KEY)) }
}

const newer = () => refused('This backup was made by a newer Porchlight. Update this one, then restore it.')
