// What LightNVR's clients ask all the time, over 16 connections with name and password: 64 streams, a page of 20,000 recordings, a
// day's timeline and health; in turns with `Bun.serve` that answers the same bytes from memory.
import { OWNER } from '../core/testing/test-app.ts'
import { lightnvr } from '../plugins/lightnvr-compat/index.ts'
import { type Call, compareAll } from './clients/compare.ts'
import { CHANNELS, createHouse, portOf, RECORDINGS } from './clients/house.ts'

const BASIC = `Basic ${btoa(`${OWNER.username}:${OWNER.password}`)}`

async function run(): Promise<void> {
  await using app = await createHouse(lightnvr, { PORCHLIGHT_LIGHTNVR_PORT: '0' })
  const streams = await fetch(`${portOf(app)}/api/streams`, { headers: { authorization: BASIC } })
  const [{ name }] = ((await streams.json()) as { streams: [{ name: string }] }).streams
  const now = Math.floor(Date.now() / 1000)
  const calls: Call[] = [
    { name: `${CHANNELS} streams`, path: '/api/streams', bound: 1 / 10 },
    { name: `20 of ${RECORDINGS} recordings`, path: '/api/recordings?limit=20', bound: 1 / 10 },
    {
      name: 'a day of the timeline',
      path: `/api/timeline/segments?stream=${name}&start=${now - 86_400}&end=${now}`,
      bound: 1 / 10,
    },
    { name: 'health', path: '/api/health', bound: 1 / 3, isPrepared: false },
  ]
  await compareAll(calls, portOf(app), BASIC)
}

if (import.meta.main) await run()
