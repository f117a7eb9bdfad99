// What can be typed: each command with what it takes, and how it is told.
import type { Plugin } from '../plugin/index.ts'
import type { Words } from './words.ts'

export type LoadPlugins = () => Promise<readonly Plugin[]>

export interface Command {
  /** What stands behind the verb. */
  usage: string
  does: string
  /** Options with a value, and those without. */
  values: readonly string[]
  flags: readonly string[]
  /** So many words that are no options. */
  words: readonly [least: number, most: number]
  /** It works in the data folder, so as the user to whom that belongs. */
  inData: boolean
  /** The exit code; never resolves while it serves. Loads what it needs itself: `health` is asked every half minute, on small machines. */
  run(words: Words, plugins: LoadPlugins): Promise<number>
}

export const COMMANDS: Record<string, Command> = {
  serve: {
    ...{ usage: '', does: 'Runs the appliance; so does no command at all' },
    ...{ values: [], flags: [], words: [0, 0], inData: true },
    run: async (_, plugins) => (await import('./serve.ts')).serve(await plugins()),
  },
  backup: {
    usage: '[<file>] [--with-files] [--passphrase-file <file>]',
    does: 'Makes a backup, also while the appliance runs; with recordings and pictures if wanted',
    ...{ values: ['passphrase-file'], flags: ['with-files'], words: [0, 1], inData: true },
    run: async (words) => (await import('./backup.ts')).backup(words),
  },
  restore: {
    usage: '<file> [--replace] [--passphrase-file <file>]',
    does: 'Puts a backup, or a copy of the database from before an upgrade, into the data folder of an appliance that is stopped; --replace where there is one already',
    ...{ values: ['passphrase-file'], flags: ['replace'], words: [1, 1], inData: true },
    run: async (words) => (await import('./restore.ts')).restore(words),
  },
  'reset-password': {
    usage: '<user> [--password-file <file>]',
    does: 'Gives a user a new password, takes the second factor off, and ends all sign-ins',
    ...{ values: ['password-file'], flags: [], words: [1, 1], inData: true },
    run: async (words) => (await import('./reset-password.ts')).resetPassword(words),
  },
  'rotate-key': {
    usage: '[--to <file>]',
    does: 'Rewrites all stored passwords under a new secret key; --to where PORCHLIGHT_SECRET_KEY is used',
    ...{ values: ['to'], flags: [], words: [0, 0], inData: true },
    run: async (words) => (await import('./rotate-key.ts')).rotateKey(words),
  },
  check: {
    usage: '[--json]',
    does: 'Says what works and what to do: configuration, disk, database, FFmpeg, ports, broker, devices; also while the appliance runs',
    ...{ values: [], flags: ['json'], words: [0, 0], inData: true },
    run: async (words, plugins) => (await import('./check/index.ts')).check(words, await plugins()),
  },
  'dump-device': {
    usage:
      '--address <address> --user <user> [--brand <brand>] [--out <file>] [--any-certificate] [--pause <ms>] [--password-file <file>]',
    does: 'Writes what a device says of itself into a file, without what is yours: for a report, and for tests',
    ...{ values: ['address', 'user', 'brand', 'out', 'pause', 'password-file'], flags: ['any-certificate'] },
    ...{ words: [0, 0], inData: false },
    run: async (words, plugins) => (await import('./dump-device.ts')).dumpDevice(words, await plugins()),
  },
  health: {
    ...{ usage: '', does: 'Asks the appliance on this machine whether it answers; the exit code says it' },
    ...{ values: [], flags: [], words: [0, 0], inData: false },
    run: async () => (await import('./health.ts')).health(process.env),
  },
}

export const usageOf = (name: string, { usage }: Command) => `${name} ${usage}`.trim()

export function help(): string {
  const lines = Object.entries(COMMANDS).map(([name, command]) => `  ${usageOf(name, command)}\n      ${command.does}`)
  return [
    'Usage: porchlight <command>',
    ...lines,
    '  version',
    '      Tells which Porchlight this is',
    '',
    'The data folder is that of PORCHLIGHT_DATA (./data). A password or passphrase comes from the standard input where its file is "-".',
    '',
  ].join('\n')
}
