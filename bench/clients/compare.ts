// Calls of clients over 16 connections, in turns with `Bun.serve` that answers the same bytes from memory.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { median } from '../relay/processes.ts'
import type { Load } from './load.ts'

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '2' },
    rounds: { type: 'string', default: '5' },
    /** A word of the calls to be made. */
    only: { type: 'string', default: '' },
  },
  allowPositionals: true,
})
const ROUNDS = Number(values.rounds)
const CONNECTIONS = 16

export interface Call {
  name: string
  path: string
  /** Of the baseline's requests a second, at least. */
  bound: number
  /** False: all that there is of it is looked at once a second. */
  isPrepared?: boolean
}

const parts = (script: string, ...args: string[]) =>
  Bun.spawn([process.execPath, '--no-orphans', join(import.meta.dir, script), ...args], {
    stdout: 'pipe',
    stderr: 'inherit',
  })

async function load(url: string, authorization: string): Promise<Load> {
  const child = parts('load.ts', url, authorization, values.seconds, String(CONNECTIONS))
  const said = await new Response(child.stdout).text()
  if ((await child.exited) !== 0) throw new Error(`${url} was not answered`)
  return JSON.parse(said) as Load
}

const ms = (value: number) => `${value.toFixed(2).padStart(6)} ms`

function line(name: string, loads: Load[]): number {
  const of = (key: keyof Load) => median(loads.map((one) => one[key]))
  console.log(
    `  ${name.padEnd(34)} ${of('perSecond').toFixed(0).padStart(7)} a second   p50 ${ms(of('p50'))}   p99 ${ms(of('p99'))}`,
  )
  return of('perSecond')
}

/** Prints what it saw; the exit code is 1 where a bound was missed. */
export async function compareAll(all: Call[], port: string, authorization: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'porchlight-bare-'))
  try {
    const calls = all.filter(({ name }) => name.includes(values.only))
    for (const [at, { path }] of calls.entries()) {
      const answer = await fetch(port + path, { headers: { authorization } })
      if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
      writeFileSync(join(folder, String(at)), await answer.bytes())
    }
    const bare = parts('bare.ts', folder)
    try {
      const { value } = await bare.stdout.getReader().read()
      const url = new TextDecoder().decode(value).trim()
      for (const [at, call] of calls.entries()) await compare(call, port + call.path, `${url}${at}`, authorization)
    } finally {
      bare.kill()
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

async function compare({ name, bound, isPrepared = true }: Call, ours: string, bare: string, authorization: string) {
  const loads: { ours: Load[]; bare: Load[] } = { ours: [], bare: [] }
  await load(ours, authorization)
  for (let round = 0; round < ROUNDS; round++) {
    loads.bare.push(await load(bare, authorization))
    loads.ours.push(await load(ours, authorization))
  }
  // An address that nobody has asked for is answered from the database.
  const anew = `${ours}${ours.includes('?') ? '&' : '?'}nobody=%n`
  const unprepared = isPrepared ? [await load(anew, authorization)] : []
  const { headers } = await fetch(bare)
  console.log(`${name}, ${(Number(headers.get('content-length')) / 1024).toFixed(1)} kB`)
  const base = line('Bun.serve, the same from memory', loads.bare)
  const share = line('ours', loads.ours) / base
  if (unprepared.length > 0) line('ours, nothing prepared', unprepared)
  const isGood = share >= bound
  console.log(`  1/${(1 / share).toFixed(1)} of it, bound 1/${(1 / bound).toFixed(0)}: ${isGood ? 'held' : 'MISSED'}`)
  if (!isGood) process.exitCode = 1
}
