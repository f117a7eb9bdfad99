// Runs one simulated ONVIF camera by hand until it is told to stop.
import { parseCli, USAGE } from './cli.ts'
import { startOnvifCamera } from './index.ts'
import { openMulticast } from './multicast.ts'

function misuse(text: string): never {
  console.error(`${text}\n\n${USAGE}`)
  process.exit(2)
}

function read() {
  try {
    return parseCli(process.argv.slice(2))
  } catch (error) {
    misuse((error as Error).message)
  }
}

const options = read()
if (!options) {
  console.log(USAGE)
  process.exit(0)
}

function fail(error: Error): never {
  console.error(`The camera could not be started: ${error.message}`)
  process.exit(1)
}

const { discovery: isFound, events, tries, ...rest } = options
const discovery = isFound ? await openMulticast().catch(fail) : undefined
const camera = await startOnvifCamera({ ...rest, discovery, login: { tries } }).catch(fail)
const rtsp = `rtsp://${new URL(camera.url).hostname}:${camera.rtspPort}/live/`
const { url, address, user } = camera
console.log(JSON.stringify({ listening: true, model: rest.model, url, address, rtsp, user }))

const motion = () => {
  camera.raise('motion')
  setTimeout(() => camera.raise('motion', { on: false }), 3000)
}
const timer = events === 'motion' ? setInterval(motion, 10_000) : undefined

async function stop() {
  clearInterval(timer)
  await camera[Symbol.asyncDispose]()
  await discovery?.[Symbol.asyncDispose]()
  process.exit(0)
}
process.on('SIGINT', () => void stop())
process.on('SIGTERM', () => void stop())
