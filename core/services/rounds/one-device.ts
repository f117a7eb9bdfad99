// One round over one device: its channels, its footage, and its clock where that is asked for.
import type { Clock, DeviceSession } from '#plugin'
import { Fault } from '../../domain/fault.ts'
import { asFault } from '../../errors.ts'
import type { DeviceRow } from '../access.ts'
import type { Activity } from '../activity.ts'
import type { Footage } from '../footage/index.ts'
import type { JobProgress } from '../jobs.ts'
import type { Sync } from '../sync.ts'
import { isPlausible } from './log.ts'
import type { ReadTold } from './told.ts'

export interface RoundResult {
  channels: number
  changed: boolean
  /** Channels of which something could not be read, and why. */
  failed: { channel_id: number; channel_name: string; error: string }[]
  /** Seconds by which the clock was wrong and has been set right; null = it was left alone. */
  clockSetBy: number | null
  /** For people: what was done, and what was not. */
  message: string
  isSuccess: boolean
}

export interface OneDeviceDeps {
  sync: Sync
  footage: Footage
  activity: Pick<Activity, 'record'>
  readTold?: ReadTold
  now: () => Date
}

export interface OneRound {
  anew: boolean
  setClock: boolean
  signal: AbortSignal
  progress(update: JobProgress): void
}

/** A clock this near is right: the answer itself took a moment. */
const CLOCK_SECONDS = 5

/** Rejects with the fault of the device as a whole. */
export async function roundOfDevice(
  { sync, footage, activity, readTold, now }: OneDeviceDeps,
  device: DeviceRow,
  session: DeviceSession,
  { anew, setClock, signal, progress }: OneRound,
): Promise<RoundResult> {
  progress({ step: 'Reading the list of channels', progress: 0.02 })
  const { channels, changed } = await sync.run(device, session)
  signal.throwIfAborted()
  if (!isPlausible(now()))
    throw new Fault('not-ready', 'The clock of this machine is wrong, so that footage cannot be told new from old')
  const clock = setClock && session.clock ? await rightClock(session.clock) : null
  progress({ step: 'Reading its state' })
  await readTold?.(device, session, signal)
  signal.throwIfAborted()

  const failures = !session.footage
    ? []
    : await footage.round(device, session.footage, {
        anew,
        signal,
        progress: (done, total, step) =>
          progress({ itemsDone: done, itemsTotal: total, step, progress: total ? 0.05 + (0.9 * done) / total : 0.95 }),
      })

  /** What went wrong with the clock is no reason to read nothing. */
  async function rightClock(its: Clock): Promise<{ setBy: number | null; fault: Fault | null }> {
    progress({ step: 'Setting the clock' })
    try {
      const { driftSeconds } = await its.read()
      if (Math.abs(driftSeconds) < CLOCK_SECONDS) return { setBy: null, fault: null }
      const { before, after } = await its.set(now())
      activity.record(null, {
        action: 'set_device_clock',
        resourceType: 'device',
        resourceId: device.id,
        householdId: device.householdId,
        metadata: { before: before.time.toISOString(), after: after.time.toISOString(), drift_seconds: driftSeconds },
      })
      return { setBy: driftSeconds, fault: null }
    } catch (error) {
      return { setBy: null, fault: asFault(error) }
    }
  }

  const failed = failures.map(({ channel, fault }) => ({
    channel_id: channel.id,
    channel_name: channel.name ?? channel.deviceName,
    error: fault.message,
  }))
  // Nothing of any channel could be read: that is the device's failure.
  const [first] = failures
  if (first && failures.length >= channels) throw first.fault
  const all = channels === 1 ? '1 channel' : `${channels} channels`
  const parts = [
    failed.length ? `Synced ${channels - failed.length} of ${all}` : `Synced ${all}`,
    ...failed.slice(0, 3).map((one) => `${one.channel_name}: ${one.error}`),
    ...(failed.length > 3 ? [`and ${failed.length - 3} more`] : []),
    ...(clock?.setBy ? [`the clock was wrong by ${Math.round(clock.setBy)} s and was set right`] : []),
    ...(clock?.fault ? [`the clock could not be set: ${clock.fault.message}`] : []),
  ]
  return {
    channels,
    changed,
    failed,
    clockSetBy: clock?.setBy ?? null,
    message: parts.join('; '),
    isSuccess: failed.length === 0 && !clock?.fault,
  }
}
