// Setting up a machine: nothing twice, only what is missing, and a clear word where a person is needed.
import { afterAll, beforeAll, expect, test } from 'bun:test'
import { existsSync } from 'node:fs'
import { chmod, cp, mkdir, mkdtemp, rm, stat, symlink, utimes } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ran } from '../test/ran.ts'

const root = join(import.meta.dir, '..')
let copy: string
let machine: string

const FFMPEG = `echo 'ffmpeg version 5.1.9-0+deb12u1 Copyright'; echo 'configuration: --enable-libx264'`

/** A machine that has Node, npm and our packages, and whatever else a test puts into the folder `machine`. */
beforeAll(async () => {
  copy = await mkdtemp(join(tmpdir(), 'porchlight-setup-'))
  await chmod(copy, 0o777)
  await mkdir(join(copy, 'scripts'))
  for (const file of ['scripts/setup.mjs', 'scripts/run.mjs', 'package.json', 'package-lock.json'])
    await cp(join(root, file), join(copy, file))
  await symlink(join(root, 'node_modules'), join(copy, 'node_modules'))
})
afterAll(() => rm(copy, { recursive: true, force: true }))

async function newMachine(tools: Record<string, string>): Promise<void> {
  machine = await mkdtemp(join(copy, 'bin-'))
  await chmod(machine, 0o777)
  await symlink(Bun.which('node') ?? '', join(machine, 'node'))
  for (const [name, script] of Object.entries(tools)) await tool(name, script)
}

async function tool(name: string, script: string): Promise<void> {
  await Bun.write(join(machine, name), `#!/bin/sh\n${script}\n`)
  await chmod(join(machine, name), 0o755)
}

const setup = (purpose: string, { user = '' } = {}) => node(['scripts/setup.mjs', '--for', purpose], user)

async function node([script = '', ...args]: string[], user = '') {
  const as = user ? ['/usr/bin/setpriv', `--reuid=${user}`, '--clear-groups'] : []
  const { out, err, code } = await ran([...as, Bun.which('node') ?? '', join(copy, script), ...args], {
    env: { PATH: machine },
  })
  return { text: out + err, code }
}

/** Of several times the shortest counts: the machine that tests has other things to do as well. */
async function findsNothingToDo(purpose: string): Promise<void> {
  const took: number[] = []
  while (took.length < 5 && !(Math.min(...took) < 3000)) {
    const began = performance.now()
    expect(await setup(purpose)).toEqual({ text: 'Everything is in place.\n', code: 0 })
    took.push(performance.now() - began)
  }
  expect(Math.min(...took)).toBeLessThan(3000)
}

const isRoot = process.getuid?.() === 0
/** An apt-get that notes how it was called and brings FFmpeg. */
const apt = () => `echo "$@" >> ${machine}/calls
case "$*" in install*) /bin/cp ${machine}/later ${machine}/ffmpeg; /bin/cp ${machine}/later ${machine}/ffprobe;; esac`

test('where nothing is missing it says so, does nothing and takes less than three seconds', async () => {
  await newMachine({ ffmpeg: FFMPEG, ffprobe: '' })
  await findsNothingToDo('start')
})

test('a system without apt is told what is needed', async () => {
  await newMachine({})
  const { text, code } = await setup('start')
  expect(text).toContain('Missing: FFmpeg 5 or newer.')
  expect(text).toContain("this system's package manager")
  expect(code).toBe(1)
})

test('an FFmpeg before version 5 does not count', async () => {
  await newMachine({ ffmpeg: "echo 'ffmpeg version 4.3.6-0+deb11u1 Copyright'", ffprobe: '' })
  expect((await setup('start')).text).toContain('Missing: FFmpeg 5 or newer.')
})

test.skipIf(!isRoot)('root gets what is missing from the distribution, once', async () => {
  await newMachine({ later: FFMPEG })
  await tool('apt-get', apt())
  const first = await setup('start')
  expect(first).toEqual({
    text: 'Installing from the distribution: ffmpeg (this can take some minutes) …\nDone.\n',
    code: 0,
  })
  const calls = await Bun.file(join(machine, 'calls')).text()
  expect(calls).toContain('install -qq -y --no-install-recommends -o DPkg::Lock::Timeout=300 ffmpeg')
  expect((await setup('start')).text).toBe('Everything is in place.\n')
  expect(await Bun.file(join(machine, 'calls')).text()).toBe(calls)
})

/** Somebody who may not install anything; whoever runs the tests, where that is not root. */
const nobody = isRoot ? '65534' : ''

test('anybody else gets one command to run', async () => {
  await newMachine({ 'apt-get': 'exit 9' })
  const { text, code } = await setup('simulator', { user: nobody })
  expect(text).toContain("sudo sh -c 'apt-get update && apt-get install -y --no-install-recommends ffmpeg'")
  expect(code).toBe(1)
})

test('whoever is not root and wants to see the demo gets one command that brings all of it, and nothing is started', async () => {
  await newMachine({ 'apt-get': `echo called >> ${copy}/never` })
  await Bun.write(join(copy, 'scripts/demo.ts'), `await Bun.write('${copy}/never', 'started')`)
  const { text, code } = await node(['scripts/run.mjs', 'demo'], nobody)
  const commands = text.split('\n').filter((line) => line.includes('sudo'))
  expect(commands).toHaveLength(1)
  expect(commands[0]).toContain('ffmpeg')
  expect(commands[0]?.match(/apt-get install/g)).toHaveLength(1)
  if (!existsSync('/usr/sbin/mosquitto')) expect(commands[0]).toContain(' mosquitto ')
  expect(commands[0]).toContain("mosquitto-clients'")
  expect(code).toBe(1)
  expect(existsSync(join(copy, 'never'))).toBe(false)
})

test('setting up everything a second time does nothing and takes less than three seconds', async () => {
  await newMachine({ ffmpeg: FFMPEG, ffprobe: '' })
  for (const name of ['mosquitto', 'mosquitto_sub', 'mosquitto_pub', 'chromium', 'ps', 'curl', 'nginx'])
    await tool(name, 'exit 9')
  // It is asked whether a package is there.
  await tool('python3', 'exit 0')
  for (const path of ['scripts/build-web.ts', 'tsconfig.json', 'web'])
    await cp(join(root, path), join(copy, path), { recursive: true })
  expect((await setup('all')).text).toBe('Building the web pages …\nDone.\n')
  const built = () => stat(join(copy, 'dist/web/index.html'))
  const { mtimeMs } = await built()
  await findsNothingToDo('all')
  expect((await built()).mtimeMs).toBe(mtimeMs)
  // The pages alone are made anew when one of them has changed.
  const later = new Date(Date.now() + 60_000)
  await utimes(join(copy, 'web/main.tsx'), later, later)
  expect((await setup('all')).text).toStartWith('Building the web pages …')
}, 120_000)

test('what only tests need is not asked of an appliance', async () => {
  await newMachine({})
  expect((await setup('start')).text).not.toContain('Chromium')
  expect((await setup('test')).text).toContain('Chromium')
})
