// The configuration, for a command.
import { type Config, readConfig } from '../config.ts'
import { profilesOf } from '../http/dialect-port.ts'
import type { Plugin } from '../plugin/index.ts'
import { CommandProblem } from './words.ts'

/** `plugins`: what they offer is held against the configuration, too. */
export function configured(plugins: readonly Plugin[] = []): Config {
  try {
    return readConfig(process.env, profilesOf(plugins))
  } catch (error) {
    throw new CommandProblem((error as Error).message, 2)
  }
}
