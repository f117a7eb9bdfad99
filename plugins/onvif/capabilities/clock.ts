// The camera's clock: what it believes, how it keeps it, and setting it. Its zone is never touched.
import { z } from 'zod'
import { type Clock, type ClockReading, Fault } from '#plugin'
import { escapeXml } from '../letters.ts'
import type { OnvifClient } from '../soap.ts'
import type { Time } from '../time.ts'

/** The camera tells whole seconds, and answering takes it a moment. */
const CLOSE_ENOUGH_SECONDS = 5

export function readingOf(time: Time, now: Date): ClockReading {
  if (time.aheadMs === null) throw new Fault('device-garbled', 'The device does not tell its time')
  return {
    time: new Date(now.getTime() + time.aheadMs),
    utcOffsetMinutes: time.utcOffsetMinutes ?? 0,
    mode: time.mode,
    timeZone: time.zone,
    driftSeconds: Math.round(time.aheadMs / 1000),
  }
}

export interface ClockOptions {
  client: OnvifClient
  now(): Date
  /** Told of each reading. */
  read(time: Time): void
}

export function createClock({ client, now, read }: ClockOptions): Clock {
  async function ask(): Promise<Time> {
    const time = await client.time()
    read(time)
    return time
  }
  return {
    read: async () => readingOf(await ask(), now()),
    async set(wanted) {
      const began = now()
      /** What has passed since the caller looked at its clock has passed on the camera too. */
      const truth = () => new Date(wanted.getTime() + now().getTime() - began.getTime())
      const against = (time: Time) => {
        const ours = now()
        const aheadMs = time.aheadMs === null ? null : time.aheadMs + ours.getTime() - truth().getTime()
        return readingOf({ ...time, aheadMs }, truth())
      }
      const time = await ask()
      const before = against(time)
      await client.call('take a new time', z.unknown(), (camera, done) => {
        // It throws away parts of a second, and would be late by half of one.
        const dateTime = new Date(truth().getTime() + 500)
        const zone = time.zone === null ? {} : { timezone: escapeXml(time.zone) }
        const kept = { dateTimeType: 'Manual' as const, daylightSavings: time.daylightSaving, ...zone }
        camera.setSystemDateAndTime({ ...kept, dateTime }, done)
      })
      const after = against(await ask())
      const ignored = Math.abs(after.driftSeconds) > CLOSE_ENOUGH_SECONDS ? ['time'] : []
      return { before, after, ignored, rebootRequired: false }
    },
  }
}
