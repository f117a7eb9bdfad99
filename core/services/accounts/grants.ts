// What a viewer may do on which channels: read and replaced as a whole.
import { and, asc, eq, inArray } from 'drizzle-orm'
import type { Db } from '../../db/open.ts'
import { channels, grants } from '../../db/schema/index.ts'
import type { Grant } from '../../domain/caller.ts'
import { Fault } from '../../domain/fault.ts'
import { byKeyOrUuid } from '../key-or-uuid.ts'
import { isInScope } from '../scope.ts'
import type { UserRow } from '../tokens.ts'

export interface ChannelGrant extends Grant {
  channelId: number
}

export type GrantInput = Grant & { channel: string | number }

export function grantsOf(db: Pick<Db, 'select'>, userId: number): ChannelGrant[] {
  return db
    .select({
      channelId: grants.channelId,
      view: grants.view,
      playback: grants.playback,
      export: grants.export,
      ptz: grants.ptz,
    })
    .from(grants)
    .where(eq(grants.userId, userId))
    .orderBy(asc(grants.channelId))
    .all()
}

/**
 * By the key of each viewer the same with what he sees by his tags; nobody else is in it, as he sees everything. They are all of
 * one household.
 */
export function seenByEach(db: Pick<Db, 'select'>, people: readonly UserRow[]): Map<number, ChannelGrant[]> {
  const viewers = people.filter(({ role }) => role === 'viewer')
  const [one] = viewers
  if (!one) return new Map()
  const ids = viewers.map(({ id }) => id)
  const granted = Map.groupBy(db.select().from(grants).where(inArray(grants.userId, ids)).all(), ({ userId }) => userId)
  const all = db
    .select({ id: channels.id, tags: channels.tags })
    .from(channels)
    .where(eq(channels.householdId, one.householdId))
    .orderBy(asc(channels.id))
    .all()
  return new Map(viewers.map((user) => [user.id, seenOf(user, granted.get(user.id) ?? [], all)]))
}

function seenOf(
  user: UserRow,
  granted: readonly ChannelGrant[],
  all: readonly { id: number; tags: string[] }[],
): ChannelGrant[] {
  const byChannel = new Map(granted.map((grant) => [grant.channelId, grant]))
  return all.flatMap(({ id: channelId, tags }) => {
    const grant = byChannel.get(channelId)
    const byTag = isInScope(user.sees, tags)
    if (!byTag && !grant?.view) return []
    const { export: save = false, ptz = false, playback = false } = grant ?? {}
    return [{ channelId, view: true, playback: playback || byTag, export: save, ptz }]
  })
}

const RIGHTS = ['view', 'playback', 'export', 'ptz'] as const
const isEmpty = (grant: Grant) => RIGHTS.every((right) => !grant[right])
/** `view playback`, as the activity log has it. */
const words = (grant: Grant | undefined) => RIGHTS.filter((right) => grant?.[right]).join(' ') || 'none'

function problem(index: number, code: string, message: string): Fault {
  return new Fault('invalid-input', message, { problems: [{ path: `body.${index}.channel_id`, code, message }] })
}

/** The grants with the channels' keys. Fault not-found for a channel that is not of the user's household. */
function read(tx: Pick<Db, 'select'>, user: UserRow, input: readonly GrantInput[]): Map<number, Grant> {
  const wanted = new Map<number, Grant>()
  for (const [index, { channel, ...grant }] of input.entries()) {
    const where = byKeyOrUuid(channels, channel)
    const own = eq(channels.householdId, user.householdId)
    const found = where && tx.select({ id: channels.id }).from(channels).where(and(own, where)).get()
    if (!found) throw new Fault('not-found', 'Channel not found')
    if (wanted.has(found.id)) throw problem(index, 'duplicate', 'A channel is named twice')
    if (!grant.view && !isEmpty(grant))
      throw problem(index, 'contradiction', 'Whoever may play back, export or move a camera must be allowed to view it')
    wanted.set(found.id, grant)
  }
  return wanted
}

/** Within the caller's transaction; what has changed, by channel, or null when nothing has. */
export function replaceGrants(
  tx: Pick<Db, 'select' | 'insert' | 'delete'>,
  user: UserRow,
  input: readonly GrantInput[],
): { before: Record<string, string>; after: Record<string, string> } | null {
  const wanted = read(tx, user, input)
  const known = new Map(grantsOf(tx, user.id).map((grant) => [grant.channelId, grant]))
  const changes = { before: {} as Record<string, string>, after: {} as Record<string, string> }
  for (const channelId of [...new Set([...known.keys(), ...wanted.keys()])].sort((a, b) => a - b)) {
    const [before, after] = [words(known.get(channelId)), words(wanted.get(channelId))]
    if (before === after) continue
    changes.before[channelId] = before
    changes.after[channelId] = after
  }
  if (Object.keys(changes.after).length === 0) return null
  tx.delete(grants).where(eq(grants.userId, user.id)).run()
  const rows = [...wanted].filter(([, grant]) => !isEmpty(grant))
  for (const [channelId, { view, playback, export: save, ptz }] of rows)
    tx.insert(grants).values({ userId: user.id, channelId, view, playback, export: save, ptz }).run()
  return changes
}
