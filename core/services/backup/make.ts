// Makes a backup: a whole copy of the database, the key under a passphrase, and, if wanted, the files; then tries what was written.
import { createReadStream } from 'node:fs'
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream'
import { createGzip } from 'node:zlib'
import { Fault } from '../../domain/fault.ts'
import { createSpace } from '../downloads/space.ts'
import { keyIdOf } from '../secrets.ts'
import { isOutOfRoom, type Part, summed, writeArchive } from './archive.ts'
import { checkBackup } from './check.ts'
import { copyDatabase } from './copy.ts'
import { keyIdsIn } from './key-ids.ts'
import { DATABASE, KEY, MANIFEST, type Manifest, ours } from './manifest.ts'
import { wrapKey } from './wrapped-key.ts'

export interface ToMake {
  /** Data folder. */
  data: string
  /** The secret key. */
  master: Uint8Array
  passphrase: string
  /** Also recordings and pictures, not only what is known of them. */
  withFiles: boolean
  /** Where it shall lie; nothing is there before it was tried. */
  to: string
  now: Date
  /** Of this program. */
  version: string
  signal: AbortSignal
  onProgress?: (done: { step: string; bytesDone: number; bytesTotal: number }) => void
}

interface Found {
  /** Below the data folder. */
  file: string
  path: string
  bytes: number
  changed: Date
}

/** What some unpackers, and the reader of ours, do not take as a name. */
const ODD = /[\p{Cc}\\]/u

/** Files of recordings and pictures that are whole: what begins with a dot is being written. */
async function filesOf(data: string, folder: string): Promise<Found[]> {
  const found: Found[] = []
  const entries = await readdir(join(data, folder), { withFileTypes: true }).catch(() => [])
  for (const entry of entries) {
    if (entry.name.startsWith('.')) continue
    const file = `${folder}/${entry.name}`
    if (entry.isDirectory()) found.push(...(await filesOf(data, file)))
    else if (entry.isFile()) {
      const path = join(data, file)
      const { size, mtime } = await stat(path).catch(() => ({ size: -1, mtime: new Date(0) }))
      if (size >= 0) found.push({ file, path, bytes: size, changed: mtime })
    }
  }
  return found
}

/** A file that cannot be read to its end breaks the stream: with `pipe` alone it would break the appliance. */
const gzipped = (path: string) => pipeline(createReadStream(path), createGzip(), () => {})

/** A backup with it would bring nothing back; nor does it help to make it once more. */
function mustFit(data: string, master: Uint8Array): void {
  const needed = keyIdsIn(join(data, 'porchlight.db'))
  if (needed.size === 0 || needed.has(keyIdOf(master))) return
  throw new Fault(
    'conflict',
    'The secret key here is not the one under which the passwords are stored, so that no backup can be made. Put the right one back from a copy of the data folder, or restore an earlier backup, which brings key and database of its day.',
  )
}

/** Resolves when the backup was opened again and is good. Fault disk-full; conflict when the key is another one, or was changed meanwhile. */
export async function makeBackup(wanted: ToMake): Promise<{ bytes: number; manifest: Manifest }> {
  const { data, master, passphrase, withFiles, to, now, version, signal, onProgress } = wanted
  const scratch = join(dirname(to), `.making-${crypto.randomUUID()}`)
  await mkdir(scratch, { recursive: true, mode: 0o700 })
  try {
    const copy = join(scratch, 'porchlight.db')
    await createSpace(dirname(to)).check((await stat(join(data, 'porchlight.db'))).size * 2)
    mustFit(data, master)
    onProgress?.({ step: 'Copying the database', bytesDone: 0, bytesTotal: 0 })
    const { counts, migratedAt } = await copyDatabase(join(data, 'porchlight.db'), copy)
    signal.throwIfAborted()
    const { size: databaseBytes } = await stat(copy)
    const files = withFiles ? [...(await filesOf(data, 'recordings')), ...(await filesOf(data, 'pictures'))] : []
    const bytesTotal = files.reduce((sum, { bytes }) => sum + bytes, databaseBytes)
    await createSpace(dirname(to)).check(bytesTotal)
    let bytesDone = 0
    const onPiece = (bytes: number) => {
      bytesDone += bytes
      onProgress?.({ step: 'Writing', bytesDone, bytesTotal })
    }
    const contents: Manifest['contents'] = []

    async function* parts(): AsyncGenerator<Part> {
      const packed = summed(gzipped(copy))
      yield { name: DATABASE, changed: now, input: packed.pieces }
      contents.push({ name: DATABASE, file: 'porchlight.db', ...packed.sum() })
      for (const [index, { file, path, changed }] of files.entries()) {
        // Retention, or a person, may have removed it meanwhile.
        if (!(await stat(path).catch(() => null))) continue
        const name = ODD.test(file) || !file.isWellFormed() ? `odd/${index}` : file
        const { pieces, sum } = summed(createReadStream(path), onPiece)
        yield { name, changed, input: pieces }
        contents.push({ name, file, ...sum() })
      }
      const manifest: Manifest = {
        ...ours,
        ...{ version, created_at: now.toISOString(), migrated_at: migratedAt, database_bytes: databaseBytes },
        ...{ with_files: withFiles, counts, contents },
      }
      const text = Buffer.from(JSON.stringify(manifest))
      yield { name: MANIFEST, changed: now, input: text }
      yield {
        name: KEY,
        changed: now,
        input: Buffer.from(JSON.stringify(await wrapKey(master, passphrase, text))),
      }
    }

    const made = join(scratch, 'made')
    const bytes = await writeArchive(made, parts(), signal)
    onProgress?.({ step: 'Checking', bytesDone: bytesTotal, bytesTotal })
    const { manifest } = await checkBackup(made, { passphrase, folder: scratch, signal })
    await rename(made, to)
    return { bytes, manifest }
  } catch (error) {
    if (isOutOfRoom(error))
      throw new Fault('disk-full', 'There is no room for the backup. Make room, then begin again.')
    throw error
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}
