// Porchlight: the list of what is plugged in, and the command line that runs it.
import { runCommand } from './core/cli/index.ts'
import type { Plugin } from './core/plugin/index.ts'

/** Everything that is plugged in. To add a make of device or a dialect is to add a line. Loaded by the commands that use it. */
const plugins = async (): Promise<Plugin[]> => [
  (await import('./plugins/hikvision/index.ts')).hikvision,
  (await import('./plugins/onvif/index.ts')).onvif,
  (await import('./plugins/rtsp/index.ts')).rtsp,
  (await import('./plugins/lightnvr-compat/index.ts')).lightnvr,
  (await import('./plugins/vibenvr-compat/index.ts')).vibenvr,
]

process.exit(await runCommand(process.argv.slice(2), plugins))
