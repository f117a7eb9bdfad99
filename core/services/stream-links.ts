// Stream links: tickets without end, which a person makes for another program, sees in a list and takes back.
import { createHash, randomBytes } from 'node:crypto'
import { and, asc, count, eq, sql } from 'drizzle-orm'
import type { Bus } from '../bus.ts'
import type { Db } from '../db/open.ts'
import { channels, streamLinks } from '../db/schema/index.ts'
import type { Caller, Origin } from '../domain/caller.ts'
import type { Quality } from '../domain/device.ts'
import { Fault } from '../domain/fault.ts'
import type { AccessService } from './access.ts'
import type { Activity } from './activity.ts'
import { createCallers } from './callers.ts'
import { byKeyOrUuid } from './key-or-uuid.ts'
import { cleanName } from './sync.ts'
import type { Ticket, Tickets } from './tickets.ts'

export type StreamLinkRow = typeof streamLinks.$inferSelect & { channelName: string }

export interface StreamLinks {
  /** `secret` is not kept: whoever loses the address makes another. */
  create(
    caller: Caller,
    input: { channel: string | number; quality: Quality; name: string },
  ): { secret: string; row: StreamLinkRow }
  /** The caller's own. */
  list(caller: Caller): StreamLinkRow[]
  /** By key or uuid; only one's own. What is open through it ends at once. */
  remove(caller: Caller, id: string): void
  /**
   * The ticket behind a link, asked for as if it had just been signed for its owner, who may have lost a right meanwhile;
   * null when it is no link of ours, or none that is good now.
   */
  ticket(secret: string, type: 'live' | 'snapshot', origin: Origin): Ticket | null
}

const MOST_LINKS = 100
/** How exact `lastUsedAt` is: a link that is used all the time is not written all the time. */
const NOTED_EVERY_MS = 60_000

const sha256 = (text: string) => createHash('sha256').update(text).digest('base64url')

interface Deps {
  db: Db
  bus: Bus
  access: Pick<AccessService, 'channel'>
  activity: Activity
  tickets: Pick<Tickets, 'issue' | 'use' | 'peek'>
  now: () => Date
  /** 24 random bytes. */
  random?: () => Uint8Array
}

export function createStreamLinks(deps: Deps): StreamLinks {
  const { db, bus, access, activity, tickets, now, random = () => randomBytes(24) } = deps
  const callers = createCallers({ db, now })
  /** Of a link that is in use: the secret of the ticket that stands for it. */
  const open = new Map<string, string>()
  const byHash = db
    .select()
    .from(streamLinks)
    .where(eq(streamLinks.hash, sql.placeholder('hash')))
    .prepare()

  /** Made by a person who signed in: a stolen key cannot leave itself a way in. */
  function personOf(caller: Caller) {
    if (caller.kind !== 'user') throw new Fault('not-allowed', 'Sign in with a password to manage stream links')
    return caller
  }

  const named = <T extends { name: string | null; deviceName: string }>({ name, deviceName }: T) => name ?? deviceName

  function issued(row: typeof streamLinks.$inferSelect, type: 'live' | 'snapshot', origin: Origin): Ticket | null {
    const caller = callers.byLink(row.id, origin)
    if (!caller) return null
    const { channelId, quality } = row
    try {
      return tickets.issue(caller, type === 'live' ? { type, channelId, quality } : { type, channelId }, 'view')
    } catch (error) {
      if (error instanceof Fault) return null
      throw error
    }
  }

  return {
    create(caller, { channel: id, quality, name: typed }) {
      const person = personOf(caller)
      const channel = access.channel(caller, id, 'view')
      const name = cleanName(typed, '') || named(channel)
      const held =
        db.select({ n: count() }).from(streamLinks).where(eq(streamLinks.userId, person.userId)).get()?.n ?? 0
      if (held >= MOST_LINKS)
        throw new Fault('conflict', `There are ${held} stream links already. Delete one that is not used.`)
      const secret = `sl_${Buffer.from(random()).toString('base64url')}`
      const row = db
        .insert(streamLinks)
        .values({
          uuid: Bun.randomUUIDv7(),
          userId: person.userId,
          channelId: channel.id,
          quality,
          name,
          hash: sha256(secret),
          createdAt: now(),
        })
        .returning()
        .get()
      activity.record(caller, {
        action: 'create_stream_link',
        resourceType: 'stream_link',
        resourceId: row.uuid,
        metadata: { name, channel: named(channel), quality },
      })
      return { secret, row: { ...row, channelName: named(channel) } }
    },
    list(caller) {
      return db
        .select({ link: streamLinks, name: channels.name, deviceName: channels.deviceName })
        .from(streamLinks)
        .innerJoin(channels, eq(channels.id, streamLinks.channelId))
        .where(eq(streamLinks.userId, personOf(caller).userId))
        .orderBy(asc(streamLinks.id))
        .all()
        .map(({ link, ...channel }) => ({ ...link, channelName: named(channel) }))
    },
    remove(caller, id) {
      const { userId } = personOf(caller)
      const where = byKeyOrUuid(streamLinks, id)
      const gone =
        where &&
        db
          .delete(streamLinks)
          .where(and(eq(streamLinks.userId, userId), where))
          .returning()
          .get()
      if (!gone) throw new Fault('not-found', 'Stream link not found')
      open.delete(`${gone.id} live`)
      open.delete(`${gone.id} snapshot`)
      bus.emit('access.changed', { userId, linkId: gone.id })
      activity.record(caller, {
        action: 'delete_stream_link',
        resourceType: 'stream_link',
        resourceId: gone.uuid,
        metadata: { name: gone.name },
      })
    },
    ticket(secret, type, origin) {
      if (!/^sl_[\w-]{32}$/.test(secret)) return null
      const row = byHash.get({ hash: sha256(secret) })
      // What is open already was opened by somebody who may have been elsewhere.
      if (!row || !callers.byLink(row.id, origin)) return null
      const place = `${row.id} ${type}`
      const former = open.get(place)
      const ticket = former !== undefined && tickets.peek(former) ? tickets.use(former) : issued(row, type, origin)
      if (!ticket) return null
      open.set(place, ticket.secret)
      if (+now() - +(row.lastUsedAt ?? 0) >= NOTED_EVERY_MS)
        db.update(streamLinks).set({ lastUsedAt: now() }).where(eq(streamLinks.id, row.id)).run()
      return ticket
    },
  }
}
