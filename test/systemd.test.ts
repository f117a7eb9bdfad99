// The unit for systemd: without faults, tight, and in the words of our own configuration.
import { expect, test } from 'bun:test'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readConfig } from '../core/config.ts'
import { blocksOf } from './examples.ts'
import { read } from './tree.ts'

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

/** What a page tells to write by `systemctl edit`. */
const overrideOf = async (page: string) =>
  blocksOf(await read(`docs/guide/${page}.md`), 'ini').find((text) => text.includes('ReadWritePaths=')) ?? ''

test('the lines for a data folder on another disk let the service write there, and wait for that disk', async () => {
  const page = await read('docs/guide/install-raspberry-pi.md')
  const text = await overrideOf('install-raspberry-pi')
  const of = (key: string) => new RegExp(`^${key}=(.*)$`, 'm').exec(text)?.[1] ?? ''
  const [name = '', ...data] = of('Environment').split('=')
  const folder = readConfig({ [name]: data.join('=') }).data
  expect(folder).toStartWith(`${of('ReadWritePaths')}/`)
  expect(of('RequiresMountsFor')).toBe(of('ReadWritePaths'))
  // The folder that is made, that is told to the commands, and whose it is.
  const [user] = values('User')
  expect(page).toContain(`sudo install -d -m 700 -o ${user} -g ${user} ${folder}\n`)
  expect(page).toContain(`sudo -u ${user} PORCHLIGHT_DATA=${folder} porchlight check`)
  expect(page).toContain(`sudo cp -a /var/lib/${values('StateDirectory')}/. ${folder}/`)
})

const tool = Bun.which('systemd-analyze')
test.skipIf(!tool)(
  'systemd finds no fault in it nor in what the guides add, and little that it could do to the machine',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'porchlight-unit-'))
    const file = join(folder, 'porchlight.service')
    // The program is not installed on the machine that tests.
    writeFileSync(file, unit.replace(/^ExecStart=.*$/m, `ExecStart=${process.execPath}`))
    mkdirSync(`${file}.d`)
    const pages = ['install-raspberry-pi', 'remote-storage']
    for (const page of pages) writeFileSync(`${file}.d/${page}.conf`, await overrideOf(page))
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
  },
)
