// Recordings of seed 004: lists, sums, files and their removal, and what the disk says.
import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { recordingAnswer } from '../../http/files.ts'
import { callerOf, type Env } from '../../http/guard.ts'
import { type RouteWords, route } from '../../http/route.ts'
import { letWait } from '../../http/sockets.ts'
import { idOrUuid, invalid, valid } from '../../http/validate.ts'
import { vodListAnswer } from '../../http/vod.ts'
import type { Services } from '../../services/index.ts'
import { offsetOf } from './paging.ts'
import {
  type AnyQuery,
  byCameraQuery,
  clipAsRecording,
  detailOut,
  filterOf,
  fits,
  keepIn,
  kindOf,
  listQuery,
  oneSchema,
  pageOut,
  recordingOut,
  recordingsSchema,
  searchQuery,
  spanOf,
  statsOut,
  statsQuery,
  statsSchema,
  streamQuery,
  syncOut,
  syncSchema,
  utc,
} from './recordings.wire.ts'

type Needed = Pick<Services, 'access' | 'clipSearch' | 'downloads' | 'recordings' | 'tickets'>

const tags = ['Recordings']
const byId = valid('param', z.object({ id: idOrUuid }))
const words = (
  summary: string,
  right: RouteWords['right'],
  answers: RouteWords['answers'],
  limit?: RouteWords['limit'],
) => route({ summary, right, tags, ...(answers && { answers }), ...(limit && { limit }) })
const onDevices = { 502: 'The recorder could not be asked, and why' }
const done = z.object({ success: z.literal(true), message: z.string() }).meta({ description: 'It is gone' })
const conflict = { 409: 'It lies on a recorder, or it is protected' }
const video = (description: string) => ({
  200: {
    description: `${description}, of a picture \`image/jpeg\`; 206 for a part by \`Range\`, 416 for one beyond the end`,
    type: 'video/mp4',
  },
})

export function recordingRoutes({ access, recordings, clipSearch, downloads, tickets }: Needed): Hono<Env> {
  async function list(c: Context<Env>, query: AnyQuery) {
    const caller = callerOf(c)
    const { limit, cameraId, storageTier } = query
    const offset = offsetOf(query)
    if (query.source === 'device') {
      const { startDate, endDate } = query
      if (cameraId === undefined || startDate === undefined || endDate === undefined)
        throw invalid([
          { path: 'query.source', code: 'missing', message: 'device needs cameraId, startDate and endDate beside it' },
        ])
      // Recorders keep videos.
      if (query.kind === 'picture') return pageOut([], 0, query)
      letWait(c)
      const [start, end] = await clipSearch.instants(caller, cameraId, [startDate, endDate])
      const { from = start, to = end } = spanOf(query, (text) => (text === startDate ? start : end))
      const { clips, failures } = await clipSearch.search(caller, [cameraId], from, to, c.req.raw.signal)
      if (failures[0]) throw failures[0].fault
      const wanted = clips.map(clipAsRecording).filter((row) => fits(row, query))
      if (query.order === 'desc') wanted.reverse()
      return pageOut(wanted.slice(offset, offset + limit), wanted.length, query)
    }
    const filter = filterOf(query)
    // Nothing of ours is on a recorder or in an archive.
    if (storageTier !== undefined && storageTier !== 'hot') return pageOut([], 0, query)
    const { items, total } = recordings.page(caller, { ...filter, channelId: cameraId }, { offset, limit })
    return pageOut(items.map(recordingOut), total, query)
  }

  const oneOut = (item: ReturnType<typeof recordings.get>) => ({
    success: true,
    data: detailOut('clip' in item ? clipAsRecording(item) : recordingOut(item)),
  })

  return new Hono<Env>()
    .get(
      '/recordings',
      words('Recordings, newest first', 'playback', { 200: recordingsSchema, ...onDevices }),
      valid('query', listQuery),
      async (c) => c.json(await list(c, c.req.valid('query'))),
    )
    .get(
      '/recordings/search',
      words('Recordings by words, length and picture', 'playback', { 200: recordingsSchema, ...onDevices }, 'search'),
      valid('query', searchQuery),
      async (c) => c.json(await list(c, c.req.valid('query'))),
    )
    .get(
      '/recordings/camera/:id',
      words('Recordings of one camera', 'playback', { 200: recordingsSchema, ...onDevices }),
      byId,
      valid('query', byCameraQuery),
      async (c) => c.json(await list(c, { ...c.req.valid('query'), cameraId: c.req.valid('param').id })),
    )
    .get(
      '/recordings/stats',
      words('How many and how large', 'playback', { 200: statsSchema }, 'search'),
      valid('query', statsQuery),
      (c) => {
        const { cameraId, ...query } = c.req.valid('query')
        const filter = { ...spanOf(query, utc), kind: kindOf(query) }
        const sums = recordings.sums(callerOf(c), { ...filter, channelId: cameraId })
        return c.json({ success: true, data: statsOut(sums) })
      },
    )
    .post(
      '/recordings/sync',
      words(
        'Hold the list against the disk: adopts files, notes gone ones, deletes nothing',
        'manage',
        {
          200: syncSchema,
        },
        'device',
      ),
      async (c) => {
        letWait(c)
        return c.json(syncOut(await recordings.sync(callerOf(c))))
      },
    )
    .get('/recordings/:id', words('One recording', 'playback', { 200: oneSchema }), byId, (c) =>
      c.json(oneOut(recordings.get(callerOf(c), c.req.valid('param').id))),
    )
    .put(
      '/recordings/:id',
      words('Protect a recording, or keep it for a time of its own, or no longer', 'manage', {
        200: oneSchema,
        ...conflict,
      }),
      byId,
      valid('json', keepIn),
      (c) => {
        const { id } = c.req.valid('param')
        const { protected: isProtected, retention_days: retentionDays } = c.req.valid('json')
        return c.json(oneOut(recordings.keep(callerOf(c), id, { isProtected, retentionDays })))
      },
    )
    .delete(
      '/recordings/:id',
      words('Delete a recording and its file', 'manage', { 200: done, ...conflict }),
      byId,
      async (c) => {
        await recordings.remove(callerOf(c), c.req.valid('param').id)
        return c.json({ success: true, message: 'Recording deleted successfully' })
      },
    )
    .get(
      '/recordings/:id/stream',
      words('The video, to be watched', 'playback', { ...video('The file'), ...conflict }, 'stream'),
      byId,
      valid('query', streamQuery),
      (c) => {
        const { id } = c.req.valid('param')
        return c.req.valid('query').format === 'hls' ? playlist(c, id) : send(c, id, 'playback')
      },
    )
    .get(
      '/recordings/:id/download',
      words(
        'The video, to be saved; a clip on a recorder is fetched first, which takes its time',
        'export',
        {
          ...video('The file'),
          ...conflict,
          ...onDevices,
          503: 'It cannot be fetched now: its download waits, and why',
        },
        'stream',
      ),
      byId,
      async (c) => {
        const { id } = c.req.valid('param')
        const found = recordings.get(callerOf(c), id)
        if ('clip' in found && found.recordingId === null) {
          access.channel(callerOf(c), found.clip.channelId, 'export')
          // To ask whether it is there is no reason to fetch it.
          if (c.req.method === 'HEAD')
            return c.body(null, 200, { 'content-type': 'video/mp4', 'accept-ranges': 'none' })
          letWait(c)
          await downloads.clipNow(callerOf(c), id, c.req.raw.signal)
        }
        return send(c, id, 'export')
      },
    )

  /** Its pieces are behind a ticket, since players send no token. */
  async function playlist(c: Context<Env>, id: string) {
    const caller = callerOf(c)
    const { film, recording } = await recordings.film(caller, id)
    const { id: recordingId, channelId, householdId, startAt } = recording
    const ticket = tickets.issue(caller, { type: 'recording', recordingId, channelId, householdId }, 'playback')
    return vodListAnswer(c, film, startAt, `../../../hls/${ticket.secret}/`)
  }

  async function send(c: Context<Env>, id: string, action: 'playback' | 'export') {
    const found = await recordings.file(callerOf(c), id, action)
    const isBeginning = !/^bytes=(-|0*[1-9])/.test(c.req.header('range') ?? '')
    if (action === 'export' && c.req.method === 'GET' && isBeginning) recordings.noteSaved(callerOf(c), found.recording)
    return recordingAnswer(c, found, action)
  }
}
