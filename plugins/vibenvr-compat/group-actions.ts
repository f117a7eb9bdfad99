// What is done to all cameras of a group: recorded around alarms or not, or set as another camera is.
import { z } from 'zod'
import { type Caller, Fault, type Services } from '#plugin'
import { createCameraChange } from './camera-change.ts'
import { cameraBody } from './camera-fields.ts'
import { createKnown } from './camera-known.ts'
import type { Channel } from './camera-of.ts'
import { cameraAsSet, type Known } from './camera-out.ts'
import { MODES } from './camera-schedule.ts'

export const groupAction = z.object({
  action: z.string().max(64),
  source_camera_id: z.int().nullish(),
  target_camera_ids: z.array(z.int()).max(1000).nullish(),
  categories: z.array(z.string().max(64)).max(50).nullish(),
})
type Action = z.output<typeof groupAction>

/** Of which camera it is stays with it. */
const OWN = [
  ...[
    'name',
    'rtsp_url',
    'sub_rtsp_url',
    'location',
    'is_active',
    'sort_order',
    'motion_masks',
    'previous_recording_mode',
  ],
  ...['resolution_width', 'resolution_height', 'framerate', 'record_audio'],
]
const ITS_DEVICE = /^onvif_/

export function createGroupActions(services: Services) {
  const known = createKnown(services)
  const change = createCameraChange(services)

  function disable(caller: Caller, one: Known): boolean {
    const mode = change.modeOf(one)
    if (mode === 'Off') return false
    change.setMode(caller, one, 'Off', mode)
    return true
  }

  function enable(caller: Caller, one: Known): boolean {
    if (change.modeOf(one) !== 'Off') return false
    const before = MODES.find((name) => name === one.fields.previous_recording_mode && name !== 'Off')
    change.setMode(caller, one, before ?? 'Motion Triggered', null)
    return true
  }

  async function copy(caller: Caller, source: Known, one: Known): Promise<boolean> {
    const own = cameraAsSet(services, one)
    const kept = Object.keys(own).filter((name) => OWN.includes(name) || ITS_DEVICE.test(name))
    const wanted = { ...cameraAsSet(services, source), ...Object.fromEntries(kept.map((name) => [name, own[name]])) }
    await change.replace(caller, one, cameraBody.parse(wanted))
    return true
  }

  return {
    /** To how many something was done. Each is written down as such a change always is. */
    async run(caller: Caller, channels: readonly Channel[], { action, ...said }: Action): Promise<number> {
      services.access.household(caller, 'manage')
      const ids = new Set(channels.map(({ id }) => id))
      const all = (await known.all(caller)).filter(({ camera }) => ids.has(camera.channel.id))
      if (action === 'disable_motion') return all.filter((one) => disable(caller, one)).length
      if (action === 'enable_motion') return all.filter((one) => enable(caller, one)).length
      if (action !== 'copy_settings') throw new Fault('invalid-input', 'Invalid action')
      if (said.source_camera_id == null) throw new Fault('invalid-input', 'source_camera_id required for copy_settings')
      if (said.categories?.length) throw new Fault('unsupported', 'Settings are copied whole here: send no categories')
      const source = await sourceOf(caller, said.source_camera_id)
      const targets = said.target_camera_ids
      let count = 0
      for (const one of all) {
        const { id } = one.camera.channel
        if (id === said.source_camera_id || (targets && !targets.includes(id))) continue
        if (await copy(caller, source, one)) count++
      }
      return count
    },
  }

  async function sourceOf(caller: Caller, id: number): Promise<Known> {
    try {
      return await known.of(caller, id)
    } catch (error) {
      if (error instanceof Fault && error.kind === 'not-found') throw new Fault('not-found', 'Source camera not found')
      throw error
    }
  }
}
