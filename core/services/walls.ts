// Walls: live pictures as somebody has arranged them for himself. Nobody else sees them, and they open nothing that he may not see.
import { and, asc, count, eq, inArray, ne, sql } from 'drizzle-orm'
import type { Db } from '../db/open.ts'
import { channels, walls } from '../db/schema/index.ts'
import type { Caller } from '../domain/caller.ts'
import { Fault } from '../domain/fault.ts'
import type { AccessService } from './access.ts'
import type { Activity } from './activity.ts'
import { channelName } from './channels.ts'
import { byKeyOrUuid } from './key-or-uuid.ts'
import { cleanName } from './sync.ts'

/** `channelIds` are those that its owner may see now. */
export type Wall = Omit<typeof walls.$inferSelect, 'userId'>

export interface WallInput {
  name: string
  /** Keys, in their order. */
  channelIds: number[]
  /** Null = as many as make the pictures largest. */
  columns: number | null
}

export interface Walls {
  /** The caller's own, by name. */
  list(caller: Caller): Wall[]
  /** Faults: conflict for a name that he has given already, and for too many; not-found for a channel that he does not see. */
  create(caller: Caller, input: WallInput): Wall
  /** By key or uuid; only one's own. Channels that he may not see at this moment keep their place behind the others. */
  change(caller: Caller, id: string, patch: Partial<WallInput>): Wall
  remove(caller: Caller, id: string): void
}

const MOST_WALLS = 50
export const MOST_CHANNELS = 256

interface Deps {
  db: Db
  access: Pick<AccessService, 'visiblePlaces'>
  activity: Pick<Activity, 'record'>
  now: () => Date
}

type Row = typeof walls.$inferSelect

export function createWalls({ db, access, activity, now }: Deps): Walls {
  function ownerOf(caller: Caller): number {
    if (!('userId' in caller)) throw new Fault('not-allowed', 'Walls belong to people')
    return caller.userId
  }
  /** Asked when it is clear that what he names is there for him. */
  function refuseReader(caller: Caller): void {
    if (caller.kind === 'key' && caller.readOnly)
      throw new Fault('not-allowed', 'Insufficient permissions: this API key may only read')
  }
  const seenBy = (caller: Caller) => new Set(access.visiblePlaces(caller).map(({ channelId }) => channelId))

  function shown({ userId: _user, ...row }: Row, seen: ReadonlySet<number>): Wall {
    return { ...row, channelIds: row.channelIds.filter((id) => seen.has(id)) }
  }

  /** For changing it. */
  function find(caller: Caller, id: string): Row {
    const userId = ownerOf(caller)
    const where = byKeyOrUuid(walls, id)
    const row =
      where &&
      db
        .select()
        .from(walls)
        .where(and(where, eq(walls.userId, userId)))
        .get()
    if (!row) throw new Fault('not-found', 'Wall not found')
    refuseReader(caller)
    return row
  }

  function checkedName(userId: number, typed: string, but = 0): string {
    const name = cleanName(typed, '')
    if (!name) {
      const message = 'must hold something that can be seen'
      const problems = [{ path: 'body.name', code: 'invalid', message }]
      throw new Fault('invalid-input', `name ${message}`, { problems })
    }
    const same = and(eq(walls.userId, userId), ne(walls.id, but), sql`lower(${walls.name}) = lower(${name})`)
    if (db.select({ id: walls.id }).from(walls).where(same).get())
      throw new Fault('conflict', `You have a wall “${name}” already. Give this one another name.`)
    return name
  }

  function checkedChannels(ids: readonly number[], seen: ReadonlySet<number>): number[] {
    const unknown = ids.find((id) => !seen.has(id))
    if (unknown !== undefined) throw new Fault('not-found', `Channel ${unknown} not found (channel_ids)`)
    return [...new Set(ids)]
  }

  /** A grant that is taken for a day takes nothing out of a wall that is rearranged meanwhile. */
  function hiddenOf(row: Row, seen: ReadonlySet<number>): number[] {
    const unseen = row.channelIds.filter((id) => !seen.has(id))
    const there = db.select({ id: channels.id }).from(channels).where(inArray(channels.id, unseen)).all()
    return unseen.filter((hidden) => there.some(({ id }) => id === hidden))
  }

  /** As it stands in the log: cameras by their names, which a person knows. */
  function told({ name, columns, channelIds }: Row) {
    const there = db.select().from(channels).where(inArray(channels.id, channelIds)).all()
    const names = channelIds.flatMap((id) => there.find((channel) => channel.id === id) ?? []).map(channelName)
    return { name, columns, cameras: names.join(', ') }
  }

  const record = (caller: Caller, action: string, { uuid }: Row, metadata: Record<string, unknown>) =>
    activity.record(caller, { action, resourceType: 'wall', resourceId: uuid, metadata })

  return {
    list(caller) {
      const userId = ownerOf(caller)
      const seen = seenBy(caller)
      return db
        .select()
        .from(walls)
        .where(eq(walls.userId, userId))
        .orderBy(asc(sql`lower(${walls.name})`))
        .all()
        .map((row) => shown(row, seen))
    },
    create(caller, { name: typed, channelIds, columns }) {
      const userId = ownerOf(caller)
      const seen = seenBy(caller)
      const chosen = checkedChannels(channelIds, seen)
      refuseReader(caller)
      const name = checkedName(userId, typed)
      const held = db.select({ n: count() }).from(walls).where(eq(walls.userId, userId)).get()?.n ?? 0
      if (held >= MOST_WALLS)
        throw new Fault('conflict', `There are ${held} walls already. Remove one that is not used.`)
      const at = { createdAt: now(), updatedAt: now() }
      const row = db
        .insert(walls)
        .values({ uuid: Bun.randomUUIDv7(), userId, name, channelIds: chosen, columns, ...at })
        .returning()
        .get()
      record(caller, 'create_wall', row, { name, channels: chosen.length })
      return shown(row, seen)
    },
    change(caller, id, { name: typed, channelIds, columns }) {
      const before = find(caller, id)
      const seen = seenBy(caller)
      const after = {
        name: typed === undefined ? before.name : checkedName(before.userId, typed, before.id),
        columns: columns === undefined ? before.columns : columns,
        channelIds: channelIds
          ? [...checkedChannels(channelIds, seen), ...hiddenOf(before, seen)].slice(0, MOST_CHANNELS)
          : before.channelIds,
      }
      const row = db
        .update(walls)
        .set({ ...after, updatedAt: now() })
        .where(eq(walls.id, before.id))
        .returning()
        .get()
      record(caller, 'update_wall', row, { name: row.name, before: told(before), after: told(row) })
      return shown(row, seen)
    },
    remove(caller, id) {
      const row = find(caller, id)
      db.delete(walls).where(eq(walls.id, row.id)).run()
      record(caller, 'delete_wall', row, { name: row.name })
    },
  }
}
