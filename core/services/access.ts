// Who may touch what: the only place that loads a device or channel for somebody, or refuses.
import { and, asc, eq, inArray, isNotNull, or, sql } from 'drizzle-orm'
import type { Db } from '../db/open.ts'
import { channels, devices, grants, users } from '../db/schema/index.ts'
import { type Action, type Caller, can, type Grant, type Thing } from '../domain/caller.ts'
import { Fault } from '../domain/fault.ts'
import { createCallers } from './callers.ts'
import { byKeyOrUuid } from './key-or-uuid.ts'
import { isInScope } from './scope.ts'

export { callerKey, householdOf } from './callers.ts'

export type DeviceRow = typeof devices.$inferSelect
export type ChannelRow = typeof channels.$inferSelect
export type ChannelWithDevice = ChannelRow & { device: DeviceRow }

export interface AccessService {
  /**
   * Returns, or throws: not-found (`<what> not found`) for what the caller may not even see, not-allowed for what he sees.
   * A thing without the key `grant` belongs to the household as a whole (settings, accounts): there it is never not-found
   * within the own household. For a thing of one channel pass the caller's grant or null.
   */
  require(caller: Caller, action: Action, thing: Thing, what?: string): void
  /** The same for the caller's own household as a whole; returns its id. The appliance itself has none: Fault. */
  household(caller: Caller, action: Action): number
  /** Whether `household` would let him. */
  allows(caller: Caller, action: Action): boolean
  /** By key or uuid. Fault `Device not found` / not-allowed. */
  device(caller: Caller, id: string | number, action: Action): DeviceRow
  /** By key or uuid. Fault `Channel not found` / not-allowed. */
  channel(caller: Caller, id: string | number, action: Action): ChannelWithDevice
  /** Whether a channel is of the caller's household, whether he sees it or not. */
  isOwn(caller: Caller, channelId: number): boolean
  /** Whether the caller may see a channel; false for one that is not there. */
  sees(caller: Caller, channelId: number): boolean
  /** Devices that the caller may see, by id. A viewer sees those with a channel that he sees. */
  visibleDevices(caller: Caller): DeviceRow[]
  /** Channels that the caller may see, and has the right on where one is named, by device and number, inactive ones too. */
  visibleChannels(caller: Caller, filter?: { deviceId?: number; right?: 'playback' }): ChannelWithDevice[]
  /** The same channels by their numbers alone: for lists that ask for nothing else of them, and ask often. */
  visiblePlaces(
    caller: Caller,
    filter?: { deviceId?: number | undefined },
  ): { deviceId: number; channelNo: number; channelId: number }[]
  /** The caller's grant on a channel, with what he sees by its tags; null = none. Admins and operators need none. */
  grantFor(caller: Caller, channelId: number): Grant | null
  /** What the caller may do with a channel that he sees. */
  may(caller: Caller, channel: Pick<ChannelRow, 'id' | 'householdId'>): Omit<Grant, 'view'>
  /** The caller as he is now: null when his sign-in or key has ended, else with his present role. */
  current(caller: Caller): Caller | null
}

const REFUSALS: Partial<Record<Action, string>> = {
  manage: 'Only an admin of the household may change this',
  people: 'Only an admin of the household may manage accounts',
  appliance: 'Only the founder of this appliance may change it',
}

/** What a refused caller reads. Begins with the words that clients of the VMS API know. */
function refusal(caller: Caller, action: Action): Fault {
  const because =
    caller.kind === 'key' && caller.readOnly
      ? 'this API key may only read'
      : (REFUSALS[action] ?? 'your role or your grant on this channel does not include it')
  return new Fault('not-allowed', `Insufficient permissions: ${because}`)
}

export function createAccess({ db, now = () => new Date() }: { db: Db; now?: () => Date }): AccessService {
  const callers = createCallers({ db, now })
  const grant = db
    .select({
      ...{ view: grants.view, playback: grants.playback, export: grants.export, ptz: grants.ptz },
      ...{ tags: channels.tags, sees: users.sees },
    })
    .from(channels)
    .leftJoin(grants, and(eq(grants.channelId, channels.id), eq(grants.userId, sql.placeholder('user'))))
    .leftJoin(users, eq(users.id, sql.placeholder('user')))
    .where(eq(channels.id, sql.placeholder('channel')))
    .prepare()
  const deviceGrant = db
    .select({ view: grants.view, tags: channels.tags, sees: users.sees })
    .from(channels)
    .leftJoin(grants, and(eq(grants.channelId, channels.id), eq(grants.userId, sql.placeholder('user'))))
    .leftJoin(users, eq(users.id, sql.placeholder('user')))
    .where(and(eq(channels.deviceId, sql.placeholder('device')), or(eq(grants.view, true), isNotNull(users.sees))))
    .prepare()
  const scope = db
    .select({ sees: users.sees })
    .from(users)
    .where(eq(users.id, sql.placeholder('user')))
    .prepare()
  const tagged = db
    .select({ id: channels.id, tags: channels.tags })
    .from(channels)
    .where(eq(channels.householdId, sql.placeholder('household')))
    .prepare()
  const joined = () =>
    db
      .select({ channel: channels, device: devices })
      .from(channels)
      .innerJoin(devices, eq(devices.id, channels.deviceId))
  const channelById = joined()
    .where(eq(channels.id, sql.placeholder('id')))
    .prepare()

  /** Which of his household's channels a caller has the right on; undefined = all of them. */
  function granted(caller: Caller, right: 'view' | 'playback' = 'view') {
    if (!('role' in caller) || caller.role !== 'viewer') return undefined
    const { userId, householdId } = caller
    const sees = scope.get({ user: userId })?.sees ?? null
    if (sees === 'all') return undefined
    const own = sees ? tagged.all({ household: householdId }).filter(({ tags }) => isInScope(sees, tags)) : []
    return or(
      sql`exists (select 1 from ${grants} where ${grants.userId} = ${userId} and ${grants.channelId} = ${channels.id} and ${grants.view} = 1 and ${grants[right]} = 1)`,
      own.length
        ? inArray(
            channels.id,
            own.map(({ id }) => id),
          )
        : undefined,
    )
  }

  function grantFor(caller: Caller, channelId: number): Grant | null {
    if (!('role' in caller) || caller.role !== 'viewer') return null
    const found = grant.get({ user: caller.userId, channel: channelId })
    if (!found) return null
    const { view, playback, export: save, ptz, tags, sees } = found
    const inScope = isInScope(sees, tags)
    if (!inScope && view === null) return null
    const may = (right: boolean | null) => right === true
    return { view: may(view) || inScope, playback: may(playback) || inScope, export: may(save), ptz: may(ptz) }
  }

  /** Seeing one channel of a device is seeing that the device is there, and no more. */
  function grantOnDevice(caller: Caller, deviceId: number): Grant | null {
    if (!('role' in caller) || caller.role !== 'viewer') return null
    const there = deviceGrant.all({ user: caller.userId, device: deviceId })
    const seen = there.some(({ view, sees, tags }) => view || isInScope(sees, tags))
    return seen ? { view: true, playback: false, export: false, ptz: false } : null
  }

  const access: AccessService = {
    require(caller, action, thing, what = 'This') {
      if (can(caller, action, thing)) return
      const own = caller.kind !== 'system' && caller.householdId === thing.householdId
      if (own && (thing.grant === undefined || can(caller, 'view', thing))) throw refusal(caller, action)
      throw new Fault('not-found', what === 'This' ? 'Not found' : `${what} not found`)
    },
    household(caller, action) {
      if (caller.kind === 'system') throw new Fault('internal', 'The appliance itself belongs to no household')
      access.require(caller, action, { householdId: caller.householdId })
      return caller.householdId
    },
    allows: (caller, action) => caller.kind !== 'system' && can(caller, action, { householdId: caller.householdId }),
    device(caller, id, action) {
      const where = byKeyOrUuid(devices, id)
      const row = where && db.select().from(devices).where(where).get()
      if (!row) throw new Fault('not-found', 'Device not found')
      access.require(caller, action, { householdId: row.householdId, grant: grantOnDevice(caller, row.id) }, 'Device')
      return row
    },
    channel(caller, id, action) {
      const where = byKeyOrUuid(channels, id)
      const row = typeof id === 'number' ? channelById.get({ id }) : where && joined().where(where).get()
      if (!row) throw new Fault('not-found', 'Channel not found')
      const { channel, device } = row
      access.require(
        caller,
        action,
        { householdId: channel.householdId, grant: grantFor(caller, channel.id) },
        'Channel',
      )
      return { ...channel, device }
    },
    may(caller, { id, householdId }) {
      const thing = { householdId, grant: grantFor(caller, id) }
      return {
        playback: can(caller, 'playback', thing),
        export: can(caller, 'export', thing),
        ptz: can(caller, 'ptz', thing),
      }
    },
    isOwn(caller, channelId) {
      const row = channelById.get({ id: channelId })
      return row !== undefined && caller.kind !== 'system' && row.channel.householdId === caller.householdId
    },
    sees(caller, channelId) {
      const row = channelById.get({ id: channelId })
      if (!row) return false
      return can(caller, 'view', { householdId: row.channel.householdId, grant: grantFor(caller, channelId) })
    },
    visibleDevices(caller) {
      const all = db
        .select()
        .from(devices)
        .where(caller.kind === 'system' ? undefined : eq(devices.householdId, caller.householdId))
        .orderBy(asc(devices.id))
        .all()
      return all.filter((row) =>
        can(caller, 'view', { householdId: row.householdId, grant: grantOnDevice(caller, row.id) }),
      )
    },
    visibleChannels(caller, filter = {}) {
      if (caller.kind === 'hub' && caller.may === 'none') return []
      const { deviceId } = filter
      const own = caller.kind === 'system' ? undefined : caller.householdId
      // Each device is read once, not once for each of its channels: this is most of the work of every list.
      const of = new Map(
        db
          .select()
          .from(devices)
          .where(
            and(
              own === undefined ? undefined : eq(devices.householdId, own),
              deviceId === undefined ? undefined : eq(devices.id, deviceId),
            ),
          )
          .all()
          .map((device) => [device.id, device]),
      )
      return db
        .select()
        .from(channels)
        .where(
          and(
            own === undefined ? undefined : eq(channels.householdId, own),
            deviceId === undefined ? undefined : eq(channels.deviceId, deviceId),
            granted(caller, filter.right),
          ),
        )
        .orderBy(asc(channels.deviceId), asc(channels.channelNo))
        .all()
        .flatMap((channel) => {
          const device = of.get(channel.deviceId)
          return device ? [{ ...channel, device }] : []
        })
    },
    visiblePlaces(caller, { deviceId } = {}) {
      if (caller.kind === 'hub' && caller.may === 'none') return []
      return db
        .select({ deviceId: channels.deviceId, channelNo: channels.channelNo, channelId: channels.id })
        .from(channels)
        .where(
          and(
            caller.kind === 'system' ? undefined : eq(channels.householdId, caller.householdId),
            deviceId === undefined ? undefined : eq(channels.deviceId, deviceId),
            granted(caller),
          ),
        )
        .all()
    },
    grantFor,
    current: callers.current,
  }
  return access
}
