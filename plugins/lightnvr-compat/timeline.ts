// The timeline: what was recorded when, here and on devices, and playing it from any moment.
import { type Context, Hono } from 'hono'
import {
  type Caller,
  callerOf,
  type Env,
  Fault,
  footageOf,
  type KeptAnswers,
  letWait,
  recordingAnswer,
  route,
  type Services,
  servedAnswer,
  vodFile,
} from '#plugin'
import { DETECTION_KINDS } from './detection-labels.ts'
import { inWords } from './errors.ts'
import { channelNamed, namesOf } from './names.ts'
import { localTime, spanIn, timeIn, unix } from './shown.ts'
import { createTimelineFilms } from './timeline-film.ts'
import { alarmTimes, chosenOut, MOST, segmentsOf } from './timeline-segments.ts'

const tags = ['LightNVR']
/** As many as a page of recordings lets be chosen. */
const MOST_CHOSEN = 1000

export function timelineRoutes(services: Services, kept: KeptAnswers, now = () => new Date()): Hono<Env> {
  const { timeline, recordings } = services
  const films = createTimelineFilms(services)
  const words = (summary: string, limit: 'none' | 'dialect' | 'search' | 'stream' = 'dialect') =>
    route({ summary, right: 'playback', limit, tags })

  function streamOf(c: Context<Env>, caller: Caller) {
    const stream = c.req.query('stream')
    if (!stream) throw new Fault('invalid-input', 'Missing required parameter: stream')
    return channelNamed(services, caller, stream)
  }

  function knownOf(c: Context<Env>, caller: Caller) {
    const channel = streamOf(c, caller)
    const span = spanIn({ start: c.req.query('start'), end: c.req.query('end') }, now())
    const asked = { channelIds: [channel.id], from: span.from.toISOString(), to: span.to.toISOString() }
    const [known] = timeline.read(caller, asked, MOST)
    if (!known) throw new Fault('not-found', 'Stream not found')
    return { known, span, name: namesOf(services)(channel) }
  }

  function segments(c: Context<Env>, caller: Caller) {
    const { known, span, name } = knownOf(c, caller)
    const found = segmentsOf(known, name, now())
    const intervals = alarmTimes(known, now()).map(({ start, end }) => ({
      start_timestamp: unix(start),
      end_timestamp: unix(end),
    }))
    return {
      segments: found,
      ...{ detection_intervals: intervals, detection_interval_count: intervals.length },
      ...{ stream: name, start_time: localTime(span.from), end_time: localTime(span.to) },
      segment_count: found.length,
    }
  }

  /** Null for what is not there, or not for this caller. */
  function chosen(caller: Caller, id: string) {
    const footage = footageOf(id)
    try {
      if (footage?.kind === 'clip') return recordings.clip(caller, footage.key).clip
      const found = footage?.kind === 'recording' ? recordings.get(caller, footage.key) : null
      return found && 'recording' in found && found.recording.kind === 'video' ? found.recording : null
    } catch (error) {
      if (error instanceof Fault && error.kind === 'not-found') return null
      throw error
    }
  }

  function byIds(c: Context<Env>, caller: Caller) {
    const ids = [...new Set((c.req.query('ids') ?? '').split(',').filter(Boolean))]
    if (!ids.length) throw new Fault('invalid-input', 'Missing required parameter: ids')
    if (ids.length > MOST_CHOSEN) throw new Fault('invalid-input', `At most ${MOST_CHOSEN} ids at once`)
    const nameOf = namesOf(services)
    const names = new Map(services.access.visibleChannels(caller).map((channel) => [channel.id, nameOf(channel)]))
    const rows = ids.flatMap((id) => chosen(caller, id) ?? [])
    const nameFor = (row: (typeof rows)[number]) =>
      names.get(row.channelId ?? 0) ?? ('file' in row ? row.channelName : '')
    const isDetected = (row: (typeof rows)[number]) => {
      const of = 'file' in row ? { recordingId: row.id } : { clipId: row.id }
      return services.recordingCatalog.alarms(of, DETECTION_KINDS).length > 0
    }
    const found = chosenOut(rows.map((row) => ({ row, stream: nameFor(row), isDetected: isDetected(row) })))
    const times = found.flatMap(({ start_timestamp, end_timestamp }) => [start_timestamp, end_timestamp])
    return {
      segments: found,
      ...{ detection_intervals: [], detection_interval_count: 0 },
      ...{ stream: '(selected)', multi_stream: true },
      start_time: found.length ? localTime(Math.min(...times) * 1000) : '',
      end_time: found.length ? localTime(Math.max(...times) * 1000) : '',
      segment_count: found.length,
    }
  }

  async function play(c: Context<Env>) {
    const caller = callerOf(c)
    const channel = streamOf(c, caller)
    const start = c.req.query('start')
    const moment = start ? timeIn(start) : now()
    if (!moment) throw new Fault('invalid-input', 'Invalid start time format')
    letWait(c)
    const isAsked = c.req.method === 'HEAD'
    const found = await films.at(caller, channel.id, moment, isAsked ? null : c.req.raw.signal)
    // It would come, but how long it is only the device could say.
    if (!found) return c.body(null, 200, { 'content-type': 'video/mp4', 'accept-ranges': 'bytes' })
    const { id, seconds } = found
    const file = await recordings.file(caller, id, 'playback')
    // One that nobody can cut is played from its beginning, as LightNVR plays all.
    const film = seconds > 0 ? await recordings.film(caller, id).catch(wholeInstead) : null
    const tail = film?.film.from(seconds)
    if (!tail || tail.startsAt <= 0) return inWords(await recordingAnswer(c, file, 'playback'))
    const changed = new Date(Math.floor(Bun.file(file.path).lastModified / 1000) * 1000)
    const answer = servedAnswer(c, {
      bytes: tail.bytes,
      etag: `"${tail.bytes.toString(36)}-${id}-${Math.round(tail.startsAt * 1000)}-${(+changed).toString(36)}"`,
      ...{ changed, name: file.name, type: 'video/mp4', disposition: 'inline' },
      read: tail.read,
    })
    return inWords(answer)
  }

  return new Hono<Env>()
    .get('/api/timeline/segments', words('What was recorded when'), (c) =>
      kept.json(c, (caller) => segments(c, caller)),
    )
    .get('/api/timeline/segments-by-ids', words('Recordings that were chosen, along the timeline'), (c) =>
      c.json(byIds(c, callerOf(c))),
    )
    .get('/api/timeline/manifest', words('All recordings of a time as HLS', 'search'), async (c) => {
      letWait(c)
      const caller = callerOf(c)
      const list = await films.list(caller, knownOf(c, caller).known, c.req.raw.signal)
      return c.body(list, 200, {
        'content-type': 'application/vnd.apple.mpegurl',
        'content-length': String(Buffer.byteLength(list)),
        'cache-control': 'no-cache',
      })
    })
    .get('/api/timeline/pieces/:id/:file', words('What the list of a timeline names', 'none'), async (c) => {
      letWait(c)
      const footage = footageOf(c.req.param('id'))
      if (footage?.kind !== 'recording') throw new Fault('not-found', 'Recording not found')
      const { film } = await recordings.film(callerOf(c), footage.key)
      const [shift = '0'] = c.req.query('shift')?.match(/^-?\d{1,11}$/) ?? []
      const piece = await vodFile(film, c.req.param('file'), Number(shift) / 1000)
      if (!piece) throw new Fault('not-found', 'Not Found')
      return c.body(piece, 200, {
        'content-type': 'video/mp4',
        'content-length': String(piece.length),
        'cache-control': 'private, max-age=3600',
      })
    })
    .get('/api/timeline/play', words('The film from a moment on', 'stream'), play)
}

/** Of a file that cannot be cut. */
function wholeInstead(error: unknown): null {
  if (error instanceof Fault && error.kind === 'conflict') return null
  throw error
}
