// The master key in its file, and how another one takes its place so that an end at any moment leaves one that fits.
import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { eq } from 'drizzle-orm'
import { syncPath, writeDurably } from '../db/durably.ts'
import { NeedsPerson } from '../db/needs-person.ts'
import { inWords } from '../db/obstacles.ts'
import type { Db } from '../db/open.ts'
import { facts } from '../db/schema/index.ts'

export const KEY_BYTES = 32
const FILE = 'secret.key'
const NEXT = 'secret.key.next'
/** The key alone cannot be taken out of a backup, where it is wrapped. */
const WAY_BACK =
  'Put the file back from a copy of the data folder; or restore a backup, which brings key and database of its day: porchlight restore <file> --replace'
/** Where the database says with which key it was last rewritten. */
const FACT = 'secret_key_id'

interface KeyDeps {
  /** Data folder. */
  data: string
  /** `PORCHLIGHT_SECRET_KEY`; null = the file `secret.key`. */
  key: string | null
  /** True when the database already holds something encrypted: then a missing file is never replaced by a new key. */
  mustExist: boolean
}

/** Throws an Error for people when there is no key to go on with. */
export function masterKey({ data, key, mustExist }: KeyDeps): Buffer {
  if (key !== null) return Buffer.from(key, 'utf8')
  const file = join(data, FILE)
  if (existsSync(file)) {
    const bytes = read(file, data)
    if (bytes.byteLength !== KEY_BYTES) throw new NeedsPerson(`${file} is damaged: it must hold 32 bytes. ${WAY_BACK}.`)
    return bytes
  }
  if (mustExist)
    throw new NeedsPerson(
      `${file} is missing, but the database holds passwords that were encrypted with it. ${WAY_BACK}; or set PORCHLIGHT_SECRET_KEY if that was used before. A new key would make them unreadable.`,
    )
  const bytes = crypto.getRandomValues(Buffer.alloc(KEY_BYTES))
  writeKey(file, bytes)
  return bytes
}

function read(file: string, data: string): Buffer {
  try {
    return readFileSync(file)
  } catch (error) {
    throw inWords(error, data, file)
  }
}

/** On the disk when this returns, and whole or not at all: a part of one would be taken for one that is damaged. */
function writeKey(file: string, bytes: Uint8Array): void {
  const coming = `${file}.coming`
  try {
    rmSync(coming, { force: true })
    writeDurably(coming, bytes, 'wx')
    renameSync(coming, file)
  } catch (error) {
    rmSync(coming, { force: true })
    throw error
  }
  syncPath(join(file, '..'))
}

/** Lays the next key beside the present one. */
export function stageKey(data: string, bytes: Uint8Array): void {
  rmSync(join(data, NEXT), { force: true })
  writeKey(join(data, NEXT), bytes)
}

/** The staged key is the key. */
export function adoptKey(data: string): void {
  renameSync(join(data, NEXT), join(data, FILE))
  syncPath(data)
}

export function dropStagedKey(data: string): void {
  rmSync(join(data, NEXT), { force: true })
}

/** Belongs into the transaction that rewrites what is encrypted. */
export function noteKey(db: Db, keyId: string): void {
  db.insert(facts)
    .values({ key: FACT, value: keyId })
    .onConflictDoUpdate({ target: facts.key, set: { value: keyId } })
    .run()
}

/** At a start, before the key is read: a change of it that was cut off is either done or undone, as the database says. */
export function settleKey(data: string, db: Db, keyIdOf: (master: Uint8Array) => string): void {
  if (!existsSync(join(data, NEXT))) return
  const written = db.select().from(facts).where(eq(facts.key, FACT)).get()?.value
  if (written === keyIdOf(readFileSync(join(data, NEXT)))) adoptKey(data)
  else dropStagedKey(data)
}
