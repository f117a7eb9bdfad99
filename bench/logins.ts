// Somebody guesses the owner's password 10,000 times, while the owner signs in from elsewhere and goes on looking: quiet and
// besieged rounds in turn, in one appliance.
import { parseArgs } from 'node:util'
import { account, startAppliance } from '../test/e2e/appliance.ts'
import { median, pssMb } from './relay/processes.ts'

const { values } = parseArgs({
  options: {
    attempts: { type: 'string', default: '10000' },
    rounds: { type: 'string', default: '10' },
    /** Guesses from each address before the next one is taken; 0 = all come from one. */
    'per-address': { type: 'string', default: '0' },
    /** Guesses under way at the same time. */
    'at-once': { type: 'string', default: '8' },
  },
  allowPositionals: true,
})
const ROUNDS = Number(values.rounds)
const ATTEMPTS = Number(values.attempts)
const PER_ADDRESS = Number(values['per-address'])
const AT_ONCE = Number(values['at-once'])
/** A person's requests: as often as the usual limit lets one ask for ever. */
const PACE_MS = 100
const ASKED = 40
const SLOWER_BOUND = 2
const GROWTH_BOUND_MB = 16
const OWNER = '192.0.2.77'

async function run(): Promise<void> {
  await using appliance = await startAppliance({
    env: { PORCHLIGHT_TRUST_PROXY: '127.0.0.1', PORCHLIGHT_LOG: 'info' },
  })
  const token = await appliance.signIn()

  function login(password: string, from: string): Promise<Response> {
    return fetch(`${appliance.url}/api/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-forwarded-for': from },
      body: JSON.stringify({ username: account.username, password }),
    })
  }

  // Where the owner is at home: his sign-in from there is open.
  const before = await login(account.password, OWNER)
  await before.arrayBuffer()
  if (before.status !== 200) throw new Error(`the owner was answered ${before.status}`)

  const statuses = new Map<number, number>()
  let tried = 0
  async function guess(count: number): Promise<void> {
    const end = tried + count
    const one = async () => {
      while (tried < end) {
        const index = tried++
        const from = PER_ADDRESS === 0 ? '203.0.113.9' : `2001:db8:${Math.floor(index / PER_ADDRESS).toString(16)}::1`
        const answer = await login(`guess ${index}`, from)
        await answer.arrayBuffer()
        statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1)
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, one))
  }

  async function look(times: number[], isOver: () => boolean): Promise<void> {
    for (let count = 0; count < ASKED || !isOver(); count++) {
      const began = performance.now()
      const answer = await fetch(`${appliance.url}/api/devices`, {
        headers: { authorization: `Bearer ${token}`, 'x-forwarded-for': OWNER },
      })
      await answer.arrayBuffer()
      if (answer.status !== 200) throw new Error(`the owner was answered ${answer.status}`)
      times.push(performance.now() - began)
      await Bun.sleep(PACE_MS)
    }
  }

  const quiet: number[] = []
  const besieged: number[] = []
  const signIns: number[] = []
  let refused = 0
  const memory: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    await look(quiet, () => true)
    let over = false
    const siege = guess(Math.ceil(ATTEMPTS / ROUNDS)).finally(() => {
      over = true
    })
    await Promise.all([
      siege,
      look(besieged, () => over),
      (async () => {
        const began = performance.now()
        const answer = await login(account.password, OWNER)
        await answer.arrayBuffer()
        if (answer.status === 200) signIns.push(performance.now() - began)
        else refused++
      })(),
    ])
    memory.push(pssMb(appliance.pid))
  }

  const [calm, under] = [median(quiet), median(besieged)]
  const growth = (memory.at(-1) ?? 0) - (memory[0] ?? 0)
  const ratio = under / calm
  console.log(`${tried} guesses, answered ${[...statuses].map(([status, count]) => `${count}× ${status}`).join(', ')}`)
  console.log(
    `the owner from elsewhere: signed in ${signIns.length}×, refused ${refused}×, median ${median(signIns).toFixed(0)} ms`,
  )
  console.log(
    `other requests: median ${calm.toFixed(2)} ms quiet, ${under.toFixed(2)} ms besieged: ratio ${ratio.toFixed(2)}`,
  )
  console.log(`memory after each round: ${memory.map((mb) => mb.toFixed(0)).join(' ')} MB`)
  const isGood = refused === 0 && ratio <= SLOWER_BOUND && growth <= GROWTH_BOUND_MB
  console.log(
    isGood ? 'within bounds' : `out of bounds (ratio ≤ ${SLOWER_BOUND}, growth ≤ ${GROWTH_BOUND_MB} MB, none refused)`,
  )
  if (!isGood) process.exitCode = 1
}

if (import.meta.main) await run()
