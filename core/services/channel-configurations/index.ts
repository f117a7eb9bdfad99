// Settings of many channels at once: listed as they were last told, read anew, and changed one channel after the other.
import type { ChannelSettings, Quality, RecordingSchedule, Written } from '#plugin'
import { Fault } from '#plugin'
import type { Db } from '../../db/open.ts'
import type { Caller } from '../../domain/caller.ts'
import { asFault } from '../../errors.ts'
import type { AccessService, ChannelWithDevice } from '../access.ts'
import type { ChannelConfigs } from '../channel-config.ts'
import { channelOn } from '../channel-on.ts'
import type { Schedules } from '../schedule.ts'
import { type ConfigurationPage, createConfigurationList } from './stored.ts'

export type { Configuration, ConfigurationPage } from './stored.ts'

/** What of a channel shall be otherwise. */
export interface Wish {
  channelId: string | number
  main?: Partial<ChannelSettings> | undefined
  sub?: Partial<ChannelSettings> | undefined
  /** Whether the device itself records it. */
  scheduled?: boolean | undefined
}

interface Of<Part, T> {
  channelId: number
  part: Part
  /** Null = it came to nothing, for the reason in `fault`. */
  written: Written<T> | null
  fault: Fault | null
}
export type Outcome = Of<Quality, ChannelSettings> | Of<'schedule', RecordingSchedule>

export interface ChannelConfigurations {
  list(caller: Caller, page: { after: number; limit: number }): ConfigurationPage
  /** Asks the device for both encodings and the schedule of each, and stores what it says. Right `restart`. */
  read(
    caller: Caller,
    deviceId: string | number,
    channelIds: readonly (string | number)[],
  ): Promise<{ channel: ChannelWithDevice; fault: Fault | null }[]>
  /**
   * Each wish for itself, in their order: one that is refused stops no other. A device that cannot be reached is not asked
   * again for the rest, and nothing is begun after the signal. A dry run sends and stores nothing. Right `manage`; a channel
   * that is not on the device is a Fault before anything was done.
   */
  change(caller: Caller, deviceId: string | number, wishes: readonly Wish[], how: How): Promise<Outcome[]>
}

interface How {
  dryRun: boolean
  /** Ends when nobody waits any longer, or, with a TimeoutError, when it has taken too long. */
  signal: AbortSignal
}

interface Deps {
  db: Db
  access: AccessService
  channelConfigs: Pick<ChannelConfigs, 'sync' | 'change'>
  schedules: Pick<Schedules, 'get' | 'sync' | 'enable'>
}

/** After these it would be the same with every other channel, a long wait or a wrong password each. */
const GONE = new Set(['device-unreachable', 'device-timeout', 'device-refused-login', 'device-locked'])

/** What a device or a rule says; what is our own fault is nobody's answer. */
function told(error: unknown): Fault {
  const fault = asFault(error)
  if (fault.kind === 'internal') throw error
  return fault
}

/** Why a deed was left out after the signal; null = it was not. */
function leftOut({ aborted, reason }: AbortSignal): Fault | null {
  if (!aborted) return null
  const isLate = reason instanceof Error && reason.name === 'TimeoutError'
  const why = isLate ? 'what came before it took too long. Ask for it again.' : 'nobody waited for it any longer.'
  return new Fault('device-busy', `Not begun: ${why}`)
}

export function createChannelConfigurations({ db, access, channelConfigs, schedules }: Deps): ChannelConfigurations {
  async function readOne(caller: Caller, channel: ChannelWithDevice): Promise<Fault | null> {
    const { id, deviceId, can, device } = channel
    const asked = await Promise.allSettled([
      can.config ? channelConfigs.sync(caller, deviceId, id, 'main') : null,
      can.config && can.sub ? channelConfigs.sync(caller, deviceId, id, 'sub') : null,
      device.offers.includes('schedule') ? schedules.sync(caller, deviceId, id) : null,
    ])
    const failed = asked.find((one) => one.status === 'rejected')
    return failed ? told(failed.reason) : null
  }

  /** Nobody can try a switch without switching it: what was last told is what it would change. */
  function wouldSwitch(caller: Caller, { id, deviceId }: ChannelWithDevice, enabled: boolean) {
    const { schedule } = schedules.get(caller, deviceId, id)
    if (!schedule) throw new Fault('conflict', 'When this channel is recorded has not been read from its device yet')
    return { before: schedule, after: { ...schedule, enabled }, ignored: [], rebootRequired: false }
  }

  /** Parts of a wish in the order in which they are done. */
  function deedsOf(caller: Caller, channel: ChannelWithDevice, { main, sub, scheduled }: Wish, dryRun: boolean) {
    const { id: channelId, deviceId } = channel
    const encode = (part: Quality, patch: Partial<ChannelSettings>) => ({
      ...{ channelId, part },
      run: async (): Promise<Outcome> => {
        const written = await channelConfigs.change(caller, deviceId, channelId, patch, { quality: part, dryRun })
        return { channelId, part, written, fault: null }
      },
    })
    const record = (enabled: boolean) => ({
      ...{ channelId, part: 'schedule' as const },
      run: async (): Promise<Outcome> => {
        const written = dryRun
          ? wouldSwitch(caller, channel, enabled)
          : await schedules.enable(caller, deviceId, channelId, enabled)
        return { channelId, part: 'schedule', written, fault: null }
      },
    })
    return [
      ...(main ? [encode('main', main)] : []),
      ...(sub ? [encode('sub', sub)] : []),
      ...(scheduled === undefined ? [] : [record(scheduled)]),
    ]
  }

  return {
    list: createConfigurationList({ db, access }),
    async read(caller, deviceId, channelIds) {
      const all = channelIds.map((id) => channelOn(access, caller, deviceId, id, 'restart'))
      return Promise.all(all.map(async (channel) => ({ channel, fault: await readOne(caller, channel) })))
    },
    async change(caller, deviceId, wishes, { dryRun, signal }) {
      const deeds = wishes.flatMap((wish) =>
        deedsOf(caller, channelOn(access, caller, deviceId, wish.channelId, 'manage'), wish, dryRun),
      )
      const outcomes: Outcome[] = []
      let gone: Fault | null = null
      for (const { channelId, part, run } of deeds) {
        const failed = (fault: Fault): Outcome => ({ channelId, part, written: null, fault })
        const not: Fault | null = gone ?? leftOut(signal)
        const outcome: Outcome = not ? failed(not) : await run().catch((error) => failed(told(error)))
        if (outcome.fault && GONE.has(outcome.fault.kind)) gone = outcome.fault
        outcomes.push(outcome)
      }
      return outcomes
    },
  }
}
