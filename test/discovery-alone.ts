// Runs alone in a network of its own: an appliance searches it, finds two pretend devices and adds them. Prints what came of it.
import { createTestApp } from '../core/testing/test-app.ts'
import { until } from '../core/testing/until.ts'
import { hikvision } from '../plugins/hikvision/index.ts'
import { startSimulator } from '../plugins/hikvision/simulator/index.ts'
import { openSadp } from '../plugins/hikvision/simulator/sadp-socket.ts'
import { onvif } from '../plugins/onvif/index.ts'
import { startOnvifCamera } from '../plugins/onvif/simulator/index.ts'
import { openMulticast } from '../plugins/onvif/simulator/multicast.ts'

const [CAMERA = '', RECORDER = ''] = process.argv.slice(2)

await using sadp = await openSadp(RECORDER)
await using multicast = await openMulticast()
await using recorder = await startSimulator({
  ...{ model: 'nvr8', host: RECORDER, rtsp: false },
  discovery: { socket: sadp },
})
await using camera = await startOnvifCamera({ model: 'dome', host: CAMERA, rtsp: false, discovery: multicast })
await using app = await createTestApp([hikvision, onvif], { PORCHLIGHT_SEARCH_NETWORKS: 'porch0' })

const started = Date.now()
const { status } = await app.ask('POST', '/api/discovery')
const search = async () => (await app.ask('GET', '/api/discovery')).body.data
const found = await until('the search is over', async () => {
  const now = await search()
  return !now.searching && now
})
const seconds = (Date.now() - started) / 1000
const items = found.items.map(({ brand, address }: { brand: string; address: string }) => ({ brand, address }))
const password = 'porchlight-demo'
const added = (await app.ask('POST', '/api/discovery/add', { username: 'admin', password, items })).body.data
const ids = (await search()).items.map(({ device_id }: { device_id: number | null }) => device_id)
const refused = [recorder.stats.refusedLogins.total, camera.stats.refusedLogins]
console.log(JSON.stringify({ status, seconds, found, added, ids, ports: [camera.port, recorder.port], refused }))
