// Recordings on the wire: which are asked for, and how one looks.
import { z } from 'zod'
import { clipIdOf, Fault, footageOf, type Services, STRETCHES_FROM } from '#plugin'
import { DETECTION_KINDS, kindsLabelled, labelOf } from './detection-labels.ts'
import { namesOf } from './names.ts'
import { sizeText, timeIn, unix } from './shown.ts'

export type CatalogQuery = Parameters<Services['recordingCatalog']['page']>[1]
export type Catalogued = ReturnType<Services['recordingCatalog']['page']>['items'][number]
type Channel = Parameters<ReturnType<typeof namesOf>>[0]

export const MOST_IDS = 10_000
const MOST_LISTED = 10_000
const MOST_LABELS = 10

export type RecordingId = { recordingId: number } | { clipId: number }

/** Null for what a list of recordings has never named. */
export function idOf(number: number | string): RecordingId | null {
  const found = footageOf(String(number))
  if (!found || found.kind === 'stretch') return null
  return found.kind === 'clip' ? { clipId: found.key } : { recordingId: found.key }
}

/** As it stands in a path. */
export function idIn(text: string): RecordingId {
  const found = footageOf(text)
  if (!found) throw new Fault('invalid-input', 'Invalid recording ID')
  const id = idOf(text)
  if (!id) throw new Fault('not-found', 'Recording not found')
  return id
}

export const idsIn = z.array(z.int().min(1).lt(STRETCHES_FROM)).max(MOST_IDS)

/** A word of a person's: not long, on one line, and without what lists of them are parted by. */
export const tagIn = z
  .string()
  .trim()
  .min(1)
  .max(64)
  .regex(/^[^\p{Cc},]*$/u)
  .refine((tag) => tag.isWellFormed())

const SORTS: Record<string, CatalogQuery['sort']> = {
  id: 'id',
  stream_name: 'name',
  start_time: 'start',
  end_time: 'end',
  size_bytes: 'bytes',
}

/** What is asked for, before it is known which channels the names are. */
export interface Wanted {
  query: Omit<CatalogQuery, 'channelIds'>
  /** As it was said: a name, or names with commas between. */
  streams: string | null
  page: number
  limit: number
}

export const listIn = (text: string | undefined): string[] | undefined => {
  const words = (text ?? '').slice(0, 4096).split(',')
  const said = words.map((word) => word.trim()).filter(Boolean)
  return said.length ? said.slice(0, 200) : undefined
}

export const METHODS: Record<string, (string | null)[]> = {
  continuous: ['continuous', 'other', null],
  motion: ['motion'],
  detection: ['alarm'],
  manual: ['manual'],
}

const methodOf = (type: string | null): string =>
  Object.keys(METHODS).find((method) => METHODS[method]?.includes(type)) ?? 'continuous'

/** A time that is none must not count for nothing: all would be found. */
export function momentIn(text: string | undefined, which: 'start' | 'end'): Date | undefined {
  if (text === undefined || text === '') return undefined
  const at = timeIn(text.slice(0, 64), which)
  if (!at) throw new Fault('invalid-input', `Invalid ${which} time format`)
  return at
}

const SOURCES = ['local', 'device', 'all'] as const

/** By names of the document; what is not understood is as if it had not been said, but never a time. */
export function wantedIn(said: Record<string, string | undefined>): Wanted {
  const labels = listIn(said.detection_label)
  const has = said.has_detection
  const methods = listIn(said.capture_method)
  const whole = (text: string | undefined, otherwise: number, most: number) =>
    text !== undefined && /^\d{1,9}$/.test(text) && Number(text) > 0 ? Math.min(Number(text), most) : otherwise
  return {
    streams: said.stream?.slice(0, 4096).trim() || null,
    page: whole(said.page, 1, 1_000_000),
    limit: said.limit === 'all' ? MOST_LISTED : whole(said.limit, 20, 1000),
    query: {
      source: SOURCES.find((source) => source === said.source) ?? 'local',
      told: DETECTION_KINDS,
      sort: SORTS[said.sort ?? ''] ?? 'start',
      order: said.order === 'asc' ? 'asc' : 'desc',
      startsFrom: momentIn(said.start, 'start'),
      startsTo: momentIn(said.end, 'end'),
      isProtected: said.protected === '1' ? true : said.protected === '0' ? false : undefined,
      tags: listIn(said.tag),
      recordTypes: methods?.flatMap((method) => METHODS[method] ?? []),
      alarms: labels
        ? { are: true, kinds: kindsLabelled(labels) }
        : has === '1' || has === '-1'
          ? { are: has === '1', kinds: DETECTION_KINDS }
          : undefined,
    },
  }
}

const iso = (at: Date) => `${at.toISOString().slice(0, 19)}Z`

/** For one answer: knows the names of streams. */
export function createRecordingOut(services: Services, channels: ReadonlyMap<number, Channel>) {
  const nameOf = namesOf(services)
  return (item: Catalogued, withTags = true) => {
    const row = 'clip' in item ? item.clip : item.recording.recording
    const channel = row.channelId === null ? undefined : channels.get(row.channelId)
    const ofUs = 'clip' in item ? null : item.recording.recording
    const labels = item.alarms.slice(0, MOST_LABELS).map(({ kind, count }) => ({ label: labelOf(kind), count }))
    return {
      id: ofUs ? row.id : clipIdOf(row.id),
      stream: channel ? nameOf(channel) : (ofUs?.channelName ?? ''),
      file_path: ofUs?.file ?? '',
      start_time: iso(row.startAt),
      end_time: iso(row.endAt),
      start_time_unix: unix(row.startAt),
      end_time_unix: unix(row.endAt),
      duration: Math.round(ofUs?.duration ?? (+row.endAt - +row.startAt) / 1000),
      // Some devices do not say how long a clip is.
      size: sizeText(row.bytes ?? 0),
      capture_method: methodOf(row.recordType),
      schedule_restricted: null,
      has_detection: labels.length > 0,
      protected: 'clip' in item ? item.clip.isLocked === true : item.recording.recording.isProtected,
      ...(labels.length ? { detection_labels: labels } : {}),
      ...(withTags ? { tags: item.tags } : {}),
      source: ofUs ? 'local' : 'device',
      device_id: channel?.deviceId ?? null,
    }
  }
}
