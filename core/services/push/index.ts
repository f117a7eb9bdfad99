// Web Push: browsers of the people here are told of alarms by their makers' push services, with keys of our own.
import { and, asc, eq, getTableColumns, gt, type SQL } from 'drizzle-orm'
import type { Bus } from '../../bus.ts'
import type { Db } from '../../db/open.ts'
import { devices, pushSubscriptions, signIns } from '../../db/schema/index.ts'
import type { AlarmKind } from '../../domain/alarm-kinds.ts'
import type { Caller } from '../../domain/caller.ts'
import { Fault } from '../../domain/fault.ts'
import type { Log } from '../../log.ts'
import { realTimers, type Timers } from '../../timers.ts'
import type { AccessService } from '../access.ts'
import type { Activity } from '../activity.ts'
import type { AddressGuard } from '../addresses.ts'
import { byKeyOrUuid } from '../key-or-uuid.ts'
import type { Secrets } from '../secrets.ts'
import { wants } from '../webhooks/outbox.ts'
import { createSend, type Outcome } from '../webhooks/send.ts'
import { createPushAddresses } from './address.ts'
import { createAnnouncer } from './announcer.ts'
import { createCourier } from './courier.ts'
import { createKeys } from './keys.ts'
import { createLastWord } from './last-word.ts'
import { createPost } from './poster.ts'
import { createReaders, hasSignIn } from './readers.ts'
import { createRows, type Row, type SECRET_COLUMNS } from './rows.ts'
import { isRecipient, type Recipient } from './seal.ts'

export type PushSubscriptionRow = Omit<
  Row,
  'userId' | 'signInId' | 'endpointHash' | (typeof SECRET_COLUMNS)[number]
> & {
  /** Host of its push service; empty where the address cannot be read any more. */
  service: string
  /** Its sign-in ends then, and what it is told with it; a page that is opened before prolongs it. */
  endsAt: Date
}

/** What is told. */
export interface PushFilter {
  /** Null = alarms of every kind. */
  kinds: AlarmKind[] | null
  /** Null = of every channel that he may see, and of devices themselves; any number or uuid of a channel. */
  channelIds: (string | number)[] | null
}

/** All is one's own; only for somebody who signed in: a stolen key cannot have itself told. */
export interface Push extends AsyncDisposable {
  /** What browsers subscribe to. */
  publicKey(caller: Caller): string
  list(caller: Caller): PushSubscriptionRow[]
  /** What a subscription that is made now lasts as long as. */
  signInOf(caller: Caller): string
  /**
   * For as long as the sign-in of who asks lasts. A browser that is known moves to it with the new filter, also from another
   * account: it is whoever sits there.
   */
  subscribe(caller: Caller, recipient: Recipient, filter: PushFilter): Promise<PushSubscriptionRow>
  change(caller: Caller, id: string | number, filter: Partial<PushFilter>): PushSubscriptionRow
  remove(caller: Caller, id: string | number): void
  /** Tells the browser something now, beside all else. */
  test(caller: Caller, id: string | number): Promise<Outcome>
  /** Alarms are heard from now on, and browsers told before they fall silent. */
  start(): void
}

interface Deps {
  db: Db
  bus: Bus
  access: Pick<AccessService, 'channel' | 'grantFor' | 'visiblePlaces'>
  activity: Pick<Activity, 'record'>
  secrets: Pick<Secrets, 'encrypt' | 'decrypt'>
  guard: Pick<AddressGuard, 'check' | 'resolve'>
  allowLoopback: boolean
  log: Log
  now: () => Date
  random: () => number
  timers?: Timers
}

type OwnRow = Row & Pick<PushSubscriptionRow, 'endsAt'>

const MOST = 20
const unknown = () => new Fault('not-found', 'Subscription not found')

export function createPush(deps: Deps): Push {
  const { db, bus, access, activity, secrets, log, now, random, timers = realTimers } = deps
  const addresses = createPushAddresses(deps.guard, deps.allowLoopback)
  const keys = createKeys({ db, secrets })
  const rows = createRows(secrets)
  const post = createPost({ db, rows, keys, send: createSend(addresses), log, now })
  const readers = createReaders({ db, access, now })
  const stack = new AsyncDisposableStack()
  const courier = stack.use(createCourier({ post, log, now, random, timers }))

  function personOf(caller: Caller) {
    if (caller.kind !== 'user') throw new Fault('not-allowed', 'Sign in with a password to be told of alarms')
    return caller
  }

  /** His, of browsers that are still signed in. */
  const own = (caller: Caller, where?: SQL) =>
    db
      .select({ ...getTableColumns(pushSubscriptions), endsAt: signIns.expiresAt })
      .from(pushSubscriptions)
      .innerJoin(signIns, hasSignIn(now()))
      .where(and(eq(pushSubscriptions.userId, personOf(caller).userId), where))
      .orderBy(asc(pushSubscriptions.id))

  function find(caller: Caller, id: string | number): OwnRow {
    const where = byKeyOrUuid(pushSubscriptions, id)
    const row = own(caller, where ?? undefined).get()
    if (!where || !row) throw unknown()
    return row
  }

  function shown(caller: Caller, all: readonly OwnRow[]): PushSubscriptionRow[] {
    const seen = new Set(access.visiblePlaces(caller).map(({ channelId }) => channelId))
    return all.map((row) => {
      const { userId: _user, signInId: _signIn, endpointHash: _hash, endpoint: _endpoint, ...rest } = row
      const { p256dh: _p256dh, auth: _auth, ...open } = rest
      // Of a channel that is gone, or that he may no longer see, nothing is said.
      const channelIds = row.channelIds?.filter((id) => seen.has(id)) ?? null
      return { ...open, channelIds, service: rows.serviceOf(row) }
    })
  }

  function shownOne(caller: Caller, { id }: Row): PushSubscriptionRow {
    const [one] = shown(caller, [find(caller, id)])
    if (!one) throw unknown()
    return one
  }

  /** What of the filter is there, as it is stored. */
  function columns(caller: Caller, { kinds, channelIds }: Partial<PushFilter>) {
    return {
      ...(kinds !== undefined && { kinds: kinds && [...new Set(kinds)] }),
      ...(channelIds !== undefined && {
        channelIds: channelIds && [...new Set(channelIds.map((id) => access.channel(caller, id, 'view').id))],
      }),
    }
  }

  /** A browser of the same person stays what it is: two of its tabs that subscribe at once get the same. */
  function written(caller: Caller, to: Recipient, values: Pick<Row, 'userId' | 'signInId' | 'agent'>) {
    const known = eq(pushSubscriptions.endpointHash, rows.hashOf(to))
    const before = db.select().from(pushSubscriptions).where(known).get()
    if (before?.userId === values.userId) {
      const set = { ...values, ...rows.closed(before.uuid, to), failures: 0, lastError: null }
      return { row: db.update(pushSubscriptions).set(set).where(known).returning().get(), isKnown: true }
    }
    db.delete(pushSubscriptions).where(known).run()
    const held = own(caller).all().length
    if (held >= MOST)
      throw new Fault('conflict', `${held} browsers are told of your alarms already. Remove one that is not used.`)
    const uuid = Bun.randomUUIDv7()
    const all = { uuid, createdAt: now(), ...values, ...rows.closed(uuid, to) }
    return { row: db.insert(pushSubscriptions).values(all).returning().get(), isKnown: false }
  }

  function tell(caller: Caller, action: string, row: Row, more: { success?: boolean; error?: string } = {}): void {
    const metadata = { service: rows.serviceOf(row), browser: row.agent, kinds: row.kinds, channel_ids: row.channelIds }
    const about = { resourceType: 'push_subscription', resourceId: row.uuid, metadata }
    activity.record(caller, { action, ...about, ...more })
  }

  return {
    publicKey(caller) {
      personOf(caller)
      return keys().publicKey
    },
    signInOf: (caller) => personOf(caller).signInId,
    list(caller) {
      return shown(caller, own(caller).all())
    },
    async subscribe(caller, given, filter) {
      const { userId, signInId, origin } = personOf(caller)
      if (!readers.mayBeTold(userId))
        throw new Fault('not-allowed', 'Your account is for certain networks only, and a message finds you anywhere')
      const to = { ...given, endpoint: addresses.checked(given.endpoint) }
      const wanted = columns(caller, filter)
      if (!(await isRecipient(to, keys()))) throw wrong('keys', 'must be those that the browser gave with the address')
      const agent = origin.agent?.slice(0, 256) ?? null
      const { row, isKnown } = db.transaction(() => {
        // Ended while its keys were tried.
        const signIn = and(eq(signIns.id, signInId), gt(signIns.expiresAt, now()))
        if (!db.select({ id: signIns.id }).from(signIns).where(signIn).get())
          throw new Fault('not-signed-in', 'This sign-in has ended. Sign in again.')
        return written(caller, to, { userId, signInId, agent, ...wanted })
      })
      tell(caller, isKnown ? 'update_push_subscription' : 'create_push_subscription', row)
      return shownOne(caller, row)
    },
    change(caller, id, filter) {
      const before = find(caller, id)
      const is = eq(pushSubscriptions.id, before.id)
      // Something is always set: a change of nothing is one, too.
      const values = { kinds: before.kinds, ...columns(caller, filter) }
      const row = db.update(pushSubscriptions).set(values).where(is).returning().get()
      tell(caller, 'update_push_subscription', row)
      return shownOne(caller, row)
    },
    remove(caller, id) {
      const row = find(caller, id)
      db.delete(pushSubscriptions).where(eq(pushSubscriptions.id, row.id)).run()
      tell(caller, 'delete_push_subscription', row)
    },
    async test(caller, id) {
      const row = find(caller, id)
      const message = { text: JSON.stringify({ type: 'test' }), topic: 'test', isStillFor: () => true }
      const outcome = await post(row.id, message, AbortSignal.timeout(60_000))
      if (!outcome) throw unknown()
      tell(caller, 'test_push_subscription', row, outcome.ok ? {} : { success: false, error: outcome.text })
      return outcome
    },
    start() {
      const deviceOf = (id: number) => {
        const device = db.select().from(devices).where(eq(devices.id, id)).get()
        return device ? { name: device.name || device.address, hasFootage: device.offers.includes('footage') } : null
      }
      const announcer = createAnnouncer({
        ...{ bus, deviceOf, log, now, timers },
        tell(alarm, note, topic) {
          const message = { text: JSON.stringify(note), topic, isStillFor: (id: number) => readers.mayRead(id, alarm) }
          const { householdId } = alarm
          for (const row of readers.ofHousehold(householdId))
            if (wants({ ...row, householdId }, alarm)) courier.take(row.id, message)
        },
      })
      stack.use(announcer)
      stack.use(createLastWord({ db, courier, log, now, timers }))
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  }
}

function wrong(field: string, message: string): Fault {
  const problems = [{ path: `body.${field}`, code: 'invalid', message }]
  return new Fault('invalid-input', `${field} ${message}`, { problems })
}
