// Recordings: the files that we keep, found by time and camera, protected, removed, and held against the disk.
import { eq } from 'drizzle-orm'
import type { Bus } from '../../bus.ts'
import type { Db } from '../../db/open.ts'
import { alarms, recordings } from '../../db/schema/index.ts'
import type { Action, Caller } from '../../domain/caller.ts'
import { Fault } from '../../domain/fault.ts'
import type { Film } from '../../media/film.ts'
import type { AccessService, ChannelWithDevice } from '../access.ts'
import type { Activity } from '../activity.ts'
import { channelName } from '../channels.ts'
import { type ClipRow, clipKeyOf, createClipStore } from '../downloads/clips.ts'
import { byKeyOrUuid } from '../key-or-uuid.ts'
import type { StorageFolders } from '../storage/folders.ts'
import { type DiskSync, syncWithDisk } from './disk.ts'
import { fileIn, nameOf, removeFile } from './files.ts'
import { createFilms } from './films.ts'
import {
  type ChannelSum,
  createRecordingPages,
  type Listed,
  type RecordingFilter,
  type RecordingScope,
} from './pages.ts'
import { createScopeOf } from './scope.ts'
import { createRecordingStore, type RecordingRow } from './store.ts'

export type { Film } from '../../media/film.ts'
export type { ChannelSum, Listed, RecordingFilter } from './pages.ts'
export type { RecordingRow } from './store.ts'

export interface RecordingQuery extends RecordingFilter {
  /** By key or uuid: only recordings of this channel. Fault `Channel not found`. */
  channelId?: string | number | undefined
}

/** A clip on a device, beside its channel. */
export interface ClipListed {
  clip: ClipRow
  channel: ChannelWithDevice
  /** Our copy of it, if there is one. */
  recordingId: number | null
}

export interface RecordingFile {
  recording: RecordingRow
  /** On this machine. */
  path: string
  /** The last part of its name. */
  name: string
}

/** How one recording is kept, whatever the rules of its camera say. */
export interface Keeping {
  isProtected?: boolean | undefined
  /** Days from its beginning for which it stays, to go then; null = as the rules say. */
  retentionDays?: number | null | undefined
}

/** Rights: `playback` on the channel to see it at all; one that the caller may not view is not there for him. */
export interface Recordings {
  page(
    caller: Caller,
    query: RecordingQuery,
    page: { offset: number; limit: number },
  ): { items: Listed[]; total: number }
  /** Of files that are there. */
  sums(caller: Caller, query: RecordingQuery): ChannelSum[]
  /** By key or uuid; a clip on a device by its uuid. Fault `Recording not found`. */
  get(caller: Caller, id: string | number): Listed | ClipListed
  /** A clip on a device by its key. Fault `Recording not found`. */
  clip(caller: Caller, key: number): ClipListed
  /**
   * Where its file lies, or that of our copy of a clip. `export` is the right to save it. Fault not-found when the file is
   * gone, not-ready while its disk is not there, conflict for a clip that only the device has.
   */
  file(caller: Caller, id: string | number, action: 'playback' | 'export'): Promise<RecordingFile>
  /** Writes down that the caller saves this file: once for each time, however many parts it is read in. */
  noteSaved(caller: Caller, recording: RecordingRow): void
  /** The same file in pieces, for players that ask for a playlist. Fault conflict also for a file that cannot be cut. */
  film(caller: Caller, id: string | number): Promise<RecordingFile & { film: Film }>
  /** What is named of it changes. Rights: `manage`. Faults: conflict for a clip on a device. */
  keep(caller: Caller, id: string | number, keeping: Keeping): Listed
  /**
   * Removes file and row. Rights: `manage`. Faults: conflict for a protected one, and for a clip on a device. `isNoted` false:
   * whoever asks writes it down himself.
   */
  remove(caller: Caller, id: string | number, how?: { isNoted?: boolean }): Promise<void>
  /** Adopts files that it finds and notes which are gone. Rights: `manage`. */
  sync(caller: Caller): Promise<DiskSync>
}

export interface RecordingsDeps {
  db: Db
  bus: Pick<Bus, 'emit'>
  access: AccessService
  activity: Activity
  now: () => Date
  folders: StorageFolders
  ffprobe?: string
}

const NOT_OURS = 'This footage lies on the recorder only'
const DAY_MS = 86_400_000
const FILE_GONE = 'Recording file not found on disk'

/** Its own retention; null = it has none. */
export const retentionDaysOf = ({ startAt, keepUntil }: Pick<RecordingRow, 'startAt' | 'keepUntil'>) =>
  keepUntil && Math.round((+keepUntil - +startAt) / DAY_MS)

export function createRecordings(deps: RecordingsDeps): Recordings {
  const { db, bus, access, activity, now, folders } = deps
  const store = createRecordingStore(deps)
  const clips = createClipStore(deps)
  const pages = createRecordingPages(db, folders.isAway)
  const films = createFilms()
  let syncing: Promise<unknown> = Promise.resolve()

  const scopeOf = createScopeOf(access)

  const grantOn = (caller: Caller, channelId: number | null) =>
    channelId === null ? null : access.grantFor(caller, channelId)

  /** A clip by uuid; null where there is none that the caller may play back. Keys are those of recordings. */
  const clipOf = (caller: Caller, id: string | number): ClipListed | null =>
    typeof id === 'number' || !id.includes('-') ? null : clipAt(caller, id)

  function clipAt(caller: Caller, id: string | number): ClipListed | null {
    try {
      const clip = clips.get(id)
      const channel = access.channel(caller, clip.channelId, 'playback')
      const copy = store.ofClip(channel.id, clipKeyOf(clip))
      return { clip, channel, recordingId: copy && !copy.missingSince ? copy.id : null }
    } catch (error) {
      if (error instanceof Fault && error.kind === 'not-found') return null
      throw error
    }
  }

  function find(caller: Caller, id: string | number, action: Action): Listed | null {
    const where = byKeyOrUuid(recordings, id)
    const found = where && pages.one(where)
    if (!found) return null
    const { householdId, channelId } = found.recording
    access.require(caller, action, { householdId, grant: grantOn(caller, channelId) }, 'Recording')
    return found
  }

  /** `cannot` is said of a clip that only a device has. */
  function need(caller: Caller, id: string | number, action: Action, cannot: string): Listed {
    const found = find(caller, id, action)
    if (found) return found
    if (!clipOf(caller, id)) throw new Fault('not-found', 'Recording not found')
    throw new Fault('conflict', `${NOT_OURS}${cannot}`)
  }

  const byChannel = (scope: RecordingScope, filter: RecordingFilter, caller: Caller): ChannelSum[] =>
    access
      .visibleChannels(caller, { right: 'playback' })
      .filter(({ id }) => scope.channelId === undefined || scope.channelId === id)
      .map((channel) => ({
        channelId: channel.id,
        channelUuid: channel.uuid,
        name: channelName(channel),
        ...pages.sumOf({ householdId: scope.householdId, channelId: channel.id }, filter),
      }))

  const service: Recordings = {
    page(caller, { channelId, ...filter }, { offset, limit }) {
      const scope = scopeOf(caller, channelId)
      if (!scope) return { items: [], total: 0 }
      return { items: pages.page(scope, filter, offset, limit), total: pages.count(scope, filter) }
    },
    sums(caller, { channelId, ...filter }) {
      const scope = scopeOf(caller, channelId)
      if (!scope) return []
      const isWhole = scope.channelId === undefined && !scope.among
      return [...byChannel(scope, filter, caller), ...(isWhole ? pages.sumOfGone(scope, filter) : [])].filter(
        (sum) => sum.count,
      )
    },
    get(caller, id) {
      const found = find(caller, id, 'playback') ?? clipOf(caller, id)
      if (!found) throw new Fault('not-found', 'Recording not found')
      return found
    },
    clip(caller, key) {
      const found = clipAt(caller, key)
      if (!found) throw new Fault('not-found', 'Recording not found')
      return found
    },
    async file(caller, id, action) {
      const copy = clipOf(caller, id)?.recordingId
      const { recording } = need(caller, copy ?? id, action, ': fetch it first')
      await folders.need(recording.folderId)
      const path = await fileIn(folders.rootOf(recording), recording.file)
      if (!path) {
        if (!recording.missingSince) store.setMissing(recording.id, now())
        throw new Fault('not-found', FILE_GONE)
      }
      return { recording, path, name: nameOf(recording) }
    },
    noteSaved(caller, { id, kind, file }) {
      activity.record(caller, {
        action: 'download_recording',
        resourceType: 'recording',
        resourceId: id,
        metadata: { kind, file },
      })
    },
    async film(caller, id) {
      const found = await service.file(caller, id, 'playback')
      if (found.recording.kind === 'picture')
        throw new Fault('conflict', 'A picture has no playlist: ask for its file.')
      return { ...found, film: await films(found.path) }
    },
    keep(caller, id, { isProtected, retentionDays }) {
      const found = need(caller, id, 'manage', ', where we cannot protect it: fetch it first')
      const { recording } = found
      const { file } = recording
      const before = retentionDaysOf(recording)
      const isOther = isProtected !== undefined && isProtected !== recording.isProtected
      const lastsOther = retentionDays !== undefined && retentionDays !== before
      if (!isOther && !lastsOther) return found
      const keepUntil = retentionDays == null ? null : new Date(+recording.startAt + retentionDays * DAY_MS)
      const changes = { ...(isOther && { isProtected }), ...(lastsOther && { keepUntil }) }
      const row = db.update(recordings).set(changes).where(eq(recordings.id, recording.id)).returning().get()
      const tell = (action: string, metadata: Record<string, unknown>) =>
        activity.record(caller, { action, resourceType: 'recording', resourceId: recording.id, metadata })
      if (isOther) tell(isProtected ? 'protect_recording' : 'unprotect_recording', { file })
      if (lastsOther)
        tell('set_recording_retention', { file, before: { days: before }, after: { days: retentionDays } })
      return { ...found, recording: row ?? recording }
    },
    async remove(caller, id, { isNoted = true } = {}) {
      const { recording } = need(caller, id, 'manage', ', where recorders offer no way to delete it')
      if (recording.isProtected)
        throw new Fault('conflict', 'This recording is protected. Take the protection away, then delete it.')
      // The file first: a row without a file is seen and can be removed again, a file without a row would come back.
      await folders.need(recording.folderId, 'write')
      await removeFile(folders.rootOf(recording), recording)
      const alarmIds = db
        .select({ id: alarms.id })
        .from(alarms)
        .where(eq(alarms.recordingId, recording.id))
        .all()
        .map((alarm) => alarm.id)
      db.delete(recordings).where(eq(recordings.id, recording.id)).run()
      if (alarmIds.length) bus.emit('picture.removed', { householdId: recording.householdId, alarmIds })
      if (!isNoted) return
      activity.record(caller, {
        action: 'delete_recording',
        resourceType: 'recording',
        resourceId: recording.id,
        metadata: {
          kind: recording.kind,
          file: recording.file,
          start: recording.startAt.toISOString(),
          bytes: recording.bytes,
        },
      })
    },
    async sync(caller) {
      const householdId = access.household(caller, 'manage')
      const hasStrays = 'founder' in caller && caller.founder
      // Two at once would adopt the same file twice.
      const mine = syncing.then(() => syncWithDisk({ ...deps, store }, { id: householdId, hasStrays }))
      syncing = mine.catch(() => {})
      const result = await mine
      const { problems, ...counts } = result
      activity.record(caller, { action: 'sync_recordings', metadata: { ...counts, problems: problems.length } })
      return result
    },
  }
  return service
}
