// A sync over the network: what it asks of a Hikvision recorder that takes 50 ms for each answer, and what others feel of ten at once.
import { createServer } from 'node:net'
import { parseArgs } from 'node:util'
import { type Appliance, startAppliance, until } from '../test/e2e/appliance.ts'

const ANSWER_MS = 50
/** As many requests as a device takes at once. */
const AT_ONCE = 4
const MONTH = new Date().toISOString().slice(0, 7)
const login = { user: 'admin', password: 'bench-only' }

const { values } = parseArgs({ options: { only: { type: 'string' } }, allowPositionals: true })

const verdict = (name: string, value: number, most: number, unit = '') => {
  const ok = value <= most
  if (!ok) process.exitCode = 1
  const figures = `${value.toFixed(0)}${unit}  bound ${most.toFixed(0)}${unit}, ratio ${(value / most).toFixed(2)}`
  console.log(`  ${name.padEnd(46)} ${figures}: ${ok ? 'held' : 'EXCEEDED'}`)
}

const percentile = (times: number[], share: number) =>
  times.toSorted((a, b) => a - b)[Math.min(times.length - 1, Math.ceil(times.length * share) - 1)] ?? Number.NaN

/** A simulated recorder in a process of its own, so that it shares no time with what is measured. */
async function recorder(model: string, args: string[]) {
  const command = [process.execPath, 'plugins/hikvision/simulator/main.ts', '--model', model, '--port', '0']
  const own = ['--rtsp-port', '0', '--events', 'none', '--user', login.user, '--password', login.password]
  const child = Bun.spawn([...command, ...own, ...args], { stdout: 'pipe', stderr: 'inherit' })
  let said = ''
  const decoder = new TextDecoder()
  const reader = child.stdout.getReader()
  while (!said.includes('\n')) {
    const { value, done } = await reader.read()
    if (done) throw new Error(`the simulator did not start: ${said}`)
    said += decoder.decode(value, { stream: true })
  }
  const { url, control } = JSON.parse(said.slice(0, said.indexOf('\n'))) as { url: string; control: string }
  return {
    url,
    state: async () => (await (await fetch(control)).json()) as { counts: Record<string, number>; totals: Totals },
    fault: (fault: object) => fetch(`${control}/faults`, { method: 'POST', body: JSON.stringify(fault) }),
    async [Symbol.asyncDispose]() {
      child.kill()
      await child.exited
    },
  }
}

interface Totals {
  answers: number
  challenges: number
  atOnce: number
  busyMs: number
}

const add = (appliance: Appliance, url: string) =>
  appliance.call<{ id: number }>('POST', '/api/devices', {
    ip_web: url,
    username: login.user,
    password: login.password,
    brand: 'hikvision',
  })

async function firstSync(model: string, channels: number, days: number): Promise<void> {
  const shape = ['--channels', `${channels}`, '--days', `${days}`, '--segments', '40']
  await using device = await recorder(model, ['--delay', `${ANSWER_MS}`, ...shape])
  await using appliance = await startAppliance({ env: { PORCHLIGHT_LOG: 'info' } })
  await appliance.signIn()
  const began = performance.now()
  const { body } = await add(appliance, device.url)
  // Connecting is not counted: until it is over nobody knows what there is to ask.
  const online = async () =>
    (await appliance.call<{ state: { phase: string } }>('GET', `/api/devices/${body.id}`)).body.state.phase === 'online'
  await until('the device is online', online)
  const connected = Date.now()
  const before = await device.state()
  const connecting = asked(before)
  let shown = Number.NaN
  await until('the first channel has data', async () => {
    const path = `/api/devices/${body.id}/channels`
    const list = await appliance.call<{ latest_record_date: string | null }[]>('GET', path)
    if (list.body.some((channel) => channel.latest_record_date)) shown = performance.now() - began
    return !Number.isNaN(shown)
  })
  // Asked seldom: what the job says of its end is exact, and asking costs the time that is measured.
  const ended = await until(
    'the device is read',
    async () => {
      await Bun.sleep(500)
      const { data } = (await appliance.call<{ data: { kind: string; ended_at: string | null }[] }>('GET', '/api/jobs'))
        .body
      return data.find(({ kind }) => kind === 'sync')?.ended_at
    },
    600,
  )
  const took = Date.parse(ended) - connected
  const state = await device.state()
  const sum = (word: string) =>
    Object.entries(state.counts).reduce((all, [path, count]) => all + (path.includes(word) ? count : 0), 0)
  const pages = sum('/ContentMgmt/search')
  const months = sum('dailyDistribution') / channels
  const requests = asked(state) - connecting
  console.log(
    `${model}: ${channels} channels, ${days} days (${months} months, ${pages} pages; ${connecting} to connect)`,
  )
  verdict('requests after connecting', requests, 8 + channels * months + 1.1 * pages)
  verdict('most at once (the alarm stream included)', state.totals.atOnce, AT_ONCE + 1)
  // The device waits 50 ms before each answer and then has to make it: that is its time, too.
  const answer = (state.totals.busyMs - before.totals.busyMs) / requests
  verdict(`time after connecting (${answer.toFixed(0)} ms an answer)`, took, (1.3 * requests * answer) / AT_ONCE, ' ms')
  verdict('first channel with data, from the first request', shown, 2000, ' ms')
}

const asked = ({ totals }: { totals: Totals }) => totals.answers - totals.challenges

/** Somebody who takes the connection and never says a word. */
async function mute(): Promise<{ url: string } & Disposable> {
  const server = createServer((socket) => socket.on('error', () => {}))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return { url: `http://127.0.0.1:${port}`, [Symbol.dispose]: () => void server.close() }
}

async function othersMeanwhile(): Promise<void> {
  await using stack = new AsyncDisposableStack()
  const appliance = stack.use(await startAppliance({ env: { PORCHLIGHT_LOG: 'info' } }))
  await appliance.signIn()
  const shape = ['--delay', `${ANSWER_MS}`, '--channels', '16', '--days', '60', '--segments', '40']
  const well = await Promise.all(Array.from({ length: 4 }, () => recorder('nvr64', shape)))
  const garbling = await recorder('nvr8', ['--delay', `${ANSWER_MS}`])
  for (const one of [...well, garbling]) stack.use(one)
  const dead = await Promise.all([mute(), mute(), mute()])
  for (const one of dead) stack.use(one)
  const rounds = async () => (await appliance.call<unknown[]>('GET', '/api/logs')).body.length
  const [first, ...fresh] = well
  if (first) await add(appliance, first.url)
  await add(appliance, garbling.url)
  await until('the first two are read', async () => (await rounds()) >= 2, 120)
  await garbling.fault({ garbled: true })

  const paths = [
    '/api/devices',
    '/api/devices/1/channels',
    `/api/devices/1/channels/month_data/${MONTH}`,
    '/api/channels',
    '/api/user/alarm',
    '/api/jobs',
    '/api/logs',
    '/api/settings',
    '/api/device/1/infor',
    '/api/auth/me',
    '/health',
    '/api/openapi.json',
  ]
  // Once each beforehand: what is asked of a device the first time is not of what is measured.
  for (const path of paths) await appliance.call('GET', path)
  const quiet = await timesOf(appliance, paths, () => Promise.resolve(false), 20)
  for (const url of [...dead.map((one) => one.url), 'http://127.0.0.1:9', 'http://127.0.0.1:19'])
    await add(appliance, url)
  for (const { url } of fresh) await add(appliance, url)
  const posts: number[] = []
  for (let turn = 0; turn < 10; turn++) {
    const from = performance.now()
    await appliance.call('POST', '/api/sync/now')
    posts.push(performance.now() - from)
  }
  const before = await answersOf(well)
  // As long as those that are well are read for the first time: that is when there is most to do.
  const readNow = async () =>
    (await appliance.call<{ ip: string; is_success: boolean }[]>('GET', '/api/logs')).body.filter(
      ({ ip, is_success }) => is_success && fresh.some(({ url }) => url.endsWith(ip)),
    ).length
  const isReading = async () => (await readNow()) < fresh.length
  const busy = await timesOf(appliance, paths, isReading, 1)
  const answers = (await answersOf(well)) - before
  console.log(`ten devices at once: ${busy.length} requests of others, ${answers} answers of the four that are well`)
  verdict('POST /api/sync/now', Math.max(...posts), 100, ' ms')
  verdict('p95 of every other request', percentile(busy, 0.95), 100, ' ms')
  console.log(
    `    p50 ${percentile(busy, 0.5).toFixed(1)} ms, ${(percentile(busy, 0.5) / percentile(quiet, 0.5)).toFixed(2)} × without a sync; longest ${Math.max(...busy).toFixed(0)} ms`,
  )
}

const answersOf = async (devices: { state(): Promise<{ totals: Totals }> }[]) =>
  (await Promise.all(devices.map((device) => device.state()))).reduce((sum, { totals }) => sum + totals.answers, 0)

/** Milliseconds of each request, round after round: at least `rounds`, and on while `more` says so. */
async function timesOf(
  appliance: Appliance,
  paths: string[],
  more: () => Promise<boolean>,
  rounds: number,
): Promise<number[]> {
  const times: number[] = []
  for (let round = 0; round < rounds || (await more()); round++)
    for (const path of paths) {
      const from = performance.now()
      const { status } = await appliance.call('GET', path)
      times.push(performance.now() - from)
      if (status !== 200) throw new Error(`${path} answered ${status}`)
    }
  return times
}

if (import.meta.main) {
  if (values.only !== 'others') {
    await firstSync('nvr64', 16, 30)
    await firstSync('nvr64', 64, 365)
  }
  if (values.only !== 'first') await othersMeanwhile()
}
