// A data folder that cannot be opened: why, and what to do about it, said by a start and by `porchlight check` alike.
import { afterAll, afterEach, beforeAll, beforeEach, expect, setDefaultTimeout, test } from 'bun:test'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startAppliance } from './e2e/appliance.ts'
import { ran } from './ran.ts'

setDefaultTimeout(180_000)

const main = [process.execPath, '--no-orphans', join(import.meta.dir, '..', 'main.ts')]
const isRoot = process.getuid?.() === 0
/** No file is closed to root. */
const asAnybody = isRoot ? ['setpriv', '--reuid=1000', '--regid=1000', '--clear-groups'] : []
/** With a disk of its own, which is full: the household is laid on it first. */
const onFullDisk = [
  ...['unshare', '--user', '--map-root-user', '--mount', 'sh', '-ec'],
  'mount -t tmpfs -o size=16m none "$1"; cp -a "$0/." "$1"; dd if=/dev/zero of="$1/film" bs=64k 2>/dev/null || true; shift; exec "$@"',
]
const hasDisks =
  Bun.which('unshare') !== null &&
  Bun.spawnSync(['unshare', '--user', '--map-root-user', '--mount', 'mount', '-t', 'tmpfs', 'none', '/mnt']).success

let kept = ''
let root = ''
let data = ''
beforeAll(async () => {
  kept = mkdtempSync(join(tmpdir(), 'porchlight-kept-'))
  await using appliance = await startAppliance({ data: kept })
  await appliance.signIn()
  const camera = { name: 'Porch', rtsp_url: 'rtsp://127.0.0.1:9/porch' }
  expect((await appliance.call('POST', '/api/cameras', camera)).status).toBe(201)
})
afterAll(() => rmSync(kept, { recursive: true, force: true }))
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'porchlight-closed-'))
  chmodSync(root, 0o755)
  data = join(root, 'data')
  cpSync(kept, data, { recursive: true, preserveTimestamps: true })
})
afterEach(() => {
  for (const closed of [data, at('logs'), at('backups')]) if (existsSync(closed)) chmodSync(closed, 0o755)
  rmSync(root, { recursive: true, force: true })
})

const at = (...parts: string[]) => join(data, ...parts)
/** Without what comes and goes beside a database that is read. */
const names = () =>
  readdirSync(data)
    .filter((name) => !/-(wal|shm)$/.test(name))
    .toSorted()
const give = () => isRoot && Bun.spawnSync(['chown', '-R', '1000:1000', data])

async function told(args: string[], before = asAnybody) {
  const env = { PORCHLIGHT_DATA: data, PORCHLIGHT_PORT: '0', PORCHLIGHT_HOST: '127.0.0.1' }
  const { code, out, err } = await ran([...before, 'timeout', '90', ...main, ...args], { env })
  // Words for people: no part of the program is shown.
  expect(err).not.toContain('    at ')
  return { code, out, err }
}

interface Finding {
  what: string
  state: string
  found: string
  todo: string | null
}

async function findings(before = asAnybody): Promise<{ code: number; by: Record<string, Finding> }> {
  const { code, out } = await told(['check', '--json'], before)
  return { code, by: Object.fromEntries((JSON.parse(out).findings as Finding[]).map((one) => [one.what, one])) }
}

const garbage = (file: string) => writeFileSync(file, 'no database at all '.repeat(600))

interface Trouble {
  /** What is done to a healthy data folder. */
  done: () => void
  /** In the words of the start, and of the finding. */
  found: RegExp
  todo: RegExp
  /** What the check finds wrong. */
  what: 'Data folder' | 'Database' | 'Secret key'
  /** That of the start: 1 where the next one may find it mended. */
  code?: 1 | 2
}

const RESTORE = /porchlight restore .* --replace/
const troubles: Record<string, Trouble> = {
  'a database that is none': {
    done: () => garbage(at('porchlight.db')),
    ...{ found: /porchlight\.db is damaged: file is not a database/, todo: RESTORE, what: 'Database' },
  },
  'a lock that is none': {
    done: () => garbage(at('lock')),
    ...{ found: /lock is damaged/, todo: /no Porchlight runs on this folder, then delete/, what: 'Data folder' },
  },
  'a lock of somebody else': {
    done: () => chmodSync(at('lock'), 0o444),
    ...{ found: /lock cannot be written by user \d+/, todo: /sudo chown -R/, what: 'Data folder' },
  },
  'a database that may only be read': {
    done: () => chmodSync(at('porchlight.db'), 0o444),
    ...{ found: /porchlight\.db cannot be written by user/, todo: /sudo chown -R \d+:\d+ /, what: 'Database' },
  },
  'a log of the database that somebody else has left': {
    done: () => writeFileSync(at('porchlight.db-wal'), '', { mode: 0o400 }),
    ...{ found: /porchlight\.db-wal cannot be written/, todo: /sudo chown -R/, what: 'Database' },
  },
  'a folder for the log that somebody else has made': {
    done: () => chmodSync(at('logs'), 0o555),
    ...{ found: /logs cannot be written/, todo: /sudo chown -R/, what: 'Data folder' },
  },
  'a data folder that may only be read': {
    done: () => chmodSync(data, 0o555),
    ...{
      found: /cannot be (made or )?written/,
      todo: /(Give|give) (it|the folder) to the user who runs/,
      what: 'Data folder',
    },
  },
  'a folder for recordings whose disk is away': {
    done: () => {
      rmSync(at('recordings'), { recursive: true })
      symlinkSync('/nowhere/films', at('recordings'))
    },
    ...{ found: /recordings leads to \/nowhere\/films, which is not there/, todo: /Mount that disk/ },
    ...{ what: 'Data folder', code: 1 },
  },
  'a layout of a newer program': {
    done: () => writeFileSync(at('layout'), '3\n'),
    ...{ found: /which is newer than this one \(layout 3\)/, todo: RESTORE, what: 'Data folder' },
  },
  'a layout that says nothing': {
    done: () => writeFileSync(at('layout'), 'what?\n'),
    ...{ found: /layout is damaged: it says no number/, todo: /Delete that file/, what: 'Data folder' },
  },
  'a secret key that is gone': {
    done: () => rmSync(at('secret.key')),
    ...{ found: /secret\.key is missing/, todo: /\w/, what: 'Secret key' },
  },
  'a secret key that we may not read': {
    done: () => chmodSync(at('secret.key'), 0o000),
    ...{ found: /secret\.key cannot be read by user/, todo: /sudo chown -R/, what: 'Secret key' },
  },
  'a database that is gone': {
    done: () => rmSync(at('porchlight.db')),
    ...{ found: /porchlight\.db is gone, and the secret key/, todo: /porchlight restore .*move .*secret\.key away/ },
    what: 'Database',
  },
  'a database that is empty': {
    done: () => truncateSync(at('porchlight.db'), 0),
    ...{ found: /porchlight\.db is empty, and the secret key/, todo: /restore .* --replace.*move .*secret\.key away/ },
    what: 'Database',
  },
}

for (const [name, { done, found, todo, what, code = 2 }] of Object.entries(troubles))
  test(`${name} is told by the start and by the check, with what helps`, async () => {
    done()
    const before = names()
    give()
    const [start, { code: checked, by }] = await Promise.all([told([]), findings()])
    expect([start.code, start.err]).toEqual([code, expect.stringMatching(found)])
    expect(start.err).toMatch(todo)
    expect([checked, by[what]]).toMatchObject([1, { state: 'wrong', found: expect.stringMatching(found) }])
    expect(by[what]?.todo).toMatch(todo)
    // A database that is whole is not to be replaced.
    if (what !== 'Secret key' && !todo.source.includes('restore')) expect(JSON.stringify(by)).not.toContain('restore')
    expect(names()).toEqual(before)
  })

test('a folder for backups that is closed to us is told by the check', async () => {
  chmodSync(at('backups'), 0o555)
  give()
  const { code, by } = await findings()
  expect([code, by['Data folder']?.found]).toEqual([1, expect.stringMatching(/backups cannot be written/)])
})

test.skipIf(!hasDisks)('a full disk is told as one, and nobody is sent to a backup for it', async () => {
  const full = [...onFullDisk, kept, data]
  const start = await told([], full)
  expect([start.code, start.err]).toEqual([
    1,
    expect.stringMatching(/There is no room in .*: 0\.\d MB are free\. Make room/),
  ])
  const { code, by } = await findings(full)
  expect([code, by['Data folder']?.todo]).toEqual([1, expect.stringContaining('Make room')])
  expect(JSON.stringify(by)).not.toMatch(/restore|damaged/)
  const reset = await told(['reset-password', 'owner'], full)
  expect([reset.code, reset.err]).toEqual([1, expect.stringContaining('There is no room in')])
  const rotate = await told(['rotate-key'], full)
  expect([rotate.code, rotate.err]).toEqual([1, expect.stringContaining('There is no room in')])
})

test('a new password founds no household over an empty database', async () => {
  truncateSync(at('porchlight.db'), 0)
  give()
  const reset = await told(['reset-password', 'owner'])
  expect([reset.code, reset.err]).toEqual([1, expect.stringContaining('There is no appliance in')])
  expect(statSync(at('porchlight.db')).size).toBe(0)
})

test('names and events are nobody else’s to read on this machine, also where they were before', async () => {
  const modes = () => ['', '-wal', '-shm'].map((ending) => statSync(`${at('porchlight.db')}${ending}`).mode & 0o777)
  for (const begin of [() => chmodSync(at('porchlight.db'), 0o644), () => rmSync(data, { recursive: true })]) {
    begin()
    if (existsSync(data)) {
      const { by } = await findings([])
      expect(by.Database).toMatchObject({ state: 'warning', todo: `chmod 600 ${at('porchlight.db')}*` })
    } else mkdirSync(data)
    await using appliance = await startAppliance({ data })
    await appliance.signIn()
    expect(modes()).toEqual([0o600, 0o600, 0o600])
  }
})
