// Brings a backup so far that the next start only has to move it: checked, unpacked, and fit for the key that is used here.
import { chmod, mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { and, eq, inArray } from 'drizzle-orm'
import { writeDurably } from '../../db/durably.ts'
import { openDatabase } from '../../db/open.ts'
import { jobs } from '../../db/schema/index.ts'
import { Fault } from '../../domain/fault.ts'
import { createSpace } from '../downloads/space.ts'
import { endAllSignIns, rewriteSecrets } from '../key-rotation.ts'
import { KEY_BYTES, noteKey } from '../secret-key.ts'
import { keyIdOf } from '../secrets.ts'
import { isOutOfRoom, openArchive, takeOut } from './archive.ts'
import { checkBackup } from './check.ts'
import { copyDatabase } from './copy.ts'
import { type Manifest, readManifest } from './manifest.ts'
import { FILES, READY, type Ready, STAGED } from './put-in-place.ts'
import { unwrapKey } from './wrapped-key.ts'

export interface ToStage {
  /** Data folder. */
  data: string
  /** The backup. */
  file: string
  passphrase: string
  /** `PORCHLIGHT_SECRET_KEY`: the restored database is rewritten for it; null = the key of the backup comes along. */
  givenKey: string | null
  now: Date
  signal: AbortSignal
  onProgress?: (done: { step: string; bytesDone: number; bytesTotal: number }) => void
}

/** Replaces what was staged before, once the passphrase is known to be right. Nothing that is in use is touched. Faults as `checkBackup`, and disk-full. */
export async function stageRestore({ data, file, passphrase, givenKey, now, signal, onProgress }: ToStage) {
  const staged = join(data, STAGED)
  // A passphrase that is mistyped must not cost what waits already.
  const known = await mustOpen(file, passphrase)
  await rm(staged, { recursive: true, force: true })
  await mkdir(staged, { recursive: true, mode: 0o700 })
  try {
    const needed = known.contents.reduce((sum, { bytes }) => sum + bytes, known.database_bytes)
    await createSpace(data).check(needed)
    const { manifest, master, database } = await checkBackup(file, {
      passphrase,
      folder: staged,
      signal,
      take: (archive, content) => takeOut(archive, content, join(staged, FILES), signal, content.file),
      onProgress: (done) => onProgress?.({ step: 'Unpacking', ...done }),
    })
    const key = givenKey === null ? master : Buffer.from(givenKey, 'utf8')
    // A key from another machine's environment is a text of any length: the file holds 32 bytes.
    const fits = givenKey !== null || key.byteLength === KEY_BYTES
    const used = fits ? key : crypto.getRandomValues(new Uint8Array(KEY_BYTES))
    settleRows(database, master, used, now)
    if (givenKey === null) writeDurably(join(staged, 'secret.key'), used)
    signal.throwIfAborted()
    // A copy, since this process may still hold the other open, and SQLite knows files by what they are, not by their names.
    await copyDatabase(database, join(staged, 'porchlight.db'))
    // A disk that knows no such rights is none to fail for.
    await chmod(join(staged, 'porchlight.db'), 0o600).catch(() => {})
    for (const ending of ['', '-wal', '-shm']) await rm(`${database}${ending}`, { force: true })
    const ready: Ready = {
      stamp: `${now.toISOString().slice(0, 19).replaceAll(':', '-')}Z`,
      created_at: manifest.created_at,
      with_files: manifest.with_files,
      version: manifest.version,
    }
    writeDurably(join(staged, READY), JSON.stringify(ready))
    return { manifest, ready }
  } catch (error) {
    await rm(staged, { recursive: true, force: true })
    if (isOutOfRoom(error))
      throw new Fault('disk-full', 'There is no room to unpack the backup. Make room, then try again.')
    throw error
  }
}

/** What the backup says of itself. Faults where it is none, or the passphrase is not its own; nothing is touched. */
export async function mustOpen(file: string, passphrase: string): Promise<Manifest> {
  using archive = await openArchive(file)
  const { manifest, text, key } = await readManifest(archive)
  await unwrapKey(key, passphrase, text)
  return manifest
}

/** Who was signed in then must sign in again, and the backup that was being made is this one. */
function settleRows(file: string, from: Uint8Array, to: Uint8Array, now: Date): void {
  const { db, close } = openDatabase(file)
  try {
    const keyId = keyIdOf(to)
    if (keyIdOf(from) === keyId) noteKey(db, keyId)
    else rewriteSecrets(db, from, to)
    endAllSignIns(db)
    db.update(jobs)
      .set({ state: 'cancelled', endedAt: now })
      .where(and(eq(jobs.kind, 'backup'), inArray(jobs.state, ['queued', 'running', 'paused'])))
      .run()
  } finally {
    close()
  }
}
