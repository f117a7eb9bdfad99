// The whole appliance: how soon it answers after its start, and what it holds in memory, beside a bare server of the same run.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Appliance, startAppliance, until } from '../test/e2e/appliance.ts'
import { ffmpegsOf, median, pssMb } from './relay/processes.ts'

const ROUNDS = 5
const START_BOUND_MS = 1000
const login = { user: 'admin', password: 'bench-only' }

const folder = mkdtempSync(join(tmpdir(), 'porchlight-bench-'))
const hono = Bun.resolveSync('hono', import.meta.dir)
const bareFile = join(folder, 'bare.ts')
writeFileSync(
  bareFile,
  `import { Hono } from ${JSON.stringify(hono)}
const app = new Hono().get('/health', (c) => c.json({ status: 'ok' }))
console.log('"url":"' + Bun.serve({ port: 0, hostname: '127.0.0.1', fetch: app.fetch }).url.origin + '"')
`,
)

/** Milliseconds from the start of the process to its first answer, and its memory after that. */
async function bareStart(): Promise<{ ms: number; mb: number }> {
  const began = performance.now()
  const child = Bun.spawn([process.execPath, bareFile], { stdout: 'pipe' })
  const { value } = await child.stdout.getReader().read()
  const url = /"url":"([^"]+)"/.exec(new TextDecoder().decode(value))?.[1]
  await (await fetch(`${url}/health`)).text()
  const ms = performance.now() - began
  await Bun.sleep(1000)
  const mb = pssMb(child.pid)
  child.kill()
  await child.exited
  return { ms, mb }
}

async function start(data: string): Promise<{ appliance: Appliance; ms: number }> {
  const began = performance.now()
  const appliance = await startAppliance({ data, env: { PORCHLIGHT_LOG: 'info' } })
  await appliance.call('GET', '/health')
  return { appliance, ms: performance.now() - began }
}

const add = (appliance: Appliance, address: string) =>
  appliance.call('POST', '/api/devices', {
    ip_web: address,
    ip_nvr: address.replace(/:\d+$/, ''),
    username: login.user,
    password: login.password,
    brand: 'hikvision',
  })

async function startTimes(): Promise<void> {
  const data = join(folder, 'twenty')
  const first = await start(data)
  await first.appliance.signIn()
  for (let number = 1; number <= 20; number++) await add(first.appliance, `192.0.2.${number}`)
  await first.appliance.stop()
  const bare: number[] = []
  const ours: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    bare.push((await bareStart()).ms)
    const { appliance, ms } = await start(data)
    ours.push(ms)
    await appliance.stop()
  }
  const [a, b] = [median(ours), median(bare)]
  const held = a <= START_BOUND_MS ? 'held' : 'EXCEEDED'
  console.log(
    `start to first answer, 20 devices away  ${a.toFixed(0)} ms  ${(a / b).toFixed(1)} × a bare Hono server (${b.toFixed(0)} ms)  bound ${START_BOUND_MS} ms: ${held}`,
  )
}

/** The simulator is a process of its own, so that its memory is not counted. */
async function startRecorder(): Promise<{ address: string } & AsyncDisposable> {
  const main = join(import.meta.dir, '..', 'plugins', 'hikvision', 'simulator', 'main.ts')
  const flags = ['--model', 'nvr8', '--port', '0', '--rtsp-port', '0', '--events', 'none']
  const child = Bun.spawn(
    [process.execPath, '--no-orphans', main, ...flags, '--user', login.user, '--password', login.password],
    {
      stdout: 'pipe',
    },
  )
  const { value } = await child.stdout.getReader().read()
  const address = /127\.0\.0\.1:\d+/.exec(new TextDecoder().decode(value))?.[0]
  if (!address) throw new Error('The simulated recorder did not say where it listens')
  await fetch(`http://${address}/sim/channels/8`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"online":true}',
  })
  return {
    address,
    async [Symbol.asyncDispose]() {
      child.kill()
      await child.exited
    },
  }
}

async function memory(): Promise<void> {
  const bare = await bareStart()
  await using recorder = await startRecorder()
  const { appliance } = await start(join(folder, 'memory'))
  try {
    await Bun.sleep(5000)
    const empty = pssMb(appliance.pid)
    console.log(
      `memory idle, no devices  ${empty.toFixed(0)} MB PSS  ${(empty / bare.mb).toFixed(1)} × a bare Hono server (${bare.mb.toFixed(0)} MB)`,
    )
    await appliance.signIn()
    await add(appliance, recorder.address)
    interface Channel {
      id: number
      device_id: number
    }
    const channels = await until('all channels are known', async () => {
      const { body } = await appliance.call<Channel[]>('GET', '/api/channels')
      return body.length === 8 && body
    })
    await Bun.sleep(10_000)
    const idle = pssMb(appliance.pid)
    console.log(
      `memory idle, one recorder of 8 channels  ${idle.toFixed(0)} MB PSS  ${(idle / bare.mb).toFixed(1)} × bare`,
    )
    for (const { id, device_id } of channels) {
      const live = await appliance.call<{ hls_url: string }>(
        'GET',
        `/api/device/${device_id}/channel/${id}/live?quality=sub`,
      )
      await (await fetch(appliance.url + live.body.hls_url)).text()
    }
    await Bun.sleep(20_000)
    const eight = pssMb(appliance.pid)
    const children = ffmpegsOf(appliance.pid)
    const ffmpeg = children.reduce((sum, pid) => sum + pssMb(pid), 0)
    console.log(
      `memory with ${children.length} relays (sub)  ${eight.toFixed(0)} MB PSS ours + ${ffmpeg.toFixed(0)} MB FFmpeg  ${(eight / bare.mb).toFixed(1)} × bare`,
    )
  } finally {
    await appliance.stop()
  }
}

if (import.meta.main) {
  await startTimes()
  await memory()
  rmSync(folder, { recursive: true, force: true })
}
