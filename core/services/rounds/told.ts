// What a round reads of a device beside channels and footage: disks, clock, inputs and outputs, and now and then its switches.
import type { DeviceSession } from '#plugin'
import type { AccessService, DeviceRow } from '../access.ts'
import { clockKept, type DeviceReports, type ReportItems } from '../device-reports.ts'
import type { Schedules } from '../schedule.ts'

/** Never rejects: what one device does not tell is no reason to have read nothing. Resolves when all has been stored. */
export type ReadTold = (device: Pick<DeviceRow, 'id'>, session: DeviceSession, signal: AbortSignal) => Promise<void>

interface Deps {
  access: Pick<AccessService, 'visibleChannels'>
  reports: DeviceReports
  schedules: Pick<Schedules, 'ofDevice' | 'keep'>
  now: () => Date
}

/** A request for each channel, or more: people rarely change these, and who does it through us stores it at once. */
const SELDOM_MS = 24 * 60 * 60_000

export function createReadTold({ access, reports, schedules, now }: Deps): ReadTold {
  /** In the future: our clock was set back. */
  const isOld = (readAt: Date | undefined) =>
    readAt === undefined || +now() - +readAt >= SELDOM_MS || +readAt > +now() + SELDOM_MS

  return async (device, session, signal) => {
    async function keep<K extends keyof ReportItems>(kind: K, read: (() => Promise<ReportItems[K]>) | undefined) {
      if (!read || signal.aborted) return
      const before = reports.last(device.id, kind)
      const items = await read()
      // Whoever stored meanwhile has asked later, or has just changed it on the device: ours may be from before that.
      if (!signal.aborted && Bun.deepEquals(reports.last(device.id, kind), before))
        reports.store(device.id, kind, items)
    }

    const active = access.visibleChannels({ kind: 'system' }, { deviceId: device.id }).filter((one) => one.isActive)

    /** Who looks at one channel has that one read alone. */
    function detectionsAreOld(): boolean {
      const known = reports.last(device.id, 'detections')
      const told = new Set(known?.items.map(({ sourceKey }) => sourceKey))
      return isOld(known?.readAt) || active.some(({ can, sourceKey }) => can.alarms.length > 0 && !told.has(sourceKey))
    }

    async function readSchedules() {
      const { schedule } = session
      if (!schedule) return
      const known = schedules.ofDevice(device.id)
      const due = active.filter(({ id }) => isOld(known.get(id)?.readAt))
      await Promise.allSettled(
        due.map(async (channel) => {
          const told = await schedule.read(channel.sourceKey)
          const isNewest = Bun.deepEquals(schedules.ofDevice(device.id).get(channel.id), known.get(channel.id))
          if (!signal.aborted && isNewest) schedules.keep(channel, told)
        }),
      )
    }

    const { storage, clock, inputs, outputs, holiday, detections } = session
    await Promise.allSettled([
      keep('storage', storage && (() => storage.disks())),
      keep('clock', clock && (async () => [clockKept(await clock.read())])),
      keep('inputs', inputs && (() => inputs.list())),
      keep('outputs', outputs && (() => outputs.list())),
      keep('holiday', holiday && (async () => [await holiday.read()])),
      readSchedules(),
      detectionsAreOld() ? keep('detections', detections && (() => detections.list())) : null,
    ])
  }
}
