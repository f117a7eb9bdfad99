// What VibeNVR's clients ask all the time, over 16 connections with the token of a sign-in: 64 cameras, pages of 20,000 recordings, a
// camera's day, figures, and what goes on; in turns with `Bun.serve` that answers the same bytes from memory.
import { OWNER } from '../core/testing/test-app.ts'
import { vibenvr } from '../plugins/vibenvr-compat/index.ts'
import { type Call, compareAll } from './clients/compare.ts'
import { CHANNELS, createHouse, portOf, RECORDINGS } from './clients/house.ts'

async function run(): Promise<void> {
  await using app = await createHouse(vibenvr, { PORCHLIGHT_VIBENVR_PORT: '0' })
  const port = portOf(app)
  const signedIn = await fetch(`${port}/api/auth/login`, { method: 'POST', body: new URLSearchParams(OWNER) })
  const { access_token: token } = (await signedIn.json()) as { access_token: string }
  const authorization = `Bearer ${token}`
  const answer = await fetch(`${port}/api/cameras`, { headers: { authorization } })
  const [{ id }] = (await answer.json()) as [{ id: number }]
  const today = new Date().toISOString().slice(0, 10)
  const calls: Call[] = [
    { name: `${CHANNELS} cameras`, path: '/api/cameras', bound: 1 / 10 },
    { name: `50 of ${RECORDINGS} events`, path: '/api/events?limit=50', bound: 1 / 10 },
    { name: 'a day of one camera', path: `/api/events?limit=1000&date=${today}&camera_id=${id}`, bound: 1 / 10 },
    { name: 'what goes on', path: '/api/events/status', bound: 1 / 10 },
    { name: 'figures', path: '/api/stats', bound: 1 / 10 },
    { name: 'the history', path: '/api/stats/history', bound: 1 / 10 },
    { name: 'health', path: '/api/health', bound: 1 / 10, isPrepared: false },
  ]
  await compareAll(calls, port, authorization)
}

if (import.meta.main) await run()
