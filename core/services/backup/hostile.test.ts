// Backups that somebody has made to harm: what they unpack to is no more than they said under the passphrase.
import { afterEach, beforeEach, expect, test } from 'bun:test'
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32, deflateRawSync } from 'node:zlib'
import { openDatabase } from '../../db/open.ts'
import { openArchive } from './archive.ts'
import { makeBackup } from './make.ts'
import { KEY, MANIFEST } from './manifest.ts'
import { waiting } from './put-in-place.ts'
import { stageRestore } from './stage.ts'

const PASSPHRASE = 'a porch in the evening'
const signal = new AbortController().signal
const FILM = 'recordings/front/film.mp4'
const MIB = 1024 * 1024
let root = ''
let honest = ''

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'hostile-'))
  const data = join(root, 'data')
  const folder = join(data, 'recordings/front')
  await Bun.write(join(folder, 'film.mp4'), 'not really a film')
  openDatabase(join(data, 'porchlight.db')).close()
  honest = join(root, 'honest')
  await makeBackup({ ...common, data, to: honest })
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

const common = {
  ...{ master: new Uint8Array(32), passphrase: PASSPHRASE, withFiles: true, version: '1' },
  ...{ now: new Date('2026-01-01T00:00:00Z'), signal },
}

const stage = (file: string, passphrase = PASSPHRASE) =>
  stageRestore({ data: join(root, 'other'), file, passphrase, givenKey: null, now: common.now, signal })

/** A ZIP of packed entries; names as they come, twice if wanted. */
function zipOf(entries: [name: string, bytes: Uint8Array][]): string {
  const [locals, centrals]: [Buffer[], Buffer[]] = [[], []]
  let at = 0
  for (const [name, bytes] of entries) {
    const packed = deflateRawSync(bytes)
    const about = Buffer.alloc(26)
    about.writeUInt16LE(20, 0)
    about.writeUInt16LE(8, 4)
    about.writeUInt32LE(crc32(bytes), 10)
    about.writeUInt32LE(packed.byteLength, 14)
    about.writeUInt32LE(bytes.byteLength, 18)
    about.writeUInt16LE(Buffer.byteLength(name), 22)
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), about, Buffer.from(name), packed])
    const place = Buffer.alloc(14)
    // As a symbolic link.
    place.writeUInt32LE(0o120777 * 2 ** 16, 6)
    place.writeUInt32LE(at, 10)
    centrals.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x03'), about, place, Buffer.from(name)]))
    locals.push(local)
    at += local.byteLength
  }
  const directory = Buffer.concat(centrals)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(entries.length, 4)
  end.writeUInt16LE(entries.length, 6)
  end.writeUInt32LE(directory.byteLength, 8)
  end.writeUInt32LE(at, 12)
  const file = join(root, `made-${crypto.randomUUID()}`)
  writeFileSync(file, Buffer.concat([...locals, directory, Buffer.from('PK\x05\x06'), end]))
  return file
}

/** Everything in the honest one, some of it as somebody else would have it. */
async function entriesWith(others: Record<string, Uint8Array>): Promise<[string, Uint8Array][]> {
  using archive = await openArchive(honest)
  return Promise.all(
    archive.names.map(
      async (name) => [name, others[name] ?? (await archive.bytes(name, 10 * MIB))] as [string, Buffer],
    ),
  )
}

test('what is packed to almost nothing is not unpacked, and fills no disk', async () => {
  const bomb = zipOf(await entriesWith({ [FILM]: new Uint8Array(400 * MIB) }))
  expect(statSync(bomb).size).toBeLessThan(MIB)
  let most = 0
  const looking = setInterval(() => {
    most = Math.max(most, Bun.file(join(root, 'other/restore/files', FILM)).size)
  }, 1)
  await expect(stage(bomb)).rejects.toThrow(/damaged|not a backup/)
  await stage(bomb).catch(() => {})
  clearInterval(looking)
  expect(most).toBeLessThan(MIB)
  expect(existsSync(join(root, 'other/restore'))).toBe(false)
  const manifest = zipOf(await entriesWith({ [MANIFEST]: new Uint8Array(400 * MIB) }))
  await expect(stage(manifest)).rejects.toThrow(/not a backup/)
}, 120_000)

test('names that lead elsewhere, names twice and links are no way out', async () => {
  for (const name of ['../out', '/etc/out', 'a\\..\\out', 'recordings/../../out'])
    await expect(stage(zipOf([...(await entriesWith({})), [name, Buffer.from('x')]]))).rejects.toThrow(/not a backup/)
  const twice = zipOf([...(await entriesWith({})), [FILM, Buffer.from('quite another one')]])
  await expect(stage(twice)).rejects.toThrow(/film.mp4 is not what was put in/)
  // Whatever an entry says that it is, it becomes a file.
  await stage(zipOf(await entriesWith({})))
  expect(await Bun.file(join(root, 'other/restore/files', FILM)).text()).toBe('not really a film')
  expect(readdirSync(root)).not.toContain('out')
}, 120_000)

test('a key that wants all memory to be tried is refused before it is', async () => {
  const [, key] = (await entriesWith({})).find(([name]) => name === KEY) ?? []
  const greedy = { ...JSON.parse(String(key)), N: 2 ** 18, r: 16 }
  await expect(stage(zipOf(await entriesWith({ [KEY]: Buffer.from(JSON.stringify(greedy)) })))).rejects.toThrow(
    /not a backup/,
  )
}, 120_000)

test('a wrong passphrase leaves what waits already', async () => {
  await stage(honest)
  await expect(stage(honest, 'another passphrase')).rejects.toThrow(/passphrase is not the one/)
  await stage(honest, 'another passphrase').catch(() => {})
  expect(waiting(join(root, 'other'))).toMatchObject({ created_at: common.now.toISOString() })
}, 120_000)

test('a disk without room is told in words about the backup', async () => {
  const data = join(root, 'huge')
  await Bun.write(join(data, 'porchlight.db'), '')
  truncateSync(join(data, 'porchlight.db'), 2 ** 43)
  await expect(makeBackup({ ...common, data, to: join(root, 'huge-backup') })).rejects.toThrow(/no room for the backup/)
}, 120_000)
