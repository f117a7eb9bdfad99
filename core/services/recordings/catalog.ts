// One list of what we keep and of what devices keep, as far as we have asked them: filtered and paged by index, no device is asked.
import { and, count, eq, gte, inArray, lte, max, not, type SQL, sql } from 'drizzle-orm'
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core'
import { listed } from '../../db/listed.ts'
import type { Db } from '../../db/open.ts'
import { alarms, clips, recordings, recordingTags } from '../../db/schema/index.ts'
import type { AlarmKind } from '../../domain/alarm-kinds.ts'
import type { Caller } from '../../domain/caller.ts'
import type { AccessService, ChannelWithDevice } from '../access.ts'
import type { ClipRow } from '../downloads/clips.ts'
import type { StorageFolders } from '../storage/folders.ts'
import { type AlarmCount, alarmsDuring, isAlarmed, isTrigger } from './alarmed.ts'
import { createSpanOfDay, type SpanOfDay } from './day.ts'
import {
  createRecordingPages,
  type Listed,
  type RecordingFilter,
  type RecordingScope,
  type Sort,
  typed,
} from './pages.ts'
import { createScopeOf } from './scope.ts'

export interface CatalogQuery extends Omit<RecordingFilter, 'kind' | 'from' | 'to' | 'search'> {
  /** Only these. Fault `Channel not found`. */
  channelIds?: readonly number[] | undefined
  /** Videos, unless it is said. Devices keep no pictures. */
  kind?: 'video' | 'picture' | 'both' | undefined
  /** What we keep, clips that devices keep, or both, without those clips that we have. */
  source: 'local' | 'device' | 'all'
  /** Which kinds of alarm are told of each. */
  told: readonly AlarmKind[]
}

export type PickQuery = Omit<CatalogQuery, 'told'>

/** Can be stored and read again. */
export interface Picked {
  scope: RecordingScope
  filter: RecordingFilter
  upTo: number
}

export type Catalogued = ({ recording: Listed } | { clip: ClipRow; channel: ChannelWithDevice }) & {
  alarms: AlarmCount[]
  tags: string[]
}

export interface RecordingCatalog {
  /** Rights: `playback` on each channel. */
  page(
    caller: Caller,
    query: CatalogQuery,
    page: { offset: number; limit: number },
  ): { items: Catalogued[]; total: number }
  /** The same without counting. */
  list(caller: Caller, query: CatalogQuery, page: { offset: number; limit: number }): Catalogued[]
  spanOfDay: SpanOfDay
  /** What is told of one of either kind. */
  alarms(of: { recordingId: number } | { clipId: number }, told: readonly AlarmKind[]): AlarmCount[]
  /** The recordings that match now, to be gone through bit by bit; null = the caller sees none. What comes later is not among them. */
  pick(caller: Caller, query: PickQuery): Picked | null
  countOf(pick: Picked): number
  /** Keys of those of a pick that match still, after this one. */
  keysAfter(pick: Picked, after: number, limit: number): number[]
  /** How many of these clips, or of those that match, lie on which channel. */
  clipsByChannel(
    caller: Caller,
    what: { ids: readonly number[] } | { query: PickQuery },
  ): { channelId: number; count: number }[]
  /** Kinds of alarm that devices told of the caller's channels. */
  kinds(caller: Caller, among: readonly AlarmKind[]): AlarmKind[]
}

interface Deps {
  db: Db
  access: AccessService
  folders: StorageFolders
  now: () => Date
}

type Key = { isClip: 0 | 1; id: number }

const BY: Record<Sort, { ours: SQLiteColumn; device: SQLiteColumn }> = {
  start: { ours: recordings.startAt, device: clips.startAt },
  end: { ours: recordings.endAt, device: clips.endAt },
  id: { ours: recordings.id, device: clips.id },
  name: { ours: recordings.channelName, device: clips.channelId },
  bytes: { ours: recordings.bytes, device: clips.bytes },
}

/** We have it as it was when it was fetched. */
const isKept = sql`exists (select 1 from ${recordings} where ${recordings.channelId} = ${clips.channelId}
  and ${recordings.clipKey} = ${clips.fetchedKey} and ${recordings.missingSince} is null)`

const hasClips = ({ source, kind }: PickQuery) => source !== 'local' && kind !== 'picture'

export function createRecordingCatalog({ db, access, folders, now }: Deps): RecordingCatalog {
  const pages = createRecordingPages(db, folders.isAway)
  const scopeOf = createScopeOf(access)

  function ofClips(scope: RecordingScope, { source, ...filter }: CatalogQuery): SQL | undefined {
    const { startsFrom, startsTo, isProtected, recordTypes, tags, alarms } = filter
    return and(
      scope.channelId === undefined ? eq(clips.householdId, scope.householdId) : eq(clips.channelId, scope.channelId),
      scope.among && sql`+${clips.channelId} in ${listed(scope.among)}`,
      startsFrom && gte(clips.startAt, startsFrom),
      startsTo && lte(clips.startAt, startsTo),
      isProtected === undefined ? undefined : sql`coalesce(${clips.isLocked}, 0) = ${Number(isProtected)}`,
      recordTypes && typed(clips.recordType, recordTypes),
      // Tags are of what we keep.
      tags && sql`0`,
      alarms && (alarms.are ? isAlarmed(clips, alarms.kinds) : not(isAlarmed(clips, alarms.kinds))),
      source === 'all' ? not(isKept) : undefined,
    )
  }

  const kindOf = (kind: CatalogQuery['kind'] = 'video') => (kind === 'both' ? undefined : kind)

  const ours = ({ source: _, told: __, channelIds: ___, kind, ...filter }: CatalogQuery): RecordingFilter => ({
    ...filter,
    kind: kindOf(kind),
  })

  const picked = ({ scope, filter, upTo }: Picked): SQL | undefined =>
    and(lte(recordings.id, upTo), pages.where(scope, filter))

  /** One index is read for each of both, and SQLite merges them. */
  function keysOf(scope: RecordingScope, query: CatalogQuery, offset: number, limit: number): Key[] {
    const by = BY[query.sort ?? 'start']
    const parts: SQL[] = []
    if (query.source !== 'device')
      parts.push(sql`select 0 as isClip, ${recordings.id} as id, ${by.ours} as place from ${recordings}
        where ${pages.where(scope, ours(query))}`)
    if (hasClips(query))
      parts.push(sql`select 1 as isClip, ${clips.id} as id, ${by.device} as place from ${clips}
        where ${ofClips(scope, query)}`)
    if (!parts.length) return []
    const direction = sql.raw(query.order === 'asc' ? 'asc' : 'desc')
    return db.all<Key>(sql`${sql.join(parts, sql` union all `)}
      order by place ${direction}, id ${direction} limit ${limit} offset ${offset}`)
  }

  const countClips = (scope: RecordingScope, query: CatalogQuery): number =>
    !hasClips(query) ? 0 : (db.select({ count: count() }).from(clips).where(ofClips(scope, query)).get()?.count ?? 0)

  function load(caller: Caller, keys: Key[], told: readonly AlarmKind[]): Catalogued[] {
    const idsOf = (isClip: 0 | 1) => keys.flatMap((key) => (key.isClip === isClip ? [key.id] : []))
    const [ids, clipIds] = [idsOf(0), idsOf(1)]
    const found = new Map(pages.those(ids).map((one) => [one.recording.id, one]))
    const tags = tagsOf(db, ids)
    const alarmed = alarmsDuring(db, recordings, ids, told)
    const clipRows = clipIds.length ? db.select().from(clips).where(inArray(clips.id, clipIds)).all() : []
    const clipsById = new Map(clipRows.map((clip) => [clip.id, clip]))
    const clipsAlarmed = alarmsDuring(db, clips, clipIds, told)
    const channels = new Map(clipIds.length ? access.visibleChannels(caller).map((one) => [one.id, one]) : [])
    return keys.flatMap(({ isClip, id }): Catalogued[] => {
      const recording = isClip ? undefined : found.get(id)
      if (recording) return [{ recording, alarms: alarmed.get(id) ?? [], tags: tags.get(id) ?? [] }]
      const clip = isClip ? clipsById.get(id) : undefined
      const channel = clip && channels.get(clip.channelId)
      return clip && channel ? [{ clip, channel, alarms: clipsAlarmed.get(id) ?? [], tags: [] }] : []
    })
  }

  return {
    spanOfDay: createSpanOfDay({ db, access, now }),
    list(caller, query, { offset, limit }) {
      const scope = scopeOf(caller, undefined, query.channelIds)
      return scope ? load(caller, keysOf(scope, query, offset, limit), query.told) : []
    },
    page(caller, query, { offset, limit }) {
      const scope = scopeOf(caller, undefined, query.channelIds)
      if (!scope) return { items: [], total: 0 }
      const local = query.source === 'device' ? 0 : pages.count(scope, ours(query))
      const items = load(caller, keysOf(scope, query, offset, limit), query.told)
      return { items, total: local + countClips(scope, query) }
    },
    alarms(of, told) {
      const [table, id] = 'clipId' in of ? [clips, of.clipId] : [recordings, of.recordingId]
      return alarmsDuring(db, table, [id], told).get(id) ?? []
    },
    pick(caller, { channelIds, source, kind, ...filter }) {
      const scope = source === 'device' ? null : scopeOf(caller, undefined, channelIds)
      if (!scope) return null
      const last = db
        .select({ id: max(recordings.id) })
        .from(recordings)
        .get()
      return { scope, filter: { ...filter, kind: kindOf(kind) }, upTo: last?.id ?? 0 }
    },
    countOf: (pick) => db.select({ count: count() }).from(recordings).where(picked(pick)).get()?.count ?? 0,
    keysAfter(pick, after, limit) {
      // From key to key: along an index of time each bit would have to be found and sorted anew.
      const rows = db.all<{ id: number }>(sql`select ${recordings.id} as id from ${recordings} not indexed
        where ${recordings.id} > ${after} and ${picked(pick)} order by ${recordings.id} limit ${limit}`)
      return rows.map(({ id }) => id)
    },
    clipsByChannel(caller, what) {
      const by = { channelId: clips.channelId, count: count() }
      const grouped = (where: SQL | undefined) => db.select(by).from(clips).where(where).groupBy(clips.channelId).all()
      if ('ids' in what) return grouped(sql`${clips.id} in ${listed(what.ids)}`)
      const scope = !hasClips(what.query) ? null : scopeOf(caller, undefined, what.query.channelIds)
      return scope ? grouped(ofClips(scope, { ...what.query, told: [] })) : []
    },
    kinds(caller, among) {
      const places = access.visibleChannels(caller, { right: 'playback' })
      const one = sql`select 1 from json_each(${JSON.stringify(places.map(({ deviceId, channelNo }) => [deviceId, channelNo]))}) as place
        where exists (select 1 from alarms where device_id = place.value ->> 0 and channel_no = place.value ->> 1
          and source = 'device' and kind = kinds.value)`
      const rows = db.all<{ kind: AlarmKind }>(
        sql`select kinds.value as kind from json_each(${JSON.stringify(among)}) as kinds where exists (${one})`,
      )
      const found = rows.map(({ kind }) => kind)
      if (found.includes('motion') || !among.includes('motion')) return found
      const channel = sql`select 1 from ${alarms} as seen where seen.channel_id = place.value and ${isTrigger(sql.raw('seen'))}`
      const seen = db.get(sql`select 1 from json_each(${JSON.stringify(places.map(({ id }) => id))}) as place
        where exists (${channel}) limit 1`)
      return seen ? [...found, 'motion'] : found
    },
  }
}

/** Of recordings by their keys, in the order of the alphabet; those without any are left out. */
export function tagsOf(db: Db, ids: readonly number[]): Map<number, string[]> {
  if (!ids.length) return new Map()
  const rows = db
    .select()
    .from(recordingTags)
    .where(sql`${recordingTags.recordingId} in ${listed(ids)}`)
    .orderBy(recordingTags.recordingId, recordingTags.tag)
    .all()
  const found = Map.groupBy(rows, ({ recordingId }) => recordingId)
  return new Map([...found].map(([id, own]) => [id, own.map(({ tag }) => tag)]))
}
