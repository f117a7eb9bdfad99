// The add-on's files in the words of Home Assistant's supervisor, and of our own configuration.
import { expect, test } from 'bun:test'
import { lstatSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { REPLACED, STAGED } from '../core/services/backup/put-in-place.ts'
import { version } from '../package.json' with { type: 'json' }
import { layOutAddOn } from '../scripts/binary/add-on.ts'
import { PROCESSORS } from '../scripts/binary/runtime.ts'
import { LANGUAGES } from '../web/texts/languages.ts'
import { root } from './tree.ts'

const folder = join(import.meta.dir, '../packaging/home-assistant/porchlight')
const text = (name: string) => Bun.file(join(folder, name)).text()
const yaml = async (name: string): Promise<unknown> => Bun.YAML.parse(await text(name))

/** The supervisor's own rules for what we use of its format; it drops a key that it does not know without a word. */
const config = z.strictObject({
  name: z.string(),
  version: z.string(),
  slug: z.string().regex(/^[-_.A-Za-z0-9]+$/),
  description: z.string(),
  arch: z.array(z.enum(['aarch64', 'amd64'])),
  startup: z.enum(['initialize', 'system', 'services', 'application', 'once']),
  boot: z.enum(['auto', 'manual', 'manual_only']),
  host_network: z.boolean(),
  ingress: z.boolean(),
  ingress_port: z.int(),
  ingress_stream: z.boolean(),
  panel_icon: z.string().regex(/^mdi:/),
  panel_title: z.string(),
  panel_admin: z.boolean(),
  services: z.array(z.string().regex(/^(mqtt|mysql):(provide|want|need)$/)),
  map: z.array(z.strictObject({ type: z.enum(['media', 'share']), read_only: z.boolean() })),
  watchdog: z.string().regex(/^(?:https?|\[PROTO:\w+\]|tcp):\/\/\[HOST\]:(\[PORT:\d+\]|\d+).*$/),
  backup: z.enum(['hot', 'cold']),
  backup_exclude: z.array(z.string()),
  options: z.record(z.string(), z.string()),
  schema: z.record(z.string(), z.string().regex(/^(bool|url|port|str|password|list\(.+\))\??$/)),
})
const translation = z.strictObject({
  configuration: z.record(z.string(), z.strictObject({ name: z.string().min(1), description: z.string().min(1) })),
})

test('the supervisor takes what stands there, and reaches us where we answer', async () => {
  const addOn = config.parse(await yaml('config.yaml'))
  expect(addOn.version).toBe(version)
  // Nothing in the add-on says another port, and none can be set.
  expect(addOn.ingress_port).toBe(8000)
  expect(addOn.watchdog).toEndWith(':8000/health')
  expect(addOn.schema).not.toHaveProperty('port')
  // What has a default must be given; what may be left out has none.
  for (const [name, type] of Object.entries(addOn.schema))
    expect([name, name in addOn.options]).toEqual([name, !type.endsWith('?')])
  expect(Object.keys(addOn.options).filter((name) => !(name in addOn.schema))).toEqual([])
})

test('what is large, or lies there from before, is left out of its backups', async () => {
  const { backup_exclude } = config.parse(await yaml('config.yaml'))
  expect(backup_exclude).toEqual(
    ['recordings', 'pictures', 'backups', REPLACED, STAGED].map((name) => `porchlight/${name}`),
  )
})

test('every option is one that the program takes over, and has its words in every language', async () => {
  const { schema } = config.parse(await yaml('config.yaml'))
  const program = await Bun.file(join(import.meta.dir, '../core/cli/home-assistant.ts')).text()
  const known = [...program.matchAll(/^ {2}(\w+): 'PORCHLIGHT_\w+',$/gm)].map(([, name]) => name)
  expect(Object.keys(schema).sort()).toEqual(known.sort() as string[])
  expect(readdirSync(join(folder, 'translations')).sort()).toEqual(
    Object.keys(LANGUAGES)
      .map((one) => `${one}.yaml`)
      .sort(),
  )
  for (const language of Object.keys(LANGUAGES)) {
    const { configuration } = translation.parse(await yaml(`translations/${language}.yaml`))
    expect([language, Object.keys(configuration)]).toEqual([language, Object.keys(schema)])
  }
  const docs = await text('DOCS.md')
  for (const name of Object.keys(schema)) expect([name, docs.includes(`| \`${name}\` |`)]).toEqual([name, true])
})

test('its pictures have the size that the store shows', async () => {
  for (const [name, width, height] of [
    ['icon.png', 128, 128],
    ['logo.png', 250, 100],
  ] as const) {
    const header = new DataView(await Bun.file(join(folder, name)).arrayBuffer())
    expect([name, header.getUint32(16), header.getUint32(20)]).toEqual([name, width, height])
  }
})

/** What a Dockerfile wants to find beside it; what it copies out of an earlier stage is its own affair. */
const copiedBy = (dockerfile: string) =>
  [...dockerfile.matchAll(/^COPY (?!--from)(?:--\S+ )*(.+) \S+$/gm)].flatMap(([, what = '']) =>
    what.split(' ').map((one) => one.replace(/\/$/, '')),
  )

test('the folder that people copy is whole, and nothing in it is of an earlier build or leads out of it', async () => {
  const scratch = mkdtempSync(join(tmpdir(), 'porchlight-add-on-'))
  try {
    const names = PROCESSORS.map((processor) => `porchlight-linux-${processor}`)
    for (const name of names) writeFileSync(join(scratch, name), `the program ${name}`, { mode: 0o755 })
    const laidOut = join(scratch, 'home-assistant/porchlight')
    mkdirSync(laidOut, { recursive: true })
    writeFileSync(join(laidOut, 'left-from-before'), '')
    await layOutAddOn(
      root,
      laidOut,
      names.map((name) => join(scratch, name)),
    )

    const packed = readdirSync(folder, { recursive: true }).map(String)
    const found = readdirSync(laidOut, { recursive: true }).map(String)
    expect(found.sort()).toEqual([...packed, ...names, 'CHANGELOG.md'].sort())
    for (const path of found) {
      const entry = lstatSync(join(laidOut, path))
      expect([path, entry.isSymbolicLink()]).toEqual([path, false])
      expect([path, entry.isFile() && (entry.mode & 0o111) > 0]).toEqual([path, names.includes(path)])
    }
    for (const name of names) expect(await Bun.file(join(laidOut, name)).text()).toBe(`the program ${name}`)

    const wanted = copiedBy(await Bun.file(join(laidOut, 'Dockerfile')).text())
    expect(wanted).toContain('porchlight-linux-*')
    const missing = wanted.filter((pattern) => !found.some((path) => new Bun.Glob(pattern).match(path)))
    expect(missing).toEqual([])
    const laid = config.parse(Bun.YAML.parse(await Bun.file(join(laidOut, 'config.yaml')).text()))
    expect(laid.version).toBe(version)
    // The supervisor shows the changelog of the version that it offers.
    expect(await Bun.file(join(laidOut, 'CHANGELOG.md')).text()).toContain(`## [${version}]`)
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
})
