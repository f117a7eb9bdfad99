// Events on the wire: an event is a recording, of which VibeNVR knows the kinds video and snapshot, under a path that only looks like a file's.
import { z } from 'zod'
import { type Caller, clipIdOf, footageOf, type Services } from '#plugin'
import { cameraOf } from './camera-of.ts'
import { oneOf, whole } from './lax.ts'

type Catalog = Services['recordingCatalog']
export type CatalogQuery = Parameters<Catalog['list']>[1]
type Catalogued = ReturnType<Catalog['list']>[number]
type Clip = Extract<Catalogued, { clip: unknown }>['clip']
type Recording = Extract<Catalogued, { recording: unknown }>['recording']['recording']

export type Found = { recording: Recording } | { clip: Clip }

const MOST = 10_000

/** Days of which no calendar or clock is in doubt. */
const isDay = (text: string) => /^(19[7-9]|2\d\d)\d-/.test(text) && z.iso.date().safeParse(text).success

export const eventsIn = z.object({
  skip: whole(0, 1e9).default(0),
  limit: whole(1, MOST).default(100),
  /** 0 stands for none. */
  camera_id: whole(0, 1e14).optional(),
  type: z.string().optional(),
  event_type: z.string().optional(),
  date: z
    .string()
    .refine((text) => text === '' || isDay(text), 'must be a day, written 2026-01-31')
    .optional(),
  /** Beyond VibeNVR. */
  source: oneOf('local', 'device', 'all').default('local'),
})

export const KINDS: Record<string, 'video' | 'picture'> = { video: 'video', snapshot: 'picture', picture: 'picture' }

/** VibeNVR's word for why something was recorded → ours. */
const REASONS: Record<string, (string | null)[]> = {
  motion: ['motion', 'alarm'],
  continuous: ['continuous'],
  manual: ['manual'],
  unknown: ['other', null],
}

/** Null where nothing can be found: an unknown word means exactly itself. Rights: `playback` on the camera. */
export function wantedIn(services: Services, caller: Caller, said: z.output<typeof eventsIn>): CatalogQuery | null {
  const { type, event_type: reason, date, source } = said
  const channel = said.camera_id ? cameraOf(services, caller, said.camera_id, 'playback') : undefined
  if (type && !Object.hasOwn(KINDS, type)) return null
  if (reason && !Object.hasOwn(REASONS, reason.toLowerCase())) return null
  const day = date ? services.recordingCatalog.spanOfDay(caller, date, channel?.id) : undefined
  return {
    ...{ source, told: [], order: 'desc' },
    kind: type ? KINDS[type] : 'both',
    ...(channel && { channelIds: [channel.id] }),
    ...(reason && { recordTypes: REASONS[reason.toLowerCase()] }),
    ...(day && { startsFrom: day.from, startsTo: new Date(+day.to - 1) }),
  }
}

const reasonOf = (type: string | null): string =>
  Object.keys(REASONS).find((reason) => REASONS[reason]?.includes(type)) ?? 'unknown'

const ROOT = '/var/lib/vibe/recordings/'

/** By the clock of the device, as its name was told when it was recorded; ends before the kind of file. */
function placeOf(id: number, { channelId, startAt, utcOffsetMinutes }: Recording | Clip): string {
  const wall = new Date(+startAt + utcOffsetMinutes * 60_000).toISOString()
  return `${channelId ?? 0}/${wall.slice(0, 10)}/${wall.slice(11, 19).replaceAll(':', '-')}-${id}`
}

const idOf = (found: Found) => ('clip' in found ? clipIdOf(found.clip.id) : found.recording.id)

export function eventOut(found: Found) {
  const row = 'clip' in found ? found.clip : found.recording
  const own = 'clip' in found ? null : found.recording
  const isPicture = own?.kind === 'picture'
  const place = ROOT + placeOf(idOf(found), row)
  return {
    // The camera may be gone.
    camera_id: row.channelId ?? 0,
    timestamp_start: row.startAt.toISOString(),
    timestamp_end: row.endAt.toISOString(),
    type: isPicture ? 'snapshot' : 'video',
    event_type: reasonOf(row.recordType),
    file_path: `${place}.${isPicture ? 'jpg' : 'mp4'}`,
    file_size: row.bytes ?? 0,
    // A picture is its own. Of what only a device has there is none.
    thumbnail_path: own ? `${place}.jpg` : null,
    width: own?.width ?? null,
    height: own?.height ?? null,
    // Nothing here looks into pictures.
    motion_score: null,
    ai_metadata: null,
    id: idOf(found),
  }
}

const PATH =
  /^(?:var\/lib\/(?:vibe\/recordings|motion)\/)?(\d{1,15}\/\d{4}-\d\d-\d\d\/\d\d-\d\d-\d\d-(\d{1,16}))\.(mp4|jpg)$/

/** What a path of media names, if it names anything; whether it does is for `isPlaceOf` to say. */
export function namedBy(path: string) {
  const [, place = '', id = '', ending] = PATH.exec(path) ?? []
  const footage = footageOf(id)
  return footage && { footage, place, isJpeg: ending === 'jpg' }
}

/** Whoever guesses numbers would have to guess the time, too. */
export const isPlaceOf = (place: string, found: Found): boolean =>
  place === placeOf(idOf(found), 'clip' in found ? found.clip : found.recording)
