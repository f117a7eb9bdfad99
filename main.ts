// Porchlight: reads the configuration, plugs everything together, listens, and stops in order.
import { createApp } from './core/app.ts'
import { type Config, readConfig } from './core/config.ts'
import type { Plugin } from './core/plugin/index.ts'
import { hikvision } from './plugins/hikvision/index.ts'
import { rtsp } from './plugins/rtsp/index.ts'

/** Everything that is plugged in. To add a make of device or a dialect is to add a line. */
const plugins: Plugin[] = [hikvision, rtsp]

function configured(): Config {
  try {
    return readConfig(process.env)
  } catch (error) {
    console.error((error as Error).message)
    process.exit(2)
  }
}

const app = await createApp(configured(), plugins).catch((error: Error) => {
  console.error(`Porchlight cannot start: ${error.message}`)
  process.exit(1)
})

let stopping = false
async function stop(): Promise<void> {
  // A second signal is somebody in a hurry.
  if (stopping) process.exit(1)
  stopping = true
  await app[Symbol.asyncDispose]()
  process.exit(0)
}
process.on('SIGINT', () => void stop())
process.on('SIGTERM', () => void stop())
