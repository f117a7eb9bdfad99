// Porchlight: the list of what is plugged in, and the command line that runs it.
import { runCommand } from './core/cli/index.ts'
import type { Plugin } from './core/plugin/index.ts'
import { hikvision } from './plugins/hikvision/index.ts'
import { lightnvr } from './plugins/lightnvr-compat/index.ts'
import { onvif } from './plugins/onvif/index.ts'
import { rtsp } from './plugins/rtsp/index.ts'
import { vibenvr } from './plugins/vibenvr-compat/index.ts'

/** Everything that is plugged in. To add a make of device or a dialect is to add a line. */
const plugins: Plugin[] = [hikvision, onvif, rtsp, lightnvr, vibenvr]

process.exit(await runCommand(process.argv.slice(2), plugins))
