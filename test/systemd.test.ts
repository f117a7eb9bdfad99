// The unit for systemd: without faults, tight, and in the words of our own configuration.
import { expect, test } from 'bun:test'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readConfig } from '../core/config.ts'

const unit = await Bun.file(join(import.meta.dir, '../packaging/systemd/porchlight.service')).text()
const values = (name: string) => [...unit.matchAll(new RegExp(`^${name}=(.*)$`, 'gm'))].map(([, value]) => value ?? '')

test('its settings are settings of ours, and its data lies where systemd lets it write', () => {
  const env = Object.fromEntries(values('Environment').map((pair) => pair.split(/=(.*)/s).slice(0, 2)))
  const { data, supervised } = readConfig(env)
  expect(supervised).toBe(true)
  expect(data).toBe(`/var/lib/${values('StateDirectory')}`)
  // A restart ends with 75, a shutdown with 0, a wrong configuration with 2: ADR 0012.
  expect(values('Restart')).toEqual(['on-failure'])
  expect(values('RestartPreventExitStatus')).toEqual(['2'])
})

const tool = Bun.which('systemd-analyze')
test.skipIf(!tool)('systemd finds no fault in it, and little that it could do to the machine', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'porchlight-unit-'))
  const file = join(folder, 'porchlight.service')
  // The program is not installed on the machine that tests.
  writeFileSync(file, unit.replace(/^ExecStart=.*$/m, `ExecStart=${process.execPath}`))
  const run = (...args: string[]) => Bun.spawnSync([tool ?? '', ...args, file], { stdout: 'pipe', stderr: 'pipe' })
  try {
    const verified = run('verify', '--man=no')
    // It may have words about other units of this machine as well.
    const about = verified.stderr
      .toString()
      .split('\n')
      .filter((line) => line.includes('porchlight.service'))
    expect(about).toEqual([])
    // Of 100; a unit that says nothing has 96.
    const judged = run('security', '--offline=true', '--threshold=20', '--no-pager')
    expect(judged.stderr.toString()).toBe('')
    expect(judged.exitCode).toBe(0)
  } finally {
    rmSync(folder, { recursive: true })
  }
})
