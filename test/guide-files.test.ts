// The files for other programs that the guides print, read as those programs read them, by themselves where they are on this machine.
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { createApp } from '../core/app.ts'
import { readConfig } from '../core/config.ts'
import { ALARM_KINDS } from '../core/domain/alarm-kinds.ts'
import { createLog } from '../core/log.ts'
import { hasMosquitto, startBroker } from '../core/testing/mosquitto.ts'
import { createTestApp } from '../core/testing/test-app.ts'
import { OTHER } from '../plugins/hikvision/isapi/test-certificates.ts'
import { viewIn } from '../web/pages/live/walls/view.ts'
import { blockOf, blocksOf, changed, saidIn } from './examples.ts'
import { ran } from './ran.ts'
import { ourFiles, read } from './tree.ts'

setDefaultTimeout(60_000)

const guide = (name: string) => read(`docs/guide/${name}.md`)
const yaml = (text: string): unknown => Bun.YAML.parse(text)

/** Where it is; null, with a word, where it is not. */
function program(name: string): string | null {
  const found = Bun.which(name) ?? Bun.which(`/usr/sbin/${name}`)
  if (!found) console.warn(`${name} is not installed: what the guides print for it is not tried with it.`)
  return found
}
const isRoot = process.getuid?.() === 0

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'porchlight-files-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** A file for a program to read. */
function file(name: string, text: string): string {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

const promtool = program('promtool')
test.skipIf(!promtool)('Prometheus takes its settings and rules, without a word against them', async () => {
  const text = await guide('metrics')
  const key = file('porchlight.key', 'a key\n')
  const settings = changed(blockOf(text, 'yaml', 'scrape_configs'), { '/etc/prometheus/porchlight.key': key })
  const check = (...words: string[]) => saidIn(folder, [promtool ?? '', 'check', ...words])
  expect(await check('config', file('prometheus.yml', settings))).toContain('SUCCESS')
  const rules = blockOf(text, 'yaml', 'groups:')
  const count = [...rules.matchAll(/- alert:/g)].length
  expect(await check('rules', file('rules.yml', rules))).toContain(`SUCCESS: ${count} rules found`)
})

test.skipIf(!promtool)('each rule speaks after its time when what it is for happens, and of nothing else', async () => {
  const rules = blockOf(await guide('metrics'), 'yaml', 'groups:')
  const house = { instance: 'house' }
  const full = 'DiskNearlyFull'
  const away = 'RecordingFolderAway'
  /** A figure with its labels; as it is while all is well, and not; which alarm then begins, after how many minutes. */
  const figures: [name: string, labels: Record<string, string>, well: number, ill: number, string, number][] = [
    ['up', { job: 'porchlight' }, 1, 0, 'PorchlightDown', 5],
    ['porchlight_broker_connected', {}, 1, 0, 'BrokerAway', 10],
    ['porchlight_channels', { state: 'away' }, 0, 1, 'CamerasAway', 10],
    ['porchlight_devices', { state: 'refused' }, 0, 1, 'LoginRefused', 0],
    ['porchlight_disk_free_bytes', { holds: 'data' }, 1e9, 4e8, full, 10],
    ['porchlight_storage_folder_free_bytes', { folder: '1' }, 1e9, 4e8, full, 10],
    ['porchlight_storage_folders', { state: 'missing' }, 0, 1, away, 10],
    ['porchlight_storage_folders', { state: 'read_only' }, 0, 1, away, 10],
  ]
  const alarms = [...rules.matchAll(/- alert: (\w+)/g)].map(([, name = '']) => name)
  expect([...new Set(figures.map(([, , , , alarm]) => alarm))].sort()).toEqual(alarms.sort())
  const tests = figures.map((figure) => {
    const [ofIt, labels, , , alarm, minutes] = figure
    // One that stands still tells none of its own figures.
    const told = ofIt === 'up' ? [figure] : figures
    const begun = { exp_labels: { ...house, ...(labels.state ? {} : labels) } }
    return {
      interval: '1m',
      input_series: told.map((one) => {
        const [name, more, well, ill] = one
        const words = Object.entries({ ...house, ...more }).map(([label, value]) => `${label}="${value}"`)
        return { series: `${name}{${words.join()}}`, values: `${one === figure ? ill : well}+0x20` }
      }),
      alert_rule_test: alarms.flatMap((alertname) => [
        { eval_time: `${minutes}m`, alertname, exp_alerts: alertname === alarm ? [begun] : [] },
        ...(minutes > 0 ? [{ eval_time: `${minutes - 1}m`, alertname, exp_alerts: [] }] : []),
      ]),
    }
  })
  const path = file('rules-test.yml', JSON.stringify({ rule_files: [file('rules.yml', rules)], tests }))
  expect(await saidIn(folder, [promtool ?? '', 'test', 'rules', path])).toContain('SUCCESS')
})

const addressed = z.strictObject({ type: z.literal('iframe'), url: z.url(), aspect_ratio: z.string() })
const card = z.strictObject({
  type: z.literal('picture-entity'),
  entity: z.string().regex(/^camera\.\w+$/),
  camera_view: z.enum(['auto', 'live']),
})
const automation = z.strictObject({
  alias: z.string(),
  triggers: z.array(z.strictObject({ trigger: z.literal('state'), entity_id: z.string(), to: z.enum(['on', 'off']) })),
  actions: z.array(
    z.strictObject({
      action: z.string().regex(/^\w+\.\w+$/),
      target: z.strictObject({ entity_id: z.string() }),
      data: z.strictObject({ media_player: z.string() }),
    }),
  ),
})

test('what Home Assistant is given for live video is in its form, with an alarm and an address that we have', async () => {
  const text = await guide('live-in-home-assistant')
  card.parse(yaml(blockOf(text, 'yaml', 'picture-entity')))
  const { triggers } = automation.parse(yaml(blockOf(text, 'yaml', 'triggers:')))
  for (const { entity_id } of triggers)
    expect(Object.keys(ALARM_KINDS)).toContain(/^binary_sensor\.driveway_(\w+)$/.exec(entity_id)?.[1] ?? entity_id)
  const { pathname, searchParams } = new URL(addressed.parse(yaml(blockOf(text, 'yaml', 'type: iframe'))).url)
  expect(pathname).toBe('/')
  // What the page does not know it leaves out without a word.
  const view = viewIn(Object.fromEntries(searchParams))
  expect(view).toMatchObject({ mode: 'wall', each: 4 })
  expect([...searchParams.keys()].sort()).toEqual(['each', 'mode'])
})

interface Service {
  volumes?: (string | { type: string; source: string; target: string; bind: object })[]
  environment?: Record<string, string>
  network_mode?: string
  ports?: string[]
  profiles?: string[]
  [key: string]: unknown
}
const compose = (text: string) => yaml(text) as { services: Record<string, Service> }

test('what is added to a compose file fits ours: the data stays where it is', async () => {
  const ours = compose(await read('compose.yaml')).services.porchlight ?? {}
  const [host = ''] = blocksOf(await guide('discovery'), 'yaml')
  expect(compose(host).services).toEqual({ porchlight: { network_mode: 'host' } })
  // A service with the host's network has no ports of its own.
  expect(ours.ports).toBeDefined()
  expect(await guide('discovery')).toContain('leave out `ports`')

  const added = compose(blocksOf(await read('docs/settings.md'), 'yaml')[0] ?? '').services
  expect(Object.keys(added)).toEqual(['porchlight'])
  expect(() => readConfig(added.porchlight?.environment ?? {})).not.toThrow()
  expect(added.porchlight?.environment).toEqual({ PORCHLIGHT_LOG: 'debug' })

  const { volumes = [] } = yaml(blockOf(await guide('remote-storage'), 'yaml', 'rslave')) as Service
  expect(volumes).toEqual([
    ...(ours.volumes ?? []),
    { type: 'bind', source: '/mnt/store', target: '/mnt/store', bind: { propagation: 'rslave' } },
  ])
  for (const nas of ['install-qnap', 'install-synology']) {
    const text = await guide(nas)
    const [volume = ''] = yaml(blockOf(text, 'yaml', ':/cameras')) as string[]
    const [source = '', target = ''] = volume.split(':')
    // The folder that was made a step before, and the path that the pages are given in the next one.
    expect(blockOf(text, 'sh', 'mkdir')).toContain(source)
    expect(text).toContain(`path \`${target}\``)
  }
})

test('without Compose the container is as hardened as with it', async () => {
  const ours = compose(await read('compose.yaml')).services.porchlight ?? {}
  const [, line = ''] =
    /docker run (-d[\s\S]*?)\n$/.exec(blockOf(await guide('install-container'), 'sh', 'docker run -d')) ?? []
  const words = line.replaceAll('\\\n', ' ').split(/\s+(?=-|\w+$)/)
  const list = (key: string) => ours[key] as string[]
  const said = [
    ...['-d', '--name porchlight', '--init', `--restart ${ours.restart}`, '--read-only'],
    ...list('tmpfs').map((place) => `--tmpfs ${place}`),
    ...list('cap_drop').map((one) => `--cap-drop ${one}`),
    ...list('security_opt').map((one) => `--security-opt ${one.replace(':true', '')}`),
    `--stop-timeout ${String(ours.stop_grace_period).replace('s', '')}`,
    ...['-p 8000:8000', '-v porchlight:/data', 'porchlight'],
  ]
  expect(ours).toMatchObject({ init: true, read_only: true, ports: ['8000:8000'] })
  expect(words).toEqual(said)
})

/** Variables, one a line, as an `.env` or systemd's EnvironmentFile has them. */
const variablesIn = (text: string) =>
  Object.fromEntries([...text.matchAll(/^\s*([A-Z_]+)[=:] ?(.+)$/gm)].map(([, name = '', value = '']) => [name, value]))
const OTHERS = ['TZ', 'COMPOSE_PROFILES']

test('every block of variables is a configuration that the appliance takes', async () => {
  const pages = ['README.md', ...ourFiles('docs/**/*.md')]
  const blocks = (await Promise.all(pages.map(read))).flatMap((text) =>
    [...text.matchAll(/^ *```\w*\n((?: *[A-Z_]+[=:] ?\S+\n)+) *```/gm)].map(([, block = '']) => variablesIn(block)),
  )
  // Of the guides on HTTPS, on proxies, on the NAS and on containers; what is in YAML stands a little further in.
  const begins = [...new Set(blocks.map((block) => Object.keys(block)[0] ?? ''))].sort()
  expect(begins).toEqual(['COMPOSE_PROFILES', 'PORCHLIGHT_TLS_CERT', 'PORCHLIGHT_TRUST_PROXY', 'TZ'])
  for (const block of blocks) {
    const ours = Object.fromEntries(Object.entries(block).filter(([name]) => !OTHERS.includes(name)))
    expect(() => readConfig(ours)).not.toThrow()
  }
})

test('what goes into the `.env` beside the compose file is what that file takes from there', async () => {
  const own = await read('compose.yaml')
  const [, text = ''] = /^ *```\w*\n( *COMPOSE_PROFILES=[\s\S]*?)```/m.exec(await guide('install-container')) ?? []
  const { COMPOSE_PROFILES: profile, ...rest } = variablesIn(text)
  const beside = Object.entries(compose(own).services).filter(([, service]) =>
    service.profiles?.includes(profile ?? ''),
  )
  expect(beside.map(([name]) => `mqtt://${name}`)).toEqual([rest.PORCHLIGHT_MQTT_URL ?? ''])
  for (const name of Object.keys(rest)) expect(own).toContain(`\${${name}:-`)
})

test('with the certificate and key of the guide the appliance speaks HTTPS', async () => {
  const text = (await guide('https')).match(/PORCHLIGHT_TLS_CERT=\S+\nPORCHLIGHT_TLS_KEY=\S+/)?.[0] ?? ''
  const changes = {
    '/certificates/fullchain.pem': file('fullchain.pem', OTHER.cert),
    '/certificates/privkey.pem': file('privkey.pem', OTHER.key),
  }
  const where = { PORCHLIGHT_DATA: join(folder, 'house'), PORCHLIGHT_HOST: '127.0.0.1', PORCHLIGHT_PORT: '0' }
  const config = readConfig({ ...where, ...variablesIn(changed(text, changes)) })
  await using app = await createApp(config, [], { log: createLog('error', () => {}) })
  const answer = await fetch(`${app.url}/health`, { tls: { ca: OTHER.cert, checkServerIdentity: () => undefined } })
  expect([app.url.split(':')[0], answer.status]).toEqual(['https', 200])
})

test.skipIf(!hasMosquitto)('Mosquitto starts with the lines for TLS', async () => {
  const [, text = ''] = /```\w*\n(listener 8883\n[\s\S]*?)```/.exec(await guide('hub')) ?? []
  const { listener, ...paths } = Object.fromEntries(
    [...text.matchAll(/^(listener|\w+file) (\S+)$/gm)].map(([, a = '', b = '']) => [a, b]),
  )
  expect([listener, Object.keys(paths)]).toEqual(['8883', ['cafile', 'certfile', 'keyfile']])
  const changes: Record<string, string> = { 'listener 8883\n': '' }
  for (const [name, path] of Object.entries(paths))
    changes[path] = file(name, name === 'keyfile' ? OTHER.key : OTHER.cert)
  // It reads its key as a user of its own when it is started by root. The listener is the one that `startBroker` begins.
  const lines = `${isRoot ? 'user root\n' : ''}${changed(text, changes)}`
  await using broker = await startBroker(lines)
  const client = (...certificate: string[]) => {
    const to = ['-h', '127.0.0.1', '-p', String(broker.port), '--cafile', join(folder, 'cafile'), '--insecure']
    return ran(['mosquitto_pub', ...to, ...certificate, '-t', 'house', '-m', 'hello'])
  }
  const certificate = ['--cert', join(folder, 'certfile'), '--key', join(folder, 'keyfile')]
  expect((await client(...certificate)).code).toBe(0)
  expect((await client()).code).not.toBe(0)
})

test('ioBroker’s script logs motion, and asks for a picture', async () => {
  const heard: { id: string; on: (said: { state: { val: string } }) => void }[] = []
  const sent: unknown[] = []
  const lines: string[] = []
  const script = `${blocksOf(await guide('hub'), 'js')[0]}\nreturn takePicture`
  const takePicture = new Function('on', 'sendTo', 'log', script)(
    ({ id }: { id: string }, on: (typeof heard)[number]['on']) => heard.push({ id, on }),
    (...what: unknown[]) => sent.push(what),
    (line: string) => lines.push(line),
  )
  for (const val of ['ON', 'OFF']) heard[0]?.on({ state: { val } })
  takePicture()
  expect([lines.length, sent.length, heard[0]?.id]).toEqual([1, 1, expect.stringMatching(/^mqtt\.0\.porchlight\./)])
})

test('MediaMTX is told to answer where Porchlight is told to ask', async () => {
  const text = await guide('restreaming')
  const settings = z.strictObject({ api: z.literal('yes').or(z.literal(true)), apiAddress: z.string() })
  const { apiAddress } = settings.parse(yaml(blocksOf(text, 'yaml')[0] ?? ''))
  expect(blockOf(text, 'sh', '/settings/restreamer')).toContain(`"api": "http://${apiAddress}"`)
})

test('Litestream copies the database that systemd’s unit has, under the name that the appliance gives it', async () => {
  const text = await guide('replicas')
  const unit = await read('packaging/systemd/porchlight.service')
  const data = `/var/lib/${/^StateDirectory=(.*)$/m.exec(unit)?.[1]}`
  await using app = await createTestApp([])
  const database = `${data}/porchlight.db`
  expect(statSync(join(app.folder, 'porchlight.db')).isFile()).toBe(true)
  expect(statSync(join(app.folder, 'secret.key')).isFile()).toBe(true)
  const { dbs } = yaml(blocksOf(text, 'yaml')[0] ?? '') as { dbs: { path: string; replicas: object[] }[] }
  expect(dbs).toEqual([{ path: database, replicas: [expect.objectContaining({ type: 's3', bucket: 'house' })] }])
  const back = blockOf(text, 'sh', 'litestream restore')
  const copied = /replicate (\S+) (file:\S+)$/m.exec(blockOf(text, 'sh', 'litestream replicate')) ?? []
  expect(back).toContain(`litestream restore -o ${database} ${copied[2]}\n`)
  expect([copied[1], back]).toEqual([database, expect.stringMatching(/^cp \S+\/secret\.key /m)])
})

const analyze = program('systemd-analyze')
test.skipIf(!analyze)('systemd takes the unit that mounts a store', async () => {
  const unit = blockOf(await guide('remote-storage'), 'ini', '/usr/bin/rclone')
  // Those are not installed on a machine that tests.
  const text = changed(unit, { '/usr/bin/rclone': process.execPath, '/bin/fusermount3': process.execPath })
  const { out, err } = await ran([analyze ?? '', 'verify', '--man=no', file('store.service', text)])
  // It may have words about other units of this machine as well.
  expect(`${out}${err}`.split('\n').filter((line) => line.includes('store.service'))).toEqual([])
})

const rclone = program('rclone')
test.skipIf(!rclone)('rclone knows every option of that unit', async () => {
  const unit = blockOf(await guide('remote-storage'), 'ini', '/usr/bin/rclone')
  const options = [...unit.matchAll(/(?<= )--[a-z-]+/g)].map(([option]) => option)
  expect(options.length).toBeGreaterThan(6)
  const known = `${await saidIn(folder, [rclone ?? '', 'mount', '--help'])}${(await ran([rclone ?? '', 'help', 'flags'])).out}`
  expect(options.filter((option) => !new RegExp(`${option}\\b(?!-)`).test(known))).toEqual([])
})

const wireguard = program('wg')
test.skipIf(!wireguard || !isRoot)('WireGuard’s keys are drawn, and its two ends fit together', async () => {
  const text = await guide('remote-access')
  await saidIn(folder, ['sh', '-ec', blockOf(text, 'sh', 'wg genkey')])
  const key = (name: string) => readFileSync(join(folder, name), 'utf8').trim()
  for (const name of ['machine.key', 'phone.key']) expect(statSync(join(folder, name)).mode & 0o077).toBe(0)
  const filled = (block: string) =>
    block.replace(/<what stands in (\S+)>/g, (_, name) => key(name)).replace(/<your home[^>]*>/, 'home.example.org')
  const ends = blocksOf(text, 'ini').map(filled)
  expect(ends).toHaveLength(2)
  for (const [index, end] of ends.entries()) {
    const name = file(`end-${index}.conf`, end)
    chmodSync(name, 0o600)
    // What belongs to wg-quick alone is taken out, and a part or name that it does not know ends it.
    await saidIn(folder, ['wg-quick', 'strip', name])
  }
  const value = (index: number, name: string) => new RegExp(`^${name} = (.*)$`, 'm').exec(ends[index] ?? '')?.[1]
  expect([value(0, 'AllowedIPs'), value(1, 'AllowedIPs')]).toEqual([
    value(1, 'Address'),
    value(0, 'Address')?.replace('/24', '/32'),
  ])
  expect(value(1, 'Endpoint')).toEndWith(`:${value(0, 'ListenPort')}`)
})

/** Whether a firewall's program may look at this machine's rules: in some containers it may not. */
async function looks(command: string[]): Promise<boolean> {
  const { code, err } = await ran(command)
  if (code !== 0) console.warn(`skipped: ${command.join(' ')} says ${err.trim()}`)
  return code === 0
}

const nft = program('nft')
test.skipIf(!nft || !isRoot)('nftables takes the table, without putting it in force', async () => {
  const check = (name: string, rules: string) => [nft ?? '', '--check', '--file', file(name, rules)]
  if (!(await looks(check('empty.nft', 'table inet nothing {}\n')))) return
  const rules = blocksOf(await guide('remote-access'), 'nft')[0] ?? ''
  expect(await ran(check('porchlight.nft', rules))).toMatchObject({ code: 0, err: '' })
})

const ufw = program('ufw')
test.skipIf(!ufw || !isRoot)('ufw takes each rule, without putting it in force', async () => {
  const [command = '', dry] = [ufw ?? '', '--dry-run']
  if (!(await looks([command, dry, 'allow', '8000']))) return
  const lines = blockOf(await guide('remote-access'), 'sh', 'ufw allow')
    .trim()
    .split('\n')
  expect(lines.pop()).toBe('ufw enable')
  for (const line of lines) {
    const [, ...words] = line.split(' ')
    expect([line, await ran([command, dry, ...words])]).toMatchObject([line, { code: 0 }])
  }
})

test('a line of fstab has its six parts', async () => {
  const [line = ''] = /^UUID=.*$/m.exec(await guide('install-raspberry-pi')) ?? []
  const parts = line
    .replace(/<[^>]*>/, '0')
    .trim()
    .split(/\s+/)
  expect([parts.length, parts[3]?.split(',')]).toEqual([6, expect.arrayContaining(['nofail'])])
})
