// What devices last said of their detectors, and whether they tell the user that we sign in with: stored, and read once at a time.
import { and, eq } from 'drizzle-orm'
import type { AlarmKind, Detection } from '#plugin'
import type { Bus } from '../bus.ts'
import type { Db } from '../db/open.ts'
import { channelConfigs, channels, devices, deviceUsers } from '../db/schema/index.ts'
import { lastTold, withShared } from './channel-config-store.ts'
import type { DeviceReports } from './device-reports.ts'
import type { Sessions } from './sessions/index.ts'

/** All facts of a device, for the hundreds of questions that a hub asks at a time. */
export interface AlarmFacts {
  /** Null = the device was never asked. */
  readAt: Date | null
  detection(sourceKey: string | null, kind: AlarmKind): Detection | undefined
  /** Null = not known. */
  mayHear: boolean | null
  /** The user that we sign in with. */
  username: string
}

export interface AlarmFactStore extends Disposable {
  of(deviceId: number): AlarmFacts
  /** All that a device said of one of its channels, or with null of itself. */
  keepAll(deviceId: number, sourceKey: string | null, said: readonly Detection[]): void
  /** `channelId`: null for the device itself. */
  keepOne(deviceId: number, channelId: number | null, said: Detection): void
}

interface Deps {
  db: Db
  bus: Bus
  reports: DeviceReports
  sessions: Pick<Sessions, 'state'>
  now: () => Date
}

/** What changes without a word on the bus (rights, who signs in) is seen after so long. */
const FRESH_MS = 1000

export function createAlarmFacts({ db, bus, reports, sessions, now }: Deps): AlarmFactStore {
  const known = new Map<number, { at: number; facts: AlarmFacts }>()
  const stack = new DisposableStack()
  stack.use(
    bus.on('device.told', ({ deviceId, kind }) => {
      known.delete(deviceId)
      if (kind === 'config') followConfigs(deviceId)
    }),
  )
  for (const event of ['device.removed', 'device.changed', 'device.state'] as const)
    stack.use(bus.on(event, ({ deviceId }) => void known.delete(deviceId)))

  function stateOf(deviceId: number): { phase: string | null; fault: { kind: string } | null } {
    try {
      return sessions.state(deviceId)
    } catch {
      // Removed a moment ago, or we are stopping.
      return { phase: null, fault: null }
    }
  }

  /** What became of our last try to listen, and what the device said of our user's rights. */
  function mayHear(deviceId: number, username: string): boolean | null {
    const { fault, phase } = stateOf(deviceId)
    if (phase === 'online' && fault?.kind === 'device-denied') return false
    const where = and(
      eq(deviceUsers.deviceId, deviceId),
      eq(deviceUsers.name, username),
      eq(deviceUsers.isActive, true),
    )
    const user = db.select().from(deviceUsers).where(where).get()
    if (user?.role === 'administrator') return true
    const rights = user?.rights as { remote: { global: Record<string, boolean> } | null } | null | undefined
    return rights?.remote?.global.alarm_out_or_upload ?? null
  }

  function read(deviceId: number): AlarmFacts {
    const { username = '' } = db.select().from(devices).where(eq(devices.id, deviceId)).get() ?? {}
    const report = reports.last(deviceId, 'detections')
    const keyOf = (sourceKey: string | null, kind: AlarmKind) => `${sourceKey ?? ''} ${kind}`
    const all = new Map(report?.items.map((one) => [keyOf(one.sourceKey, one.kind), one]))
    return {
      readAt: report?.readAt ?? null,
      detection: (sourceKey, kind) => all.get(keyOf(sourceKey, kind)),
      mayHear: mayHear(deviceId, username),
      username,
    }
  }

  function keep(deviceId: number, said: readonly Detection[], instead: (one: Detection) => boolean): void {
    const rest = (reports.last(deviceId, 'detections')?.items ?? []).filter((one) => !instead(one))
    reports.store(deviceId, 'detections', [...rest, ...said])
    known.delete(deviceId)
  }

  /** Motion is also switched with the other settings of a channel, those of either encoding. */
  function followConfigs(deviceId: number): void {
    const report = reports.last(deviceId, 'detections')
    if (!report) return
    const rows = db
      .select({ sourceKey: channels.sourceKey, config: channelConfigs })
      .from(channelConfigs)
      .innerJoin(channels, eq(channels.id, channelConfigs.channelId))
      .where(eq(channels.deviceId, deviceId))
      .all()
    const motion = new Map(
      rows.flatMap(({ sourceKey, config }) => {
        const told = lastTold(config)
        return told && told.readAt >= report.readAt ? [[sourceKey, told.settings.motionDetection] as const] : []
      }),
    )
    const items = report.items.map((one) =>
      one.kind === 'motion' ? { ...one, enabled: motion.get(one.sourceKey ?? '') ?? one.enabled } : one,
    )
    if (!Bun.deepEquals(items, report.items)) reports.store(deviceId, 'detections', items)
  }

  /** The other way round. */
  function tellConfig(channelId: number, { kind, enabled }: Detection): void {
    const where = eq(channelConfigs.channelId, channelId)
    const row = kind === 'motion' && enabled !== null && db.select().from(channelConfigs).where(where).get()
    if (row)
      db.update(channelConfigs)
        .set({ settings: withShared(row.settings, { motionDetection: enabled }) })
        .where(where)
        .run()
  }

  return {
    of(deviceId) {
      const at = now().getTime()
      const before = known.get(deviceId)
      if (before && Math.abs(at - before.at) < FRESH_MS) return before.facts
      const facts = read(deviceId)
      known.set(deviceId, { at, facts })
      return facts
    },
    keepAll(deviceId, sourceKey, said) {
      keep(deviceId, said, (one) => one.sourceKey === sourceKey)
    },
    keepOne(deviceId, channelId, said) {
      keep(deviceId, [said], (one) => one.sourceKey === said.sourceKey && one.kind === said.kind)
      if (channelId !== null) tellConfig(channelId, said)
    },
    [Symbol.dispose]: () => stack.dispose(),
  }
}
