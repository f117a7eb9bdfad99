// Fills a data folder with the program of a release and packs it, to be kept as a fixture: bun make-release.ts <checkout> <folder>
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Appliance, until as Until } from '../e2e/appliance.ts'
import { BACKUP, type Household, PEOPLE } from './household.ts'

/** Everything but this file and `household.ts` comes from the checkout: it is that release which is to write. */
const [checkout = '', folder = ''] = process.argv.slice(2).map((path) => resolve(path))
const { startAppliance, until } = (await import(join(checkout, 'test/e2e/appliance.ts'))) as {
  startAppliance: (options: { data: string }) => Promise<Appliance>
  until: typeof Until
}
const { startSimulator } = (await import(
  join(checkout, 'plugins/hikvision/simulator/index.ts')
)) as typeof import('../../plugins/hikvision/simulator/index.ts')

const data = join(folder, 'data')
rmSync(folder, { recursive: true, force: true })
mkdirSync(folder, { recursive: true })

const { owner, viewer, device, camera, passphrase } = PEOPLE
// The shortest clips that there are: what is kept here is in the repository.
const footage = { days: 2, everyDay: true, lengths: [1, 1], motion: [], gapMonths: [] } as const
const recorder = await startSimulator({ model: 'nvr8', channels: 2, footage, rtsp: false, ...device })
const appliance = await startAppliance({ data })

// biome-ignore lint/suspicious/noExplicitAny: answers of another release, of which only some fields are read
async function ask(method: string, path: string, body?: unknown): Promise<any> {
  const answer = await appliance.call(method, path, body, token)
  if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`)
  return answer.body
}

let token = ''
token = (await ask('POST', '/api/auth/register', owner)).token
await ask('POST', '/api/auth/register', { ...viewer, role: 'viewer' })
const login = { username: device.user, password: device.password }
await ask('POST', '/api/devices', { brand: 'hikvision', name: 'Shop', ip_web: recorder.url, ...login })
const channels = (await until('its channels are there', async () => {
  const known = await ask('GET', '/api/channels')
  return known.length === 2 && known
})) as { id: number; uuid: string; name: string }[]
await ask('POST', '/api/cameras', { name: 'Garden', rtsp_url: camera, status: 'inactive' })
const { id: viewerId } = (await ask('GET', '/api/users')).data.find(
  ({ username }: { username: string }) => username === viewer.username,
)
const grant = { channel_id: channels[0]?.id, view: true, playback: true, export: false, ptz: false }
await ask('PUT', `/api/users/${viewerId}/grants`, [grant])
const { key } = (await ask('POST', '/api/keys', { name: 'Script', read_only: true })).data
const link = (await ask('POST', '/api/stream-links', { channel_id: channels[0]?.id, name: 'Hub' })).data
await ask('POST', '/api/webhooks', { name: 'Bell', url: 'http://192.0.2.9/hook' })

await recorder.raise({ type: 'VMD', channel: 1, duration: 1, target: 'human' })
await until('the alarm has ended', async () => (await ask('GET', '/api/user/alarm')).items[0]?.ended_at, 60)

const day = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10)
const range = `channel_ids=${channels[0]?.id}&from=${day}T08:00&to=${day}T08:01`
const [clip] = (await ask('GET', `/api/footage/clips?${range}`)).data as { id: number }[]
await ask('POST', '/api/recordings/fetch', { clip_ids: [clip?.id] })
const recording = (await until('the clip is kept', async () => (await ask('GET', '/api/recordings')).data[0], 60)) as {
  id: string
}

const stopped = await appliance.stop()
await recorder[Symbol.asyncDispose]()
if (stopped !== 0) throw new Error(`The appliance ended with ${stopped}`)

const backup = Bun.spawnSync(
  [process.execPath, 'main.ts', 'backup', join(folder, BACKUP), '--with-files', '--passphrase-file', '-'],
  { cwd: checkout, env: { ...process.env, PORCHLIGHT_DATA: data }, stdin: Buffer.from(passphrase) },
)
if (backup.exitCode !== 0) throw new Error(`The backup was not made: ${backup.stderr}`)

const household: Household = {
  ...{ key, link: link.snapshot_url, recording: recording.id, alarms: 1 },
  channels: channels.map(({ uuid }) => uuid),
}
writeFileSync(join(folder, 'household.json'), `${JSON.stringify(household, null, 2)}\n`)
rmSync(join(data, 'logs'), { recursive: true, force: true })
const tar = Bun.spawnSync(['tar', '-C', folder, '--owner=0', '--group=0', '-cf', '-', 'data', 'household.json', BACKUP])
// At this level it sees that the film in the folder and the one in the backup are the same.
writeFileSync(`${folder}.tar.zst`, Bun.zstdCompressSync(tar.stdout, { level: 22 }))
