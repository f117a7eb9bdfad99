// Files of recordings: watched and saved whole or in parts; what only a device has is fetched first.
import { type Context, Hono } from 'hono'
import {
  callerOf,
  copyOfClip,
  type Env,
  Fault,
  footageOf,
  letWait,
  pictureAnswer,
  recordingAnswer,
  route,
  type Services,
} from '#plugin'
import { deviceOf } from './recordings.ts'
import { idIn, type RecordingId } from './recordings.wire.ts'
import { unix } from './shown.ts'

const tags = ['LightNVR']
/** A stretch is told by the second. */
const LOOKED_AT_MS = 2000

const GONE = 'Recording file not found'

function inTheirWords(error: unknown): never {
  if (error instanceof Fault && error.kind === 'not-found' && error.message.startsWith(GONE))
    throw new Fault('not-found', GONE, { cause: error })
  throw error
}

export function recordingFileRoutes(services: Services, waitMs?: number): Hono<Env> {
  const { access, downloads, recordingFiles, recordings, thumbnails } = services

  /** What names our copy; of a clip that only its device has once it is fetched. */
  const keyOf = async (c: Context<Env>, id: RecordingId): Promise<number> =>
    'recordingId' in id ? id.recordingId : copyOfClip(c, services, id.clipId, waitMs)

  /** A stretch of a timeline has no number among the recordings: its device knows which clip it lies in. */
  async function idFor(c: Context<Env>, text: string): Promise<RecordingId> {
    const found = footageOf(text)
    if (found?.kind !== 'stretch') return idIn(text)
    letWait(c)
    const { channelId, at } = found
    const to = new Date(+at + LOOKED_AT_MS)
    const [clip] = await downloads.search(callerOf(c), channelId, at, to, c.req.raw.signal)
    if (!clip) throw new Fault('not-found', 'Recording not found')
    return { clipId: clip.id }
  }

  async function send(c: Context<Env>, action: 'playback' | 'export') {
    const caller = callerOf(c)
    const id = await idFor(c, c.req.param('id') ?? '')
    const found = 'clipId' in id ? recordings.clip(caller, id.clipId) : null
    const isWhole = found?.recordingId === null
    if (found && isWhole) access.channel(caller, found.clip.channelId, action)
    // To ask whether it is there is no reason to fetch it.
    if (isWhole && c.req.method === 'HEAD') return c.body(null, 200, { 'content-type': 'video/mp4' })
    const file = await recordings.file(caller, await keyOf(c, id), action).catch(inTheirWords)
    const isBeginning = !/^bytes=(-|0*[1-9])/.test(c.req.header('range') ?? '')
    if (action === 'export' && c.req.method === 'GET' && isBeginning) recordings.noteSaved(caller, file.recording)
    const answer = await recordingAnswer(c, file, action)
    if (answer.status !== 416) return answer
    const headers = new Headers(answer.headers)
    headers.set('content-type', 'application/json')
    headers.delete('content-disposition')
    return new Response(JSON.stringify({ error: 'Range not satisfiable' }), { status: 416, headers })
  }

  async function picture(c: Context<Env>, moment: 0 | 1 | 2) {
    const caller = callerOf(c)
    const id = idIn(c.req.param('id') ?? '')
    const copy = 'clipId' in id ? recordings.clip(caller, id.clipId) : null
    if (copy?.recordingId === null)
      throw new Fault(
        'conflict',
        `This recording is kept on ${deviceOf(copy)}: play it once, then there are pictures of it`,
      )
    const key = 'recordingId' in id ? id.recordingId : (copy?.recordingId ?? 0)
    const made = await thumbnails.get(caller, key, moment, c.req.raw.signal).catch(inTheirWords)
    return pictureAnswer(made, 'private, max-age=86400')
  }

  function pathIn(c: Context<Env>): string {
    const path = c.req.query('path')
    if (!path) throw new Fault('invalid-input', 'Missing path parameter')
    return path
  }

  const small = (place: string) =>
    route({ summary: `A small picture of its ${place}`, right: 'playback', limit: 'dialect', tags })
  const forFiles = (summary: string) => route({ summary, right: 'manage', limit: 'dialect', tags })
  const words = (summary: string, right: 'playback' | 'export') => route({ summary, right, limit: 'stream', tags })

  return new Hono<Env>()
    .get('/api/recordings/play/:id', words('The video, to be watched', 'playback'), (c) => send(c, 'playback'))
    .get('/api/recordings/thumbnail/:id/0', small('beginning'), (c) => picture(c, 0))
    .get('/api/recordings/thumbnail/:id/1', small('middle'), (c) => picture(c, 1))
    .get('/api/recordings/thumbnail/:id/2', small('end'), (c) => picture(c, 2))
    .get('/api/recordings/files/check', forFiles('Whether there is such a file'), async (c) => {
      const found = await recordingFiles.look(callerOf(c), pathIn(c))
      return c.json(found ? { exists: true, size: found.bytes, mtime: unix(found.changed) } : { exists: false })
    })
    .delete('/api/recordings/files', forFiles('Delete a file, and the recording that it is'), async (c) => {
      const existed = await recordingFiles.remove(callerOf(c), pathIn(c))
      return c.json({ success: true, existed })
    })
    .get('/api/recordings/download/:id', words('The video, to be saved', 'export'), (c) => send(c, 'export'))
}
