// A process of its own: so many simulated recorders, so that neither their time nor their memory is counted as ours.
import { startSimulator } from '../../plugins/hikvision/simulator/index.ts'

const [channels = '1', days = '7'] = process.argv.slice(2)
/** What the largest model has. */
const EACH = 64

const ports: Record<string, number> = {}
for (let left = Number(channels), index = 0; left > 0; left -= EACH, index++) {
  const own = Math.min(EACH, left)
  const { port, url } = await startSimulator({
    ...{ model: 'nvr64', channels: own, name: `Recorder ${index + 1}` },
    ...{ user: 'admin', password: 'bench-only', footage: { days: Number(days) } },
  })
  // The model leaves the last one without a camera; here each is to have a picture.
  await fetch(`${url}/sim/channels/${own}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"online":true}',
  })
  ports[index] = port
}
console.log(JSON.stringify(ports))
