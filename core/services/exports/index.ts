// Exports: a time of one camera as one film, or many recordings as one ZIP, each a job whose file can be asked for again.
import { mkdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { eq } from 'drizzle-orm'
import type { Db } from '../../db/open.ts'
import { recordings as recordingTable } from '../../db/schema/index.ts'
import type { Caller } from '../../domain/caller.ts'
import { Fault } from '../../domain/fault.ts'
import type { Interval } from '../../domain/intervals.ts'
import { type FilmPart, joinFilms } from '../../media/join.ts'
import type { AccessService } from '../access.ts'
import type { Activity } from '../activity.ts'
import { channelName } from '../channels.ts'
import { sha256 } from '../downloads/checked.ts'
import type { Downloads } from '../downloads/index.ts'
import { createSpace, isFull, type Space } from '../downloads/space.ts'
import type { KnownFootage } from '../footage/known.ts'
import type { JobHandler, JobProgress, JobRow, Jobs } from '../jobs.ts'
import { ALARM_PICTURE, fileOf, nameOf, PARTS, pathOf } from '../recordings/files.ts'
import type { Recordings } from '../recordings/index.ts'
import { place } from '../recordings/place.ts'
import { createRecordingStore, type RecordingRow } from '../recordings/store.ts'
import type { StorageFolders } from '../storage/folders.ts'
import { createGather } from './gather.ts'
import { piecesOf } from './pieces.ts'
import { createZip, type Zip, type ZipEntry } from './zip.ts'

/** Times as text: without an offset they are the wall clock of the channel's device. */
export type ExportItem = { recordingId: string | number } | { channelId: string | number; from: string; to: string }

export type ExportFile = { jobId: number; name: string } & (
  | { kind: 'mp4'; path: string }
  | { kind: 'zip'; zip: Zip; etag: string; changed: Date }
)

export interface Exports {
  /**
   * Rights: `export` on every channel. Faults: invalid-input for times that are none, and for a film of several channels.
   */
  create(caller: Caller, format: 'mp4' | 'zip', items: readonly ExportItem[]): JobRow
  /** What a job has made. Rights: to see the job, and `export` on what it holds. Fault conflict while it is not done. */
  file(caller: Caller, jobId: string | number): Promise<ExportFile>
  /** Says how exports are made: queued ones start. */
  start(): void
}

interface Deps {
  db: Db
  access: AccessService
  activity: Activity
  recordings: Pick<Recordings, 'get' | 'file'>
  downloads: Pick<Downloads, 'range'>
  known: KnownFootage
  jobs: Jobs
  folders: StorageFolders
  now: () => Date
  /** The data folder. */
  dataFolder: string
  space?: Space
  ffmpeg?: string
}

/** As it stands in a job. */
type Item = { recording_id: number } | { channel_id: number; from: string; to: string }

interface Asked {
  item: Item
  channelId: number | null
  camera: number | string
  isPicture?: boolean
}

interface Found {
  /** In the order of time, each with what of it is wanted. */
  parts: { recording: RecordingRow; from?: number; to?: number }[]
  missing: Interval[]
}

const SYSTEM: Caller = { kind: 'system' }
const LONGEST_MS = 31 * 86_400_000
const LONGEST_GOP_MS = 15_000
const SUMS = 'SHA256SUMS'
/** Unpackers on other systems take some of these for a way elsewhere; found files may have them in their names. */
const ODD = /[\p{Cc}\\:*?"<>|]/gu

const problem = (path: string, message: string) =>
  new Fault('invalid-input', `${path} ${message}`, { problems: [{ path: `body.${path}`, code: 'invalid', message }] })

export function createExports(deps: Deps): Exports {
  const { db, access, activity, recordings, known, jobs } = deps
  const folder = join(deps.dataFolder, 'recordings')
  const store = createRecordingStore(deps)
  const space = deps.space ?? createSpace(folder)
  const gather = createGather(deps)

  /** What a caller asks for as it is stored, with its channel; `camera` tells channels that are gone apart by their folders. */
  function itemOf(caller: Caller, item: ExportItem, index: number): Asked {
    if ('channelId' in item) {
      const channel = access.channel(caller, item.channelId, 'export')
      const [one] = known(caller, { channelIds: [channel.id], from: item.from, to: item.to })
      const { start, end } = one?.asked ?? { start: 0, end: 0 }
      if (end - start > LONGEST_MS) throw problem(`items.${index}.end`, 'must be at most 31 days after the start')
      return { item: rangeOf(channel.id, { start, end }), channelId: channel.id, camera: channel.id }
    }
    const found = recordings.get(caller, item.recordingId)
    if ('clip' in found) {
      const { clip } = found
      const channel = access.channel(caller, clip.channelId, 'export')
      const span = { start: +clip.startAt, end: +clip.endAt }
      return { item: rangeOf(channel.id, span), channelId: channel.id, camera: channel.id }
    }
    const { id, householdId, channelId, file, kind } = found.recording
    const grant = channelId === null ? null : access.grantFor(caller, channelId)
    access.require(caller, 'export', { householdId, grant }, 'Recording')
    const camera = channelId ?? file.slice(0, file.indexOf('/'))
    return { item: { recording_id: id }, channelId, camera, isPicture: kind === 'picture' }
  }

  async function find(items: Item[], progress: (update: JobProgress) => void, signal: AbortSignal): Promise<Found> {
    const found: Found = { parts: [], missing: [] }
    for (const item of items) {
      if ('recording_id' in item) {
        found.parts.push({ recording: (await recordings.file(SYSTEM, item.recording_id, 'export')).recording })
        continue
      }
      const asked = { start: Date.parse(item.from), end: Date.parse(item.to) }
      const gathered = await gather(item.channel_id, asked, progress, signal)
      found.parts.push(...piecesOf(gathered.recordings, asked))
      found.missing.push(...gathered.missing)
    }
    if (!found.parts.length) throw new Fault('not-found', 'There is no recording in this time.')
    for (const { recording } of found.parts) await deps.folders.need(recording.folderId)
    return found
  }

  async function makeFilm(job: JobRow, { parts }: Found, signal: AbortSignal) {
    const first = parts[0]?.recording as RecordingRow
    const last = parts.at(-1)?.recording as RecordingRow
    const other = parts.find(({ recording: { codec, width, height } }) =>
      [codec !== first.codec, width !== first.width, height !== first.height].includes(true),
    )
    if (other)
      throw new Fault('conflict', 'The picture’s size or coding changed within this time. Export it as a ZIP instead.')
    const clipKey = `export/${job.uuid}`
    const known = store.ofClip(first.channelId, clipKey)
    if (known) return known
    await space.check(parts.reduce((sum, { recording }) => sum + recording.bytes, 0))
    const partFolder = join(folder, PARTS)
    await mkdir(partFolder, { recursive: true })
    // An FFmpeg that has outlived us may still be writing: what it writes is not ours.
    const base = join(partFolder, crypto.randomUUID())
    const [list, made] = [`${base}.txt`, `${base}.mp4`]
    try {
      const films = parts.map(({ recording, from, to }): FilmPart => {
        const file = pathOf(deps.folders.rootOf(recording), recording.file) as string
        return { file, ...(from !== undefined && { from }), ...(to !== undefined && { to }) }
      })
      const film = await joinFilms(films, { to: made, list }, { signal, ...(deps.ffmpeg && { ffmpeg: deps.ffmpeg }) })
      const checksum = await sha256(made, signal)
      const startAt = new Date(+first.startAt + (parts[0]?.from ?? 0) * 1000 - before(film.duration, parts))
      const end = parts.at(-1)?.to
      const endAt = end === undefined ? last.endAt : new Date(+last.startAt + end * 1000)
      const slug = first.file.split('/')[0] ?? 'export'
      const file = fileOf(slug, startAt, 'mp4').replace(/\.mp4$/, `_export-${job.uuid.slice(-8)}.mp4`)
      const path = pathOf(folder, file) as string
      const { householdId, channelId, channelName: name, utcOffsetMinutes, recordType } = first
      const add = (bytes: number) =>
        store.add({
          ...{ householdId, channelId, channelName: name, utcOffsetMinutes, recordType },
          ...{ kind: 'video', origin: 'export', file, bytes, sha256: checksum, clipKey },
          ...{ startAt, endAt, duration: film.duration, codec: film.codec },
          ...{ width: film.width, height: film.height, frameRate: film.frameRate },
        })
      return await place({ made, path, add })
    } catch (error) {
      throw isFull(error) ? new Fault('disk-full', 'The disk for recordings is full. Make room, then resume.') : error
    } finally {
      await Promise.all([list, made].map((path) => rm(path, { force: true })))
    }
  }

  /** Files that were found on the disk have no checksum yet. */
  async function withChecksum(recording: RecordingRow, signal: AbortSignal): Promise<RecordingRow> {
    if (recording.sha256) return recording
    const path = pathOf(deps.folders.rootOf(recording), recording.file) as string
    const checksum = await sha256(path, signal)
    db.update(recordingTable).set({ sha256: checksum }).where(eq(recordingTable.id, recording.id)).run()
    return { ...recording, sha256: checksum }
  }

  const handler: JobHandler = async (job, progress, signal) => {
    const found = await find(job.input.items as Item[], progress, signal)
    const missing = found.missing.map(({ start, end }) => rangeText({ start, end }))
    progress({ step: job.input.format === 'mp4' ? 'Joining' : 'Checking', progress: 0.8, etaSeconds: null })
    if (job.input.format === 'mp4') {
      const { id, uuid, file, bytes, sha256: sum, startAt, endAt, duration } = await makeFilm(job, found, signal)
      const span = rangeText({ start: +startAt, end: +endAt })
      return {
        recording_id: id,
        recording_uuid: uuid,
        name: file.slice(file.lastIndexOf('/') + 1),
        bytes,
        sha256: sum,
        duration,
        ...span,
        missing,
      }
    }
    const items = []
    for (const recording of new Map(found.parts.map((part) => [part.recording.id, part.recording])).values()) {
      const { id, bytes, sha256: sum } = await withChecksum(recording, signal)
      items.push({ recording_id: id, name: entryOf(recording).replace(ODD, '_'), bytes, sha256: sum })
    }
    return { name: `porchlight_${job.uuid.slice(-8)}.zip`, items, missing }
  }

  async function zipOf(caller: Caller, job: JobRow): Promise<ExportFile> {
    const { items, name } = job.result as {
      items: { recording_id: number; name: string; bytes: number; sha256: string }[]
      name: string
    }
    const entries: ZipEntry[] = []
    for (const item of items) {
      const { recording, path } = await recordings.file(caller, item.recording_id, 'export')
      const { size } = await stat(path)
      if (size !== item.bytes) throw new Fault('conflict', `${item.name} has changed since. Make the export anew.`)
      entries.push({ name: item.name, bytes: size, changed: recording.startAt, open: () => Bun.file(path).stream() })
    }
    const changed = job.endedAt ?? job.createdAt
    const sums = Buffer.from(items.map((item) => `${item.sha256}  ${item.name}\n`).join(''))
    entries.push({ name: SUMS, bytes: sums.length, changed, open: () => new Blob([sums]).stream() })
    return {
      jobId: job.id,
      kind: 'zip',
      zip: createZip(entries),
      name,
      etag: `"${Bun.hash(sums).toString(36)}"`,
      changed,
    }
  }

  return {
    create(caller, format, items) {
      const asked = items.map((item, index) => itemOf(caller, item, index))
      const picture = asked.findIndex(({ isPicture }) => isPicture)
      if (format === 'mp4' && picture >= 0)
        throw problem(`items.${picture}.recording_id`, 'is a picture, which no film can hold: export it as zip')
      const channels = new Set(asked.map(({ channelId }) => channelId))
      if (format === 'mp4' && new Set(asked.map(({ camera }) => camera)).size > 1)
        throw problem('format', 'must be zip for recordings of several cameras')
      const input = { format, items: asked.map(({ item }) => item) }
      const job = jobs.create(caller, { kind: 'export', input })
      activity.record(caller, {
        action: 'create_export',
        resourceType: 'job',
        resourceId: job.id,
        metadata: { format, cameras: namesOf(channels), items: items.length },
      })
      return job
    },
    async file(caller, jobId) {
      const job = jobs.get(caller, jobId)
      if (job.kind !== 'export') throw new Fault('not-found', 'This job has no file')
      if (job.state !== 'done' || !job.result)
        throw new Fault('conflict', `The file is not there yet: the job is ${job.state}`)
      if (job.input.format === 'zip') return zipOf(caller, job)
      const { path, name } = await recordings.file(caller, Number(job.result.recording_id), 'export')
      return { jobId: job.id, kind: 'mp4', path, name }
    },
    start() {
      jobs.handle('export', handler, { onFault: ({ kind }) => (kind === 'disk-full' ? 'pause' : 'fail') })
    },
  }

  function namesOf(channelIds: ReadonlySet<number | null>): string[] {
    return [...channelIds].flatMap((id) => (id === null ? [] : [channelName(access.channel(SYSTEM, id, 'view'))]))
  }
}

/** Milliseconds by which the film begins earlier than asked, at the key frame before it. */
function before(duration: number, parts: Found['parts']): number {
  const asked = parts.reduce((sum, { recording, from = 0, to }) => sum + (to ?? recording.duration) - from, 0)
  const more = Math.round((duration - asked) * 1000)
  return parts[0]?.from !== undefined && more > 0 && more < LONGEST_GOP_MS ? more : 0
}

/** In a ZIP. Pictures lie apart; two alarms of one camera may have begun in the same second. */
function entryOf(recording: RecordingRow): string {
  const { kind, file } = recording
  if (kind === 'video') return file
  return ALARM_PICTURE.test(file) ? `pictures/alarms/${file.slice(-12, -4)}_${nameOf(recording)}` : `pictures/${file}`
}

const rangeText = ({ start, end }: Interval) => ({
  from: new Date(start).toISOString(),
  to: new Date(end).toISOString(),
})

const rangeOf = (channelId: number, span: Interval): Item => ({ channel_id: channelId, ...rangeText(span) })
