// Everything that is plugged in besides a driver of recorders, which is a pretend one: for walks over all routes.

import type { Plugin } from '../core/plugin/index.ts'
import { createMirror } from '../core/testing/mirror.ts'
import { createCloudApi } from '../plugins/hikvision/cloud-api.ts'
import { lightnvr } from '../plugins/lightnvr-compat/index.ts'
import { rtsp } from '../plugins/rtsp/index.ts'
import { vibenvr } from '../plugins/vibenvr-compat/index.ts'

/** The limits of seed 002 never stand in the way of a walk: a minute passes with each request. */
export function withDialects(fake: Plugin): Plugin[] {
  let minutes = 0
  return [
    { ...fake, dialect: createCloudApi({ clock: () => 60_000 * ++minutes }) },
    rtsp,
    lightnvr,
    vibenvr,
    createMirror(),
  ]
}
