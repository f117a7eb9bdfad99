// The demo as a newcomer starts it: it gets ready, shows both recorders and a camera that turns, and leaves nothing behind.
import { afterAll, expect, test } from 'bun:test'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { until } from '../../core/testing/until.ts'
import { executablePath, launchBrowser, moving, takeSeat } from './browser.ts'

const root = join(import.meta.dir, '../..')
const data = mkdtempSync(join(tmpdir(), 'porchlight-demo-test-'))
afterAll(() => rmSync(data, { recursive: true, force: true }))

interface Demo {
  child: Bun.Subprocess
  text(): string
  url: string
  password: string
}

async function startDemo(...flags: string[]): Promise<Demo> {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('PORCHLIGHT_')))
  const child = Bun.spawn(['node', 'scripts/run.mjs', 'demo', '--port', '0', ...flags], {
    cwd: root,
    env,
    stdin: 'ignore',
    stdout: 'pipe',
    stderr: 'pipe',
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    void (async () => {
      for await (const chunk of stream.pipeThrough(new TextDecoderStream())) said += chunk
    })()
  await until('the demo is ready', () => said.includes('Ctrl-C') || child.exitCode !== null, 90_000)
  const found = (pattern: RegExp) => pattern.exec(said)?.[1] ?? `not said:\n${said}`
  return { child, text: () => said, url: found(/Open +(\S+)/), password: found(/Password +(\S+)/) }
}

/** Every process that runs below this one, as Linux tells. */
async function below(pid: number): Promise<number[]> {
  const children = await Bun.file(`/proc/${pid}/task/${pid}/children`)
    .text()
    .catch(() => '')
  const own = children.trim().split(/\s+/).filter(Boolean).map(Number)
  return [...own, ...(await Promise.all(own.map(below))).flat()]
}

async function runs(pid: number): Promise<boolean> {
  const stat = await Bun.file(`/proc/${pid}/stat`)
    .text()
    .catch(() => '')
  return stat !== '' && !/\) Z /.test(stat)
}

const nobodyLeft = (pids: number[]) =>
  until('every process has ended', async () => !(await Promise.all(pids.map(runs))).some(Boolean))

async function askAs(demo: Demo): Promise<(path: string) => Promise<Response>> {
  const login = await fetch(`${demo.url}/api/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: 'demo', password: demo.password }),
  })
  const { token } = (await login.json()) as { token: string }
  return (path) => fetch(demo.url + path, { headers: { authorization: `Bearer ${token}` } })
}

interface Device {
  id: number
  name: string | null
  channel_count: number
  state: { phase: string }
}

async function devicesOf(demo: Demo): Promise<Device[]> {
  const ask = await askAs(demo)
  return (await ask('/api/devices')).json() as Promise<Device[]>
}

test('the demo shows both recorders and a camera, and Ctrl-C ends every process that it started', async () => {
  const demo = await startDemo('--data', data)
  expect((await devicesOf(demo)).map(({ channel_count, state }) => [channel_count, state.phase]).sort()).toEqual([
    [1, 'online'],
    [4, 'online'],
    [8, 'online'],
  ])
  expect(demo.text()).toMatch(/mosquitto_sub -h 127\.0\.0\.1 -p \d+ -V 5 --retain-as-published -q 1 -t '#' -F %j/)
  const pids = await below(demo.child.pid)
  expect(pids.length).toBeGreaterThan(4)
  demo.child.kill('SIGINT')
  expect(await demo.child.exited).toBe(0)
  await nobodyLeft(pids)
}, 120_000)

test('a second start with the same folder knows its devices, and a hard end leaves nothing running', async () => {
  const demo = await startDemo('--data', data)
  expect(await devicesOf(demo)).toHaveLength(3)
  const pids = await below(demo.child.pid)
  demo.child.kill('SIGKILL')
  await nobodyLeft(pids)
  expect(existsSync(join(data, 'porchlight.db'))).toBe(true)
}, 120_000)

test('a port that is taken is named, and nothing is started', async () => {
  const server = Bun.listen({ hostname: '0.0.0.0', port: 0, socket: { data() {} } })
  const { child, text } = await startDemo('--port', String(server.port))
  expect(await child.exited).toBe(1)
  expect(text()).toContain(`Port ${server.port} is taken.`)
  server.stop(true)
}, 120_000)

test('what is asked to be kept is found again by the words that the demo says at its end', async () => {
  const demo = await startDemo('--keep')
  demo.child.kill('SIGTERM')
  await demo.child.exited
  const folder = /The data is kept\..* --data (\S+)/.exec(demo.text())?.[1] ?? 'not said'
  expect(existsSync(join(folder, 'porchlight.db'))).toBe(true)
  rmSync(folder, { recursive: true })
}, 120_000)

test.skipIf(!executablePath)(
  'within a minute of the command the page shows moving pictures of all thirteen channels, and the camera can be turned',
  async () => {
    // Whoever tries it has a browser open.
    const browser = await launchBrowser()
    const began = performance.now()
    const demo = await startDemo()
    try {
      await using seat = await takeSeat(browser, demo.url, {})
      await seat.page.getByLabel('User name').fill('demo')
      await seat.page.getByLabel('Password', { exact: true }).fill(demo.password)
      await seat.page.keyboard.press('Enter')
      await moving(seat.page, 13)
      expect(performance.now() - began).toBeLessThan(60_000)
      const ask = await askAs(demo)
      const terrace = (await devicesOf(demo)).find(({ name }) => name === 'Terrace')
      const channels = (await (await ask('/api/channels')).json()) as { id: number; device_id: number }[]
      await seat.page.goto(`${demo.url}/live/${channels.find(({ device_id }) => device_id === terrace?.id)?.id}`)
      await seat.page.getByRole('button', { name: 'Move the camera' }).click()
      await seat.page.getByRole('button', { name: 'Right', exact: true }).waitFor()
    } finally {
      await browser.close()
      demo.child.kill('SIGTERM')
      await demo.child.exited
    }
  },
  120_000,
)
