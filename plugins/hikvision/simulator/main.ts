// Runs one simulated device by hand until it is told to stop.
import { parseCli, USAGE } from './cli.ts'
import { startSimulator } from './index.ts'

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

const simulator = await startSimulator(options).catch((error: NodeJS.ErrnoException) => {
  const isPort = error.code === 'EADDRINUSE' || error.code === 'EACCES'
  console.error(isPort ? `The port cannot be used: ${error.message}` : error.message)
  process.exit(isPort ? 1 : 2)
})

const { model, user, events } = options
const rtsp = `rtsp://${new URL(simulator.url).hostname}:${simulator.rtspPort}/Streaming/Channels/101`
console.log(
  JSON.stringify({ listening: true, model, url: simulator.url, rtsp, user, events, control: `${simulator.url}/sim` }),
)

async function stop() {
  await simulator[Symbol.asyncDispose]()
  process.exit(0)
}
process.on('SIGINT', () => void stop())
process.on('SIGTERM', () => void stop())
