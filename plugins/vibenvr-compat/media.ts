// Files of events: watched by their path, saved by their number, whole or in parts. What only a device has is fetched first.
import { type Context, Hono } from 'hono'
import { z } from 'zod'
import {
  callerOf,
  copyOfClip,
  type Env,
  Fault,
  footageOf,
  recordingAnswer,
  route,
  type Services,
  servedAnswer,
  valid,
} from '#plugin'
import { isAdmin } from './auth.ts'
import { id } from './camera-of.ts'
import { type Found, isPlaceOf, namedBy } from './events.wire.ts'

const tags = ['VibeNVR']
export const eventPath = z.object({ event_id: id })
type Footage = NonNullable<ReturnType<typeof footageOf>>

const NO_EVENT = 'Event not found'
const NO_FILE = 'File not found'

/** In the words that those clients know. */
function said(words: { nothing: string; gone: string; refused: string }) {
  return (error: unknown): never => {
    if (!(error instanceof Fault)) throw error
    const isGone = error.message.startsWith('Recording file not found')
    if (error.kind === 'not-found') throw new Fault('not-found', isGone ? words.gone : words.nothing, { cause: error })
    if (error.kind === 'not-allowed') throw new Fault('not-allowed', words.refused, { cause: error })
    throw error
  }
}

/** By its number, for who may play it back. Fault `Event not found`. */
export function eventAt({ recordings }: Services, c: Context<Env>, footage: Footage | null): Found {
  if (!footage || footage.kind === 'stretch') throw new Fault('not-found', NO_EVENT)
  if (footage.kind === 'clip') return { clip: recordings.clip(callerOf(c), footage.key).clip }
  const found = recordings.get(callerOf(c), footage.key)
  return 'clip' in found ? { clip: found.clip } : { recording: found.recording }
}

/** What comes behind `/media/`, as it was meant; null for what is no path. */
function pathIn(c: Context<Env>): string | null {
  const [, rest = ''] = /\/media\/+(.*)$/.exec(c.req.path) ?? []
  try {
    return decodeURIComponent(rest).replace(/^\/+/, '')
  } catch {
    return null
  }
}

export function mediaRoutes(services: Services): Hono<Env> {
  const { access, recordings, thumbnails } = services

  async function send(c: Context<Env>, found: Found, action: 'playback' | 'export'): Promise<Response> {
    const caller = callerOf(c)
    if ('clip' in found) access.channel(caller, found.clip.channelId, action)
    // To ask whether it is there is no reason to fetch it.
    const isAway = 'clip' in found && recordings.clip(caller, found.clip.id).recordingId === null
    if (isAway && c.req.method === 'HEAD') return c.body(null, 200, { 'content-type': 'video/mp4' })
    const key = 'clip' in found ? await copyOfClip(c, services, found.clip.id) : found.recording.id
    const file = await recordings.file(caller, key, action)
    const isBeginning = !/^bytes=(-|0*[1-9])/.test(c.req.header('range') ?? '')
    if (action === 'export' && c.req.method === 'GET' && isBeginning) recordings.noteSaved(caller, file.recording)
    return recordingAnswer(c, file, action)
  }

  async function thumbnail(c: Context<Env>, found: Found): Promise<Response> {
    if ('clip' in found) throw new Fault('not-found', NO_FILE)
    const { id: key, uuid } = found.recording
    const { jpeg, takenAt } = await thumbnails.get(callerOf(c), key, 1, c.req.raw.signal)
    return servedAnswer(c, {
      ...{ bytes: jpeg.length, etag: `"${uuid}-${jpeg.length.toString(36)}"`, changed: takenAt },
      ...{ name: `${key}.jpg`, type: 'image/jpeg', disposition: 'inline' },
      read: (first, last) => jpeg.slice(first, last + 1),
    })
  }

  return new Hono<Env>()
    .get(
      '/events/:event_id/download',
      route({ summary: 'The file of an event, to be saved', right: 'export', limit: 'stream', tags }),
      valid('param', eventPath),
      async (c) => {
        const inWords = said({
          ...{ nothing: NO_EVENT, gone: 'File not found on disk' },
          refused: 'Not authorized to download this event',
        })
        try {
          const found = eventAt(services, c, footageOf(String(c.req.valid('param').event_id)))
          return await send(c, found, 'export')
        } catch (error) {
          return inWords(error)
        }
      },
    )
    .get(
      '/media/*',
      route({ summary: 'The file of an event, by its path', right: 'playback', limit: 'none', tags }),
      async (c) => {
        const path = pathIn(c)
        if (path === null) throw new Fault('not-found', NO_FILE)
        if (path.split(/[/\\]/).includes('..')) throw new Fault('not-allowed', 'Access denied')
        if (/^backups(\/|$)/.test(path) && !isAdmin(services, callerOf(c)))
          throw new Fault('not-allowed', 'Access denied to system backups')
        const named = namedBy(path)
        if (!named) throw new Fault('not-found', NO_FILE)
        try {
          const found = eventAt(services, c, named.footage)
          if (!isPlaceOf(named.place, found)) throw new Fault('not-found', NO_FILE)
          const isPicture = 'recording' in found && found.recording.kind === 'picture'
          if (isPicture && !named.isJpeg) throw new Fault('not-found', NO_FILE)
          const answer = await (named.isJpeg && !isPicture ? thumbnail(c, found) : send(c, found, 'playback'))
          answer.headers.delete('content-disposition')
          return answer
        } catch (error) {
          return said({ nothing: NO_FILE, gone: NO_FILE, refused: 'Access denied' })(error)
        }
      },
    )
}
