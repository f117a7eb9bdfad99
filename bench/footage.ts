// The footage calendar: requests and time of a first sync against what they may be, and a month of 64 channels beside a bare read.
import { createFakeDriver } from '../core/testing/fake-driver.ts'
import { createFakeFootage, withFootage } from '../core/testing/fake-footage.ts'
import { createTestApp } from '../core/testing/test-app.ts'
import { until } from '../core/testing/until.ts'

const HOST = '192.0.2.7'
const ANSWER_MS = 50
/** As many requests as a device takes at once. */
const AT_ONCE = 4
const PER_DAY = 40
const NOW = '2025-06-15T12:00:00Z'
const DAY_MS = 86_400_000

interface Size {
  channels: number
  days: number
}

function percentile(values: number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN
}

const verdict = (name: string, value: number, most: number, unit = '') => {
  const ok = value <= most
  if (!ok) process.exitCode = 1
  console.log(
    `  ${name}: ${value.toFixed(0)}${unit} of ${most.toFixed(0)}${unit}, ratio ${(value / most).toFixed(2)}${ok ? '' : '  TOO MUCH'}`,
  )
}

/** A recorder with so many days until now, each in equal pieces of which `perDay` fill a day but for a minute each. */
function recorder({ channels, days }: Size, perDay: number) {
  const driver = createFakeDriver()
  driver.add(HOST, channels)
  const footage = createFakeFootage()
  const piece = DAY_MS / perDay
  const first = Date.parse(NOW.slice(0, 10)) - (days - 1) * DAY_MS
  const clips = Array.from({ length: days * perDay }, (_, index) => {
    const start = first + index * piece
    return { start: new Date(start), end: new Date(start + piece - 60_000) }
  }).filter((clip) => +clip.end < Date.parse(NOW))
  for (let channel = 1; channel <= channels; channel++) footage.clips.set(`ip:${channel}`, clips)
  return { footage, plugin: { id: 'fake', title: 'Fake', driver: withFootage(driver, new Map([[HOST, footage]])) } }
}

const form = { ip_web: HOST, username: 'admin', password: 'right-password', brand: 'fake' }
const month = '/api/devices/1/channels/month_data/2025-06'

async function firstSync(size: Size): Promise<void> {
  const { footage, plugin } = recorder(size, PER_DAY)
  footage.delayMs = ANSWER_MS
  await using app = await createTestApp([plugin], {}, { now: () => new Date(NOW) })
  const began = performance.now()
  await app.ask('POST', '/api/devices', form)
  let shown = Number.NaN
  await until(
    'the device is read',
    async () => {
      if (Number.isNaN(shown)) {
        const channels: { latest_record_date: string | null }[] = (await app.ask('GET', '/api/devices/1/channels')).body
        if (channels.some((channel) => channel.latest_record_date)) shown = performance.now() - began
      }
      await Bun.sleep(20)
      return (await app.ask('GET', '/api/logs')).body.length > 0
    },
    600_000,
  )
  const took = performance.now() - began
  const requests = footage.calls.length
  const pages = footage.calls.filter(({ what }) => what === 'search').length
  const months = new Set(footage.calls.flatMap((call) => (call.what === 'days' ? [call.month] : []))).size
  console.log(`${size.channels} channels, ${size.days} days: ${months} months, ${pages} pages`)
  verdict('requests', requests, 8 + size.channels * months + 1.1 * pages)
  verdict('time', took, (1.3 * requests * ANSWER_MS) / AT_ONCE, ' ms')
  verdict('first channel with data', shown, 2000, ' ms')
  const others: number[] = []
  for (let turn = 0; turn < 10; turn++) {
    const from = performance.now()
    await app.ask('POST', '/api/sync/now')
    others.push(performance.now() - from)
  }
  verdict('POST /api/sync/now', Math.max(...others), 100, ' ms')
}

async function monthOfMany(): Promise<void> {
  const { plugin } = recorder({ channels: 64, days: 60 }, 20)
  await using app = await createTestApp([plugin], {}, { now: () => new Date(NOW) })
  await app.ask('POST', '/api/devices', form)
  const may = month.replace('2025-06', '2025-05')
  await until('the device is read', async () => (await app.ask('GET', '/api/logs')).body.length > 0, 120_000)
  const body = await until(
    'May is read',
    async () => {
      await Bun.sleep(500)
      const answer = (await app.ask('GET', may)).body
      return !answer.reading && answer
    },
    300_000,
  )
  const ranges = body.channels.flatMap((one: { record_days: { time_ranges: object[] }[] }) =>
    one.record_days.map((day) => day.time_ranges.length),
  )
  const sum = ranges.reduce((a: number, b: number) => a + b, 0)
  console.log(`A month of ${body.channels.length} channels with ${sum} ranges`)
  const times: number[] = []
  for (let turn = 0; turn < 60; turn++) {
    const from = performance.now()
    const answer = await fetch(app.url + may, { headers: { authorization: `Bearer ${app.token}` } })
    await answer.arrayBuffer()
    times.push(performance.now() - from)
  }
  verdict('p95 of month_data', percentile(times.slice(10), 0.95), 50, ' ms')
  const text = JSON.stringify(body)
  const bare = Array.from({ length: 20 }, () => {
    const from = performance.now()
    JSON.stringify(JSON.parse(text))
    return performance.now() - from
  })
  console.log(
    `  beside parsing and writing the same JSON: ${(percentile(times, 0.5) / percentile(bare, 0.5)).toFixed(1)} times`,
  )
}

if (import.meta.main) {
  await firstSync({ channels: 16, days: 30 })
  await firstSync({ channels: 64, days: 365 })
  await monthOfMany()
}
