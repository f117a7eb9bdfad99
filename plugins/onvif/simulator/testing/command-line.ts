// Started inside of a network namespace: a dome, and `onvif-util` at it. Prints what it said and what it has done.
import { startOnvifCamera } from '../index.ts'
import { openMulticast } from '../multicast.ts'

await using discovery = await openMulticast()
await using camera = await startOnvifCamera({ model: 'dome', discovery })
const commands = ['get rtsp', 'get profiles', 'get video', 'set brightness 70', 'get imaging', 'quit']
const util = Bun.spawn(['onvif-util', '-u', camera.user, '-p', camera.password, '127.0.0.1'], {
  stdin: new Blob([`${commands.join('\n')}\n`]),
  stdout: 'pipe',
  stderr: 'ignore',
  timeout: 30_000,
})
const said = await new Response(util.stdout).text()
console.log(JSON.stringify({ said, rtspPort: camera.rtspPort, brightness: camera.imaging().Brightness }))
