// The starter of our commands: arguments, signals, exit codes, and nothing left behind.
import { afterAll, beforeAll, expect, test } from 'bun:test'
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { until } from '../core/testing/until.ts'

const root = join(import.meta.dir, '..')
let copy: string

/** A copy of the starter with a small program in the place of the appliance. */
beforeAll(async () => {
  copy = await mkdtemp(join(tmpdir(), 'porchlight-run-'))
  await mkdir(join(copy, 'scripts'))
  for (const file of ['scripts/run.mjs', 'scripts/setup.mjs', 'package.json', 'package-lock.json', 'bunfig.toml'])
    await cp(join(root, file), join(copy, file))
  await symlink(join(root, 'node_modules'), join(copy, 'node_modules'))
  await writeFile(
    join(copy, 'main.ts'),
    `const heard: string[] = []
    if (process.argv[2] === 'code') process.exit(Number(process.argv[3]))
    if (process.argv[2] === 'variable') { console.log(process.env.PORCHLIGHT_MQTT_URL ?? 'none'); process.exit(0) }
    const child = Bun.spawn(['sleep', '1000'])
    for (const signal of ['SIGINT', 'SIGTERM'])
      process.on(signal, () => {
        heard.push(signal)
        setTimeout(() => { console.log(heard.join(' ')); process.exit(7) }, 300)
      })
    console.log(JSON.stringify({ args: process.argv.slice(2), pids: [process.pid, child.pid] }))
    setInterval(() => {}, 1000)`,
  )
})
afterAll(() => rm(copy, { recursive: true, force: true }))

function start(...args: string[]) {
  const child = Bun.spawn(['node', join(copy, 'scripts/run.mjs'), 'start', ...args], {
    cwd: tmpdir(),
    stdin: 'ignore',
    stdout: 'pipe',
    stderr: 'inherit',
  })
  const lines = child.stdout.pipeThrough(new TextDecoderStream()).getReader()
  return { child, next: async () => String((await lines.read()).value ?? '').trim() }
}

async function alive(pid: number): Promise<boolean> {
  const stat = await Bun.file(`/proc/${pid}/stat`)
    .text()
    .catch(() => '')
  return stat !== '' && !/\) Z /.test(stat)
}

test('arguments and the exit code pass through', async () => {
  const { child } = start('code', '3')
  expect(await child.exited).toBe(3)
})

test('a file .env that was written for the container changes no command of the checkout', async () => {
  await writeFile(join(copy, '.env'), 'PORCHLIGHT_MQTT_URL=mqtt://mosquitto\n')
  const { next } = start('variable')
  expect(await next()).toBe('none')
})

test('an interrupt that comes twice at once is heard once', async () => {
  const { child, next } = start('--some', 'words')
  const { args, pids } = JSON.parse(await next()) as { args: string[]; pids: number[] }
  expect(args).toEqual(['--some', 'words'])
  child.kill('SIGINT')
  child.kill('SIGINT')
  expect(await next()).toBe('SIGINT')
  expect(await child.exited).toBe(7)
  await until('nothing is left', async () => !(await alive(pids[0] ?? 0)) && !(await alive(pids[1] ?? 0)))
})

test('a signal that reaches npm alone reaches the program too', async () => {
  const npm = Bun.spawn(['npm', '--silent', 'start'], { cwd: copy, stdin: 'ignore', stdout: 'pipe', stderr: 'inherit' })
  const lines = npm.stdout.pipeThrough(new TextDecoderStream()).getReader()
  const { pids } = JSON.parse(String((await lines.read()).value)) as { pids: number[] }
  npm.kill('SIGTERM')
  expect(String((await lines.read()).value).trim()).toBe('SIGTERM')
  await npm.exited
  await until('nothing is left', async () => !(await alive(pids[0] ?? 0)) && !(await alive(pids[1] ?? 0)))
})

test('killing the starter hard ends what it started', async () => {
  const { child, next } = start()
  const { pids } = JSON.parse(await next()) as { pids: number[] }
  child.kill('SIGKILL')
  await until('nothing is left', async () => !(await alive(pids[0] ?? 0)) && !(await alive(pids[1] ?? 0)))
})

test('an unknown command is named and refused', async () => {
  const child = Bun.spawn(['node', join(copy, 'scripts/run.mjs'), 'dance'], { stdout: 'pipe', stderr: 'pipe' })
  expect(await new Response(child.stderr).text()).toContain('There is no command "dance"')
  expect(await child.exited).toBe(2)
})
