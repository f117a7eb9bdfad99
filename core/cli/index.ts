// The command line: `porchlight serve`, and what is done to an appliance from beside it.
import type { Plugin } from '../plugin/index.ts'
import { version } from '../version.ts'
import { backup, restore } from './backup.ts'
import { check } from './check/index.ts'
import { dumpDevice } from './dump-device.ts'
import { health } from './health.ts'
import { addOnSettings, isAddOn, leaveRoot } from './home-assistant.ts'
import { resetPassword } from './reset-password.ts'
import { rotateKey } from './rotate-key.ts'
import { serve } from './serve.ts'
import { CommandProblem, say, type Words, wordsOf } from './words.ts'

interface Command {
  /** What stands behind the verb. */
  usage: string
  does: string
  /** Options with a value, and those without. */
  values: readonly string[]
  flags: readonly string[]
  /** So many words that are no options. */
  words: readonly [least: number, most: number]
  /** The exit code; never resolves while it serves. */
  run(words: Words, plugins: readonly Plugin[]): Promise<number>
}

const COMMANDS: Record<string, Command> = {
  serve: {
    ...{ usage: '', does: 'Runs the appliance; so does no command at all' },
    ...{ values: [], flags: [], words: [0, 0], run: (_, plugins) => serve(plugins) },
  },
  backup: {
    usage: '[<file>] [--with-files] [--passphrase-file <file>]',
    does: 'Makes a backup, also while the appliance runs; with recordings and pictures if wanted',
    ...{ values: ['passphrase-file'], flags: ['with-files'], words: [0, 1], run: backup },
  },
  restore: {
    usage: '<file> [--replace] [--passphrase-file <file>]',
    does: 'Puts a backup, or a copy of the database from before an upgrade, into the data folder of an appliance that is stopped; --replace where there is one already',
    ...{ values: ['passphrase-file'], flags: ['replace'], words: [1, 1], run: restore },
  },
  'reset-password': {
    usage: '<user> [--password-file <file>]',
    does: 'Gives a user a new password, takes the second factor off, and ends all sign-ins',
    ...{ values: ['password-file'], flags: [], words: [1, 1], run: resetPassword },
  },
  'rotate-key': {
    usage: '[--to <file>]',
    does: 'Rewrites all stored passwords under a new secret key; --to where PORCHLIGHT_SECRET_KEY is used',
    ...{ values: ['to'], flags: [], words: [0, 0], run: rotateKey },
  },
  check: {
    usage: '[--json]',
    does: 'Says what works and what to do: configuration, disk, database, FFmpeg, ports, broker, devices; also while the appliance runs',
    ...{ values: [], flags: ['json'], words: [0, 0], run: check },
  },
  'dump-device': {
    usage:
      '--address <address> --user <user> [--brand <brand>] [--out <file>] [--any-certificate] [--pause <ms>] [--password-file <file>]',
    does: 'Writes what a device says of itself into a file, without what is yours: for a report, and for tests',
    ...{ values: ['address', 'user', 'brand', 'out', 'pause', 'password-file'], flags: ['any-certificate'] },
    ...{ words: [0, 0], run: dumpDevice },
  },
  health: {
    ...{ usage: '', does: 'Asks the appliance on this machine whether it answers; the exit code says it' },
    ...{ values: [], flags: [], words: [0, 0], run: health },
  },
}

const HELP = ['help', '--help', '-h']
const VERSION = ['version', '--version', '-v']
const usageOf = (name: string, { usage }: Command) => `${name} ${usage}`.trim()

function help(): string {
  const lines = Object.entries(COMMANDS).map(([name, command]) => `  ${usageOf(name, command)}\n      ${command.does}`)
  return [
    'Usage: porchlight <command>',
    ...lines,
    '  version',
    '      Tells which Porchlight this is',
    '',
    'The data folder is that of PORCHLIGHT_DATA (./data). A file "-" is the standard input.',
    '',
  ].join('\n')
}

/** The others do without the broker, and need not wait until the supervisor names it. */
const SPEAKS_MQTT = ['serve', 'check']

/** The one place that writes to the environment: below it everything reads variables, wherever they come from. */
async function takeAddOn(withBroker: boolean): Promise<void> {
  Object.assign(process.env, await addOnSettings(process.env, { withBroker }))
  // Nothing that we start needs to be let in there.
  delete process.env.SUPERVISOR_TOKEN
  delete process.env.HASSIO_TOKEN
  leaveRoot(process.env.PORCHLIGHT_DATA ?? '')
}

/** What is typed behind the program's name; resolves with the exit code. 2: it was typed wrong, 1: it could not be done. */
export async function runCommand(args: readonly string[], plugins: readonly Plugin[]): Promise<number> {
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
    if (isAddOn(process.env)) await takeAddOn(SPEAKS_MQTT.includes(verb))
    return await command.run(words, plugins)
  } catch (error) {
    if (!(error instanceof Error)) throw error
    process.stderr.write(`${error.message}\n`)
    return error instanceof CommandProblem ? error.code : 1
  }
}
