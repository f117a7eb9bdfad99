// The data folder as its owner meets it: fresh, used twice, newer than we are.
import { Database } from 'bun:sqlite'
import { afterEach, expect, test } from 'bun:test'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDataFolder } from './data-folder.ts'

const made: string[] = []
const fresh = () => {
  const path = mkdtempSync(join(tmpdir(), 'porchlight-data-'))
  made.push(path)
  return path
}
afterEach(() => {
  for (const path of made.splice(0)) rmSync(path, { recursive: true, force: true })
})

test('a fresh folder gets its parts', () => {
  const path = fresh()
  using folder = openDataFolder(join(path, 'deep', 'data'))
  for (const part of ['recordings', 'pictures', 'backups', 'layout']) expect(existsSync(folder.file(part))).toBe(true)
})

test('a second appliance on the same folder is refused in words', () => {
  const path = fresh()
  using _folder = openDataFolder(path)
  expect(() => openDataFolder(path)).toThrow(/in use by another Porchlight/)
})

test('the lock goes with the process, however it ends', async () => {
  const path = fresh()
  const script = `const { openDataFolder } = await import(${JSON.stringify(join(import.meta.dir, 'data-folder.ts'))}); globalThis.held = openDataFolder(${JSON.stringify(path)}); console.log('held'); setInterval(() => {}, 1000)`
  const child = Bun.spawn([process.execPath, '-e', script], { stdout: 'pipe' })
  const first = await child.stdout.getReader().read()
  expect(new TextDecoder().decode(first.value)).toContain('held')
  expect(() => openDataFolder(path)).toThrow(/in use/)
  child.kill(9)
  await child.exited
  openDataFolder(path)[Symbol.dispose]()
})

test('a folder of a newer version is refused, with its name and what to do, but for what is to replace it', () => {
  const path = fresh()
  writeFileSync(join(path, 'layout'), '99\n')
  expect(() => openDataFolder(path)).toThrow(/by a newer Porchlight \(layout 99\).*porchlight restore <file> --replace/)
  {
    using sqlite = new Database(join(path, 'porchlight.db'))
    sqlite.run('PRAGMA user_version=3004005')
  }
  expect(() => openDataFolder(path)).toThrow(/by Porchlight 3\.4\.5, which is newer/)
  using folder = openDataFolder(path, { anyLayout: true })
  folder.isOurs()
  expect(readFileSync(join(path, 'layout'), 'utf8')).toBe('2\n')
})

test('a layout that was cut off is not taken for an old one of ours', () => {
  const path = fresh()
  writeFileSync(join(path, 'layout'), 'what?\n')
  expect(() => openDataFolder(path)).toThrow(/layout is damaged: it says no number\. Delete that file/)
})
