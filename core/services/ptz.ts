// Moving cameras: who may, how often, and what of it is written down. The camera itself ends a move after its time.
import { Fault, type Preset, type Ptz, type PtzAbilities, type PtzPosition, type PtzVector } from '#plugin'
import type { Caller } from '../domain/caller.ts'
import { asFault } from '../errors.ts'
import { realTimers, type Timers } from '../timers.ts'
import type { AccessService, ChannelWithDevice } from './access.ts'
import type { Activity, ActivityEntry } from './activity.ts'
import type { AskDevice } from './ask-device.ts'
import { createMoves } from './moves.ts'

/** To read needs the right `view` on the channel and all else `ptz`; every verb is Fault `unsupported` where the camera does not know it. */
export interface PtzService {
  /** The position is null where the camera does not tell it. */
  get(caller: Caller, channel: string | number): Promise<{ abilities: PtzAbilities; position: PtzPosition | null }>
  /** Ten in a second reach a camera at most: of more the last one wins. Not written down. */
  move(caller: Caller, channel: string | number, speed: PtzVector, seconds: number): Promise<void>
  stop(caller: Caller, channel: string | number): Promise<void>
  relative(caller: Caller, channel: string | number, by: PtzVector): Promise<void>
  absolute(caller: Caller, channel: string | number, to: Partial<PtzVector>): Promise<void>
  goHome(caller: Caller, channel: string | number): Promise<void>
  setHome(caller: Caller, channel: string | number): Promise<void>
  presets(caller: Caller, channel: string | number): Promise<Preset[]>
  goTo(caller: Caller, channel: string | number, token: string): Promise<void>
  /** Where it looks now; with a token that preset is overwritten. */
  setPreset(caller: Caller, channel: string | number, name: string, token?: string): Promise<Preset>
  removePreset(caller: Caller, channel: string | number, token: string): Promise<void>
}

interface Deps {
  access: Pick<AccessService, 'channel'>
  activity: Pick<Activity, 'record'>
  askDevice: AskDevice
  timers?: Timers
}

export function createPtz({ access, activity, askDevice, timers = realTimers }: Deps): PtzService {
  const moves = createMoves(timers)

  function allowed(caller: Caller, id: string | number, action: 'view' | 'ptz' = 'ptz'): ChannelWithDevice {
    const channel = access.channel(caller, id, action)
    if (!channel.can.ptz) throw new Fault('unsupported', 'This camera cannot be moved')
    return channel
  }

  const ask = <T>({ deviceId, sourceKey }: ChannelWithDevice, work: (ptz: Ptz, key: string) => Promise<T>) =>
    askDevice({ deviceId, capability: 'ptz' }, (ptz) => work(ptz, sourceKey))

  /** Overtakes the moves that came before it. */
  async function going(
    caller: Caller,
    id: string | number,
    work: (ptz: Ptz, key: string) => Promise<void>,
  ): Promise<void> {
    const channel = allowed(caller, id)
    moves.overtake(channel.id)
    await ask(channel, work)
  }

  /** What stays on the camera is written down, however it ended. */
  async function keeping<T>(
    caller: Caller,
    id: string | number,
    { action, metadata }: ActivityEntry,
    work: (ptz: Ptz, key: string) => Promise<[T, object?]>,
  ): Promise<T> {
    const channel = allowed(caller, id)
    const about = { action, resourceType: 'channel', resourceId: channel.id }
    try {
      const [result, more] = await ask(channel, work)
      activity.record(caller, { ...about, metadata: { ...metadata, ...more } })
      return result
    } catch (error) {
      activity.record(caller, { ...about, metadata: metadata ?? {}, success: false, error: asFault(error).message })
      throw error
    }
  }

  async function positionOf(ptz: Ptz, key: string): Promise<PtzPosition | null> {
    try {
      return await ptz.position(key)
    } catch (error) {
      if (error instanceof Fault && error.kind === 'unsupported') return null
      throw error
    }
  }

  return {
    async get(caller, id) {
      return ask(allowed(caller, id, 'view'), async (ptz, key) => ({
        abilities: await ptz.abilities(key),
        position: await positionOf(ptz, key),
      }))
    },
    async move(caller, id, speed, seconds) {
      const channel = allowed(caller, id)
      await moves.move(channel.id, () => ask(channel, (ptz, key) => ptz.move(key, speed, seconds)))
    },
    async stop(caller, id) {
      const channel = allowed(caller, id)
      await moves.stop(channel.id, () => ask(channel, (ptz, key) => ptz.stop(key)))
    },
    relative: (caller, id, by) => going(caller, id, (ptz, key) => ptz.relative(key, by)),
    absolute: (caller, id, to) => going(caller, id, (ptz, key) => ptz.absolute(key, to)),
    goHome: (caller, id) => going(caller, id, (ptz, key) => ptz.goHome(key)),
    goTo: (caller, id, token) => going(caller, id, (ptz, key) => ptz.goTo(key, token)),
    setHome: (caller, id) =>
      keeping(caller, id, { action: 'set_ptz_home' }, async (ptz, key) => [await ptz.setHome(key)]),
    async presets(caller, id) {
      return ask(allowed(caller, id, 'view'), (ptz, key) => ptz.presets(key))
    },
    setPreset: (caller, id, name, token) =>
      keeping(caller, id, { action: 'set_ptz_preset', metadata: { name } }, async (ptz, key) => {
        const preset = await ptz.setPreset(key, name, token)
        return [preset, { name: preset.name, preset: preset.token, overwritten: token !== undefined }]
      }),
    removePreset: (caller, id, token) =>
      keeping(caller, id, { action: 'remove_ptz_preset', metadata: { preset: token } }, async (ptz, key) => {
        const name = (await ptz.presets(key)).find((preset) => preset.token === token)?.name
        await ptz.removePreset(key, token)
        return [undefined, { name }]
      }),
  }
}
