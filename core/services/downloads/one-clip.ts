// One clip from a device's disk to a recording of ours: fetched, made playable, checked, and only then believed.
import { mkdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { ClipBytes, Source } from '#plugin'
import { Fault, needsPerson } from '../../domain/fault.ts'
import { remux } from '../../media/remux.ts'
import type { ChannelRow } from '../access.ts'
import { fileOf, PARTS, pathOf } from '../recordings/files.ts'
import { place } from '../recordings/place.ts'
import type { RecordingRow, RecordingStore } from '../recordings/store.ts'
import { openByPlaying } from './by-playing.ts'
import { sha256, sync } from './checked.ts'
import { type ClipRow, clipKeyOf } from './clips.ts'
import type { Pace } from './pace.ts'
import type { Space } from './space.ts'
import { transfer } from './transfer.ts'

export interface OneClipDeps {
  /** `recordings/` of the data folder. */
  folder: string
  store: RecordingStore
  space: Space
  ffmpeg?: string
}

export interface OneClip {
  channel: Pick<ChannelRow, 'id' | 'householdId' | 'slug' | 'name' | 'deviceName'>
  clip: ClipRow
  open(token: string, signal: AbortSignal): Promise<ClipBytes>
  /** Where the clip plays, for devices that hand out no files. */
  play(): Promise<Source>
  /** The device refused our login over RTSP: nobody else may try it. */
  onRefused(fault: Fault): void
  pace: Pace
  /** The device's own file stays beside the recording. */
  keepRaw: boolean
  /** For a rule, so that its retention may remove it again. */
  isAutomatic?: boolean
  onBytes(count: number): void
  /** All of it is here. */
  onHere(): void
  onStep(step: string): void
  signal: AbortSignal
}

/** What may be missing of a clip's length: devices cut at key frames and round to seconds. */
const SHORT_SECONDS = 5
const SHORT_SHARE = 0.1

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}

/**
 * A name that nothing has yet, or that the same file has since an interruption. `adopted`: the row that it got meanwhile from
 * somebody who held the list against the disk.
 */
async function nameFor(
  checksum: string,
  { folder, store }: OneClipDeps,
  work: OneClip,
): Promise<{ file: string; adopted?: RecordingRow }> {
  for (let again = 0; ; again++) {
    const file = fileOf(work.channel.slug, work.clip.startAt, 'mp4', again)
    const path = pathOf(folder, file)
    const row = store.byFile(file)
    if (!path || (row && row.origin !== 'found')) continue
    const isSame = (await exists(path)) ? (await sha256(path, work.signal)) === checksum : !row
    if (isSame) return { file, ...(row && { adopted: row }) }
  }
}

/**
 * The recording of this clip: the one that is there already, or a new one. What was fetched whole before an interruption is
 * not fetched again; what was half is. Faults: of the device, `disk-full`.
 */
export async function fetchClip(deps: OneClipDeps, work: OneClip): Promise<RecordingRow> {
  const { folder, store, space, ffmpeg } = deps
  const { channel, clip, signal, pace, onBytes, onStep } = work
  signal.throwIfAborted()
  const clipKey = clipKeyOf(clip)
  const known = store.ofClip(channel.id, clipKey)
  const parts = join(folder, PARTS)
  const base = join(parts, `${channel.id}-${Bun.hash(clipKey).toString(36)}`)
  // An FFmpeg that has outlived us may still be writing: what it writes is not ours.
  const [half, raw, made] = [`${base}.half`, `${base}.raw`, `${base}.${crypto.randomUUID()}.mp4`]
  if (known && !known.missingSince) {
    // Where a sudden end came just after the row.
    if (await exists(raw)) await putAway(raw, pathOf(folder, known.file) as string, work.keepRaw)
    // What a person asks for is no longer the rule's.
    return known.isAutomatic && !work.isAutomatic ? store.adopt(known) : known
  }
  await mkdir(parts, { recursive: true })

  if (!(await exists(raw))) {
    onStep('Fetching')
    const fetched = (open: (ending: AbortSignal) => Promise<ClipBytes>, expected: number | null) =>
      transfer({ file: half, open, expected, space, pace, onBytes, signal }).catch(async (error) => {
        await rm(half, { force: true })
        throw error
      })
    await fetched((ending) => work.open(clip.token, ending), clip.bytes).catch((error) => {
      if (!(error instanceof Fault) || error.kind !== 'unsupported') throw error
      onStep('Recording it as it plays')
      const length = (+clip.endAt - +clip.startAt) / 1000
      return fetched(async (ending) => openByPlaying(await work.play(), length, ending, ffmpeg), null).catch(
        (fault) => {
          if (fault instanceof Fault && needsPerson(fault)) work.onRefused(fault)
          throw fault
        },
      )
    })
    await rename(half, raw)
    await sync(parts)
  } else onBytes((await stat(raw)).size)

  work.onHere()
  onStep('Making it playable')
  try {
    const { row, path } = await makeFilm(deps, work, { raw, made, clipKey, known })
    await putAway(raw, path, work.keepRaw)
    return row
  } catch (error) {
    // Nobody will ask for it again: its camera is gone.
    if (error instanceof Fault && error.kind === 'not-found') await rm(raw, { force: true })
    throw error
  } finally {
    await rm(made, { force: true })
  }
}

interface Fetched {
  raw: string
  /** Where the film is made before it gets its place. */
  made: string
  clipKey: string
  known: RecordingRow | undefined
}

async function makeFilm(deps: OneClipDeps, work: OneClip, { raw, made, clipKey, known }: Fetched) {
  const { folder, store, space, ffmpeg } = deps
  const { channel, clip, signal, onStep } = work
  const { size } = await stat(raw)
  await space.check(size)
  const container = await containerOf(raw)
  const found = await remux(raw, made, { container, signal, ...(ffmpeg && { ffmpeg }) }).catch(async (error) => {
    // What cannot be read now cannot be read later either: another try must fetch it anew. What only wants room stays.
    const wantsRoom = error instanceof Fault && error.kind === 'disk-full'
    if (!signal.aborted && !wantsRoom) await rm(raw, { force: true })
    throw error
  })
  const wanted = (+clip.endAt - +clip.startAt) / 1000
  if (wanted - found.duration > Math.max(SHORT_SECONDS, wanted * SHORT_SHARE)) {
    await rm(raw, { force: true })
    throw new Fault(
      'device-garbled',
      `The recording came short: ${Math.round(found.duration)} of ${Math.round(wanted)} s.`,
    )
  }
  onStep('Checking')
  const checksum = await sha256(made, signal)
  signal.throwIfAborted()
  const { file, adopted } = await nameFor(checksum, deps, work)
  const path = pathOf(folder, file) as string
  const recording = (bytes: number) => ({
    householdId: channel.householdId,
    channelId: channel.id,
    channelName: channel.name ?? channel.deviceName,
    kind: 'video' as const,
    origin: 'download' as const,
    file,
    bytes,
    sha256: checksum,
    startAt: clip.startAt,
    endAt: clip.endAt,
    duration: found.duration,
    utcOffsetMinutes: clip.utcOffsetMinutes,
    codec: found.codec,
    width: found.width,
    height: found.height,
    frameRate: found.frameRate,
    recordType: clip.recordType,
    clipKey,
    isAutomatic: work.isAutomatic ?? false,
  })
  const add = (bytes: number) => store.add(recording(bytes), known, adopted)
  const row = await place({ made, path, add, isKnown: adopted !== undefined })
  return { row, path }
}

/** The device's own file, once it is a recording: beside that one, or away. */
async function putAway(raw: string, path: string, keep: boolean): Promise<void> {
  // What was kept as it played is no file of the device's.
  if (keep && (await containerOf(raw)) === 'ps') await rename(raw, `${path.slice(0, -4)}.ps`)
  else await rm(raw, { force: true })
}

/** By its first bytes: an MP4 names its kind there, a program stream may have anything. */
async function containerOf(path: string): Promise<ClipBytes['container']> {
  const head = await Bun.file(path).slice(4, 8).text()
  return head === 'ftyp' ? 'mp4' : 'ps'
}
