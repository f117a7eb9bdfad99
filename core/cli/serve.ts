// Runs the appliance until it is told to stop, and again when it asks to be started anew.
import { createApp } from '../app.ts'
import { NeedsPerson } from '../db/needs-person.ts'
import { inWords } from '../db/obstacles.ts'
import type { Plugin } from '../plugin/index.ts'
import { configured } from './configured.ts'
import { isOverheard } from './hang-up.ts'
import { CommandProblem } from './words.ts'

/** `EX_TEMPFAIL`: not well, and worth another try, for whoever tells codes apart. */
const STARTS_AGAIN = 75

/** Resolves with the exit code. A second signal is somebody in a hurry. */
export async function serve(plugins: readonly Plugin[]): Promise<number> {
  const config = configured(plugins)
  let stopping = false
  // With a certificate it is the word to read that anew.
  const endsWithTerminal = config.tls === null && !isOverheard()
  for (;;) {
    const ends = Promise.withResolvers<'stop' | 'restart'>()
    const stop = () => {
      if (stopping) process.exit(1)
      stopping = true
      ends.resolve('stop')
    }
    // The shell says it, and the terminal too: twice is no hurry.
    const hangUp = () => {
      if (!stopping) stop()
    }
    const ways = { restart: () => ends.resolve('restart'), shutdown: () => ends.resolve('stop') }
    const app = await createApp(config, plugins, ways).catch((error: Error) => {
      const told = inWords(error, config.data)
      throw new CommandProblem(`Porchlight cannot start: ${told.message}`, told instanceof NeedsPerson ? 2 : 1)
    })
    process.on('SIGINT', stop)
    process.on('SIGTERM', stop)
    if (endsWithTerminal) process.on('SIGHUP', hangUp)
    const why = await ends.promise
    await app[Symbol.asyncDispose]()
    if (why === 'stop' || stopping) return 0
    if (config.supervised) return STARTS_AGAIN
    process.off('SIGINT', stop)
    process.off('SIGTERM', stop)
    process.off('SIGHUP', hangUp)
  }
}
