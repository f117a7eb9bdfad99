// The command line: `porchlight serve`, and what is done to an appliance from beside it.
import { version } from '../version.ts'
import { becomeOwner } from './become-owner.ts'
import { COMMANDS, help, type LoadPlugins, usageOf } from './commands.ts'
import { CommandProblem, say, wordsOf } from './words.ts'

const HELP = ['help', '--help', '-h']
const VERSION = ['version', '--version', '-v']

/** The others do without the broker, and need not wait until the supervisor names it. */
const SPEAKS_MQTT = ['serve', 'check']

/** The one place that writes to the environment: below it everything reads variables, wherever they come from. */
async function takeAddOn(withBroker: boolean): Promise<boolean> {
  // Before anything is loaded for it, which most have no use for.
  if (!process.env.SUPERVISOR_TOKEN) return false
  const { addOnSettings, isAddOn, leaveRoot } = await import('./home-assistant.ts')
  if (!isAddOn(process.env)) return false
  Object.assign(process.env, await addOnSettings(process.env, { withBroker }))
  // Nothing that we start needs to be let in there.
  delete process.env.SUPERVISOR_TOKEN
  delete process.env.HASSIO_TOKEN
  leaveRoot(process.env.PORCHLIGHT_DATA ?? '')
  return true
}

/** What is typed behind the program's name; resolves with the exit code. 2: it was typed wrong, 1: it could not be done. */
export async function runCommand(args: readonly string[], plugins: LoadPlugins): Promise<number> {
  const [verb = 'serve', ...rest] = args
  if (HELP.includes(verb)) {
    say(help())
    return 0
  }
  if (VERSION.includes(verb)) {
    say(version)
    return 0
  }
  const command = Object.hasOwn(COMMANDS, verb) ? COMMANDS[verb] : undefined
  if (command && rest.some((word) => word.startsWith('-') && HELP.includes(word))) {
    say(`Usage: porchlight ${usageOf(verb, command)}\n${command.does}`)
    return 0
  }
  try {
    if (!command) throw new CommandProblem(`There is no command "${verb}".\n\n${help()}`, 2)
    const words = wordsOf(rest, command)
    const [least, most] = command.words
    if (words.plain.length < least || words.plain.length > most)
      throw new CommandProblem(`Usage: porchlight ${usageOf(verb, command)}`, 2)
    const isAddOn = await takeAddOn(SPEAKS_MQTT.includes(verb))
    if (!isAddOn && command.inData) becomeOwner(process.env.PORCHLIGHT_DATA || './data')
    return await command.run(words, plugins)
  } catch (error) {
    if (!(error instanceof Error)) throw error
    const { inWords } = await import('../db/obstacles.ts')
    process.stderr.write(`${inWords(error, process.env.PORCHLIGHT_DATA || './data').message}\n`)
    return error instanceof CommandProblem ? error.code : 1
  }
}
