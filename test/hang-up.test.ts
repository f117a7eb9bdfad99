// What becomes of an appliance whose terminal is closed, as when somebody leaves the machine he has reached over SSH.
import { afterEach, beforeEach, expect, setDefaultTimeout, test } from 'bun:test'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startAppliance, until } from './e2e/appliance.ts'

setDefaultTimeout(120_000)

const program = [process.execPath, '--no-orphans', join(import.meta.dir, '..', 'main.ts')]
let data = ''
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'porchlight-hang-up-'))
})
afterEach(() => rmSync(data, { recursive: true, force: true }))

/** Whether it catches the signal by now: it says that it listens a moment before. */
function hears(pid: number): boolean {
  const [, mask = '0'] = /^SigCgt:\s*(\w+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  return (BigInt(`0x${mask}`) & 1n) !== 0n
}

/** What is left of a database that was not closed. */
const isCutOff = () => existsSync(join(data, 'porchlight.db-wal'))

test('closing the terminal ends it in order, however often that is told', async () => {
  const child = Bun.spawn(program, {
    env: {
      ...{ PATH: process.env.PATH ?? '', PORCHLIGHT_DATA: data, PORCHLIGHT_SEARCH_NETWORKS: 'off' },
      ...{ PORCHLIGHT_HOST: '127.0.0.1', PORCHLIGHT_PORT: '0' },
    },
    terminal: { data() {} },
  })
  await until('it hears of it', async () => hears(child.pid))
  expect(isCutOff()).toBe(true)
  // The shell tells its jobs, and the terminal whoever is in front.
  child.kill('SIGHUP')
  child.terminal?.close()
  expect([await child.exited, isCutOff()]).toEqual([0, false])
})

test('whoever wants it to go on begins it by nohup', async () => {
  await using appliance = await startAppliance({ data, program: ['nohup', ...program] })
  process.kill(appliance.pid, 'SIGHUP')
  await appliance.signIn()
  expect((await appliance.call('GET', '/health')).status).toBe(200)
  expect([await appliance.stop(), isCutOff()]).toEqual([0, false])
})
