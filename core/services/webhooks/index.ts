// Webhooks: addresses of the household's own that are told of alarms, signed, in order, and again until they take it.
import { and, asc, count, eq } from 'drizzle-orm'
import type { Bus } from '../../bus.ts'
import type { Db } from '../../db/open.ts'
import { webhooks } from '../../db/schema/index.ts'
import type { Alarm } from '../../domain/alarm.ts'
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
import { cleanName } from '../sync.ts'
import { createCourier, type WebhookRow } from './courier.ts'
import { createOutbox, type Outbox } from './outbox.ts'
import { createQueue } from './queue.ts'
import { createSend, type Outcome } from './send.ts'
import { newSecret } from './sign.ts'

export type Webhook = Omit<WebhookRow, 'householdId' | 'secret'> & {
  /** Messages that wait to be sent. */
  waiting: number
}

export interface WebhookInput {
  name: string
  url: string
  verifyTls: boolean
  /** Null = alarms of every kind. */
  kinds: AlarmKind[] | null
  /** Null = of every channel and of devices themselves; any number or uuid of a channel. */
  channelIds: (string | number)[] | null
  isEnabled: boolean
}

/** All need the right `manage`: an address may be a secret as such. */
export interface Webhooks extends AsyncDisposable {
  list(caller: Caller): Webhook[]
  /** By key or uuid. Fault `Webhook not found`. */
  get(caller: Caller, id: string | number): Webhook
  /** The secret is shown here and never again. */
  create(caller: Caller, input: WebhookInput): { webhook: Webhook; secret: string }
  /** A webhook that is changed is tried anew at once. Turning it off forgets what waits. */
  change(caller: Caller, id: string | number, patch: Partial<WebhookInput>): Webhook
  /** From now on another one is signed with. */
  renewSecret(caller: Caller, id: string | number): { webhook: Webhook; secret: string }
  remove(caller: Caller, id: string | number): void
  /** Sends a message of type `test` now, beside the queue. */
  test(caller: Caller, id: string | number): Promise<Outcome>
  /** Alarms are heard from now on; `say` puts one in the words of the API. */
  start(say: (alarm: Alarm) => object): void
}

interface Deps {
  db: Db
  bus: Bus
  access: Pick<AccessService, 'household' | 'channel'>
  activity: Pick<Activity, 'record'>
  secrets: Pick<Secrets, 'encrypt' | 'decrypt'>
  guard: Pick<AddressGuard, 'check' | 'resolve'>
  log: Log
  now: () => Date
  random: () => number
  timers?: Timers
}

const MOST = 20
const label = (field: 'url' | 'secret', uuid: string) => `webhooks.${field}.${uuid}`

export function createWebhooks(deps: Deps): Webhooks {
  const { db, bus, access, activity, secrets, guard, log, now, random, timers = realTimers } = deps
  const queue = createQueue({ db, now })
  const open = ({ uuid, url, secret }: WebhookRow) => ({
    url: secrets.decrypt(url, label('url', uuid)),
    secret: secrets.decrypt(secret, label('secret', uuid)),
  })
  const courier = createCourier({ db, queue, send: createSend(guard), open, onOff, log, now, random, timers })
  const testing = new Map<number, Promise<Outcome>>()
  let outbox: Outbox | null = null

  const enabled = () => db.select().from(webhooks).where(eq(webhooks.isEnabled, true)).all()
  const shown = ({ householdId: _household, secret: _secret, ...row }: WebhookRow): Webhook => ({
    ...row,
    url: readUrl(row),
    waiting: queue.count(row.id),
  })

  /** Empty when it was written with another secret key: a person may enter it again. */
  function readUrl({ uuid, url }: Pick<WebhookRow, 'uuid' | 'url'>): string {
    try {
      return secrets.decrypt(url, label('url', uuid))
    } catch {
      return ''
    }
  }

  function find(caller: Caller, id: string | number): WebhookRow {
    const householdId = access.household(caller, 'manage')
    const where = byKeyOrUuid(webhooks, id)
    const row =
      where &&
      db
        .select()
        .from(webhooks)
        .where(and(where, eq(webhooks.householdId, householdId)))
        .get()
    if (!row) throw new Fault('not-found', 'Webhook not found')
    return row
  }

  function checkedUrl(text: string): string {
    const url = URL.canParse(text.trim()) ? new URL(text.trim()) : null
    if (!url || !/^https?:$/.test(url.protocol))
      throw wrong('url', 'must be an address that begins with http:// or https://')
    if (url.hostname.startsWith('-')) throw wrong('url', 'has no valid host name or IP address')
    guard.check(url.hostname, 'url')
    url.hash = ''
    return url.href
  }

  function checkedName(text: string): string {
    const name = cleanName(text, '')
    if (!name) throw wrong('name', 'must hold something that can be seen')
    return name
  }

  /** What of the input is there, as it is stored. */
  function columns(caller: Caller, uuid: string, input: Partial<WebhookInput>) {
    const { name, url, channelIds, verifyTls, kinds, isEnabled } = input
    return {
      ...(name !== undefined && { name: checkedName(name) }),
      ...(url !== undefined && { url: secrets.encrypt(checkedUrl(url), label('url', uuid)) }),
      ...(channelIds !== undefined && {
        channelIds: channelIds && [...new Set(channelIds.map((id) => access.channel(caller, id, 'manage').id))],
      }),
      ...(verifyTls !== undefined && { verifyTls }),
      ...(kinds !== undefined && { kinds: kinds && [...new Set(kinds)] }),
      ...(isEnabled !== undefined && { isEnabled }),
    }
  }

  function record(caller: Caller, action: string, row: WebhookRow, more: object = {}): void {
    const { name, kinds, channelIds, isEnabled } = row
    activity.record(caller, {
      action,
      resourceType: 'webhook',
      resourceId: row.id,
      householdId: row.householdId,
      metadata: { name, host: hostOf(readUrl(row)), kinds, channel_ids: channelIds, is_enabled: isEnabled },
      ...more,
    })
  }

  function tellSwitched({ id, householdId, name }: WebhookRow, offReason: string | null): void {
    bus.emit('webhook.switched', { webhookId: id, householdId, name, offReason })
  }

  function onOff(row: WebhookRow, reason: string): void {
    outbox?.reload()
    tellSwitched(row, reason)
    log.warn('A webhook was turned off', { webhook: row.uuid, reason })
    record({ kind: 'system' }, 'webhook_turned_off', { ...row, isEnabled: false }, { success: false, error: reason })
  }

  function changed(row: WebhookRow): Webhook {
    outbox?.reload()
    courier.wake(row.id)
    return shown(row)
  }

  /** Later than before in any case: it tells the courier that what it has tried is another webhook now. */
  const laterThan = (before: Date) => new Date(Math.max(+now(), +before + 1))

  return {
    list(caller) {
      const householdId = access.household(caller, 'manage')
      const rows = db.select().from(webhooks).where(eq(webhooks.householdId, householdId)).orderBy(asc(webhooks.id))
      return rows.all().map(shown)
    },
    get: (caller, id) => shown(find(caller, id)),
    create(caller, input) {
      const householdId = access.household(caller, 'manage')
      const held = db.select({ n: count() }).from(webhooks).where(eq(webhooks.householdId, householdId)).get()?.n ?? 0
      if (held >= MOST) throw new Fault('conflict', `There are ${held} webhooks already. Remove one that is not used.`)
      const uuid = Bun.randomUUIDv7()
      const secret = newSecret()
      const values = columns(caller, uuid, input) as Required<ReturnType<typeof columns>>
      const stored = { uuid, householdId, secret: secrets.encrypt(secret, label('secret', uuid)), createdAt: now() }
      const row = db
        .insert(webhooks)
        .values({ ...stored, ...values, updatedAt: now() })
        .returning()
        .get()
      record(caller, 'create_webhook', row)
      return { webhook: changed(row), secret }
    },
    change(caller, id, patch) {
      const before = find(caller, id)
      const row = db
        .update(webhooks)
        .set({
          ...columns(caller, before.uuid, patch),
          ...{ offReason: null, failures: 0, failingSince: null, retryAt: null, lastError: null },
          updatedAt: laterThan(before.updatedAt),
        })
        .where(eq(webhooks.id, before.id))
        .returning()
        .get()
      const answer = changed(row)
      if (row.isEnabled) tellSwitched(row, null)
      else queue.clear(row.id)
      record(caller, 'update_webhook', row)
      return row.isEnabled ? answer : shown(row)
    },
    renewSecret(caller, id) {
      const before = find(caller, id)
      const secret = newSecret()
      const row = db
        .update(webhooks)
        .set({ secret: secrets.encrypt(secret, label('secret', before.uuid)), updatedAt: laterThan(before.updatedAt) })
        .where(eq(webhooks.id, before.id))
        .returning()
        .get()
      record(caller, 'renew_webhook_secret', row)
      return { webhook: shown(row), secret }
    },
    remove(caller, id) {
      const row = find(caller, id)
      outbox?.flush()
      db.delete(webhooks).where(eq(webhooks.id, row.id)).run()
      outbox?.reload()
      tellSwitched(row, null)
      record(caller, 'delete_webhook', row)
    },
    async test(caller, id) {
      const row = find(caller, id)
      const data = { message: 'This is a test of Porchlight. Nothing has happened.' }
      const body = JSON.stringify({ type: 'test', timestamp: now().toISOString(), data })
      const once = () => courier.post(row, Bun.randomUUIDv7(), body).finally(() => testing.delete(row.id))
      const outcome = testing.get(row.id) ?? once()
      testing.set(row.id, outcome)
      const { ok, text } = await outcome
      record(caller, 'test_webhook', row, { success: ok, ...(ok ? {} : { error: text }) })
      if (ok) {
        // It is there again: what waits need not wait for its turn.
        db.update(webhooks).set({ retryAt: null, lastSuccessAt: now() }).where(eq(webhooks.id, row.id)).run()
        courier.wake(row.id)
      }
      return outcome
    },
    start(say) {
      const onQueued = (id: number) => courier.wake(id)
      outbox = createOutbox({ bus, queue, enabled, say, onQueued, log, now, timers })
      for (const { id } of enabled()) courier.wake(id)
    },
    async [Symbol.asyncDispose]() {
      outbox?.[Symbol.dispose]()
      await courier[Symbol.asyncDispose]()
    },
  }
}

function wrong(field: string, message: string): Fault {
  const problems = [{ path: `body.${field}`, code: 'invalid', message }]
  return new Fault('invalid-input', `${field} ${message}`, { problems })
}

/** Alone of an address it is no secret. */
const hostOf = (url: string): string | null => (URL.canParse(url) ? new URL(url).host : null)
