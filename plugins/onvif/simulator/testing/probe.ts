// Started inside of a network namespace: a dome that can be found, and a stranger who looks for it. Prints what it found.
import { startOnvifCamera } from '../index.ts'
import { openMulticast } from '../multicast.ts'
import { futomi } from './strangers.ts'

await using discovery = await openMulticast()
await using camera = await startOnvifCamera({ model: 'dome', rtsp: false, discovery })
const found = await futomi.startProbe()
console.log(JSON.stringify({ endpoint: camera.endpoint, address: camera.address, found }))
