// Brightness and the like of a camera: asked of it each time, changed on it, and both written down.
import { Fault, type ImageSettings, type Written } from '#plugin'
import type { Caller } from '../domain/caller.ts'
import { asFault } from '../errors.ts'
import type { AccessService, ChannelWithDevice } from './access.ts'
import type { Activity } from './activity.ts'
import type { AskDevice } from './ask-device.ts'
import { createInTurn } from './in-turn.ts'

export interface ImagingService {
  /** As the camera tells it now; Fault `unsupported` where it has no picture settings that can be asked for. */
  get(caller: Caller, channel: string | number): Promise<ImageSettings>
  /** Changes only what is named. What the camera does not have is Fault invalid-input, and nothing is sent. */
  change(caller: Caller, channel: string | number, patch: Partial<ImageSettings>): Promise<Written<ImageSettings>>
}

interface Deps {
  access: Pick<AccessService, 'channel'>
  activity: Pick<Activity, 'record'>
  askDevice: AskDevice
}

type Field = keyof ImageSettings

const pick = (settings: ImageSettings, fields: Field[]) =>
  Object.fromEntries(fields.map((field) => [field, settings[field]]))

export function createImaging({ access, activity, askDevice }: Deps): ImagingService {
  const inTurn = createInTurn()

  const record = (caller: Caller, { id }: ChannelWithDevice, more: Partial<Parameters<Activity['record']>[1]>) =>
    activity.record(caller, { action: 'update_imaging', resourceType: 'channel', resourceId: id, ...more })

  async function write(caller: Caller, channel: ChannelWithDevice, patch: Partial<ImageSettings>) {
    let sent = false
    try {
      return await askDevice({ deviceId: channel.deviceId, capability: 'imaging' }, (imaging) => {
        sent = true
        return imaging.write(channel.sourceKey, patch)
      })
    } catch (error) {
      const fault = asFault(error)
      // Refused before anything was sent: nothing was done that could be written down.
      if (sent && !(fault instanceof Fault && ['invalid-input', 'not-found'].includes(fault.kind)))
        record(caller, channel, { metadata: { asked: patch }, success: false, error: fault.message })
      throw fault
    }
  }

  return {
    async get(caller, id) {
      const { deviceId, sourceKey } = access.channel(caller, id, 'view')
      return askDevice({ deviceId, capability: 'imaging' }, (imaging) => imaging.read(sourceKey))
    },
    async change(caller, id, patch) {
      const channel = access.channel(caller, id, 'manage')
      return inTurn(`${channel.id}`, async () => {
        const written = await write(caller, channel, patch)
        const { before, after, ignored } = written
        const changed = (Object.keys(after) as Field[]).filter((field) => before[field] !== after[field])
        if (changed.length > 0 || ignored.length > 0)
          record(caller, channel, {
            metadata: {
              ...{ before: pick(before, changed), after: pick(after, changed) },
              ...(ignored.length > 0 && { ignored }),
            },
          })
        return written
      })
    },
  }
}
