// Tries a backup: it is whole, the passphrase opens its key, and that key opens what its database holds.
import { createReadStream, createWriteStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { openDatabase } from '../../db/open.ts'
import { Fault } from '../../domain/fault.ts'
import { PLACES } from '../secret-places.ts'
import { secretsUnder } from '../secrets.ts'
import { type Archive, openArchive, summed, takeOut } from './archive.ts'
import { checkDatabase } from './copy.ts'
import { type Content, DATABASE, type Manifest, readManifest } from './manifest.ts'
import { unwrapKey } from './wrapped-key.ts'

export interface CheckedBackup {
  manifest: Manifest
  /** The secret key that its database was written with. */
  master: Uint8Array
  /** The database, unpacked and of this program's shape. */
  database: string
}

interface ToCheck {
  passphrase: string
  /** Where its database is unpacked. */
  folder: string
  signal: AbortSignal
  /** What is to be done with each other file besides reading it; null = nothing. */
  take?: ((archive: Archive, content: Content) => Promise<{ bytes: number; sha256: string }>) | null
  onProgress?: (done: { bytesDone: number; bytesTotal: number }) => void
}

const damaged = (what: string) => new Fault('invalid-input', `This backup is damaged: ${what}.`)

/** Faults invalid-input, in words that say what is wrong with it. */
export async function checkBackup(
  path: string,
  { passphrase, folder, signal, take, onProgress }: ToCheck,
): Promise<CheckedBackup> {
  using archive = await openArchive(path)
  const { manifest, text, key } = await readManifest(archive)
  const master = await unwrapKey(key, passphrase, text)
  const bytesTotal = manifest.contents.reduce((sum, { bytes }) => sum + bytes, 0)
  let bytesDone = 0
  for (const content of manifest.contents) {
    signal.throwIfAborted()
    if (content.name === DATABASE) continue
    const { bytes, sha256 } = await (take ? take(archive, content) : summedUp(archive, content))
    if (bytes !== content.bytes || sha256 !== content.sha256) throw damaged(`${content.file} is not what was put in`)
    bytesDone += bytes
    onProgress?.({ bytesDone, bytesTotal })
  }
  const database = await unpackDatabase(archive, manifest, folder, signal)
  await checkDatabase(database)
  checkSecrets(database, master)
  return { manifest, master, database }
}

async function summedUp(archive: Archive, { name, bytes }: Content) {
  const { pieces, sum } = summed(await archive.stream(name, bytes))
  try {
    for await (const _piece of pieces);
  } catch (cause) {
    throw new Fault('invalid-input', `This backup is damaged: ${name} cannot be read.`, { cause })
  }
  return sum()
}

async function unpackDatabase(archive: Archive, manifest: Manifest, folder: string, signal: AbortSignal) {
  const told = manifest.contents.find(({ name }) => name === DATABASE)
  if (!told) throw damaged('it holds no database')
  const packed = await takeOut(archive, told, folder, signal, 'packed.gz')
  const unpacked = join(folder, 'unpacked.db')
  try {
    if (packed.bytes !== told.bytes || packed.sha256 !== told.sha256)
      throw damaged('its database is not what was put in')
    let bytes = 0
    async function* limited(input: AsyncIterable<Uint8Array>) {
      for await (const piece of input) {
        bytes += piece.byteLength
        if (bytes > manifest.database_bytes) throw damaged('its database is larger than it was')
        yield piece
      }
    }
    await pipeline(createReadStream(packed.path), createGunzip(), limited, createWriteStream(unpacked), { signal })
    return unpacked
  } finally {
    await rm(packed.path, { force: true })
  }
}

/** Brings the copy to this program's shape, and tries each secret. What was unreadable under another key already stays so. */
function checkSecrets(file: string, master: Uint8Array): void {
  const secrets = secretsUnder(master)
  const { db, close } = openDatabase(file)
  try {
    const sealed = PLACES.flatMap(({ read }) => read(db))
    const ours = sealed.filter(({ cipher }) => cipher.startsWith(`v1.${secrets.keyId}.`))
    const readable = ours.filter(({ cipher, label }) => {
      try {
        secrets.decrypt(cipher, label)
        return true
      } catch {
        return false
      }
    })
    if (sealed.length && !readable.length)
      throw new Fault('conflict', 'The key in this backup does not open the passwords beside it. Make the backup anew.')
  } finally {
    close()
  }
}
