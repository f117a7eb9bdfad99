// Live pictures: HLS as the document has it, and what clients ask of go2rtc beside it.
import { Hono } from 'hono'
import { type Caller, callerOf, type Env, Fault, letWait, pictureAnswer, route, type Services } from '#plugin'
import { type Channel, channelNamed, namesOf, streamsOf } from './names.ts'

const tags = ['LightNVR']
const LIST = 'index.m3u8'
const SUB = '_sub'
/** So long a picture that could not be taken is not asked for again. */
const AGAIN_MS = 30_000
const NO_SEGMENT = 'HLS segment not found or still being generated'

export function liveRoutes(services: Services): Hono<Env> {
  const { liveTs, snapshots } = services
  const words = (summary: string, limit: 'none' | 'dialect' = 'none') => route({ summary, right: 'view', limit, tags })

  /** One that is disabled, or private, is shown to nobody. */
  function shown(caller: Caller, name: string): Channel {
    const channel = channelNamed(services, caller, name)
    if (!channel.inUse) throw new Fault('conflict', 'This stream is disabled: enable it first')
    return channel
  }

  /** By its name; with `_sub` behind it, its smaller video. */
  function videoNamed(caller: Caller, name: string) {
    try {
      return { channel: shown(caller, name), quality: undefined }
    } catch (error) {
      if (!(error instanceof Fault) || error.kind !== 'not-found' || !name.endsWith(SUB)) throw error
      return { channel: shown(caller, name.slice(0, -SUB.length)), quality: 'sub' as const }
    }
  }

  return (
    new Hono<Env>()
      // Not counted: a player asks for each of them every two seconds.
      .get('/hls/:name/:file', words('The playlist of a live picture, or a segment of it'), async (c) => {
        const caller = callerOf(c)
        const { id } = shown(caller, c.req.param('name'))
        const file = c.req.param('file')
        if (file === LIST) {
          letWait(c)
          return c.body(await liveTs.list(caller, id, c.req.raw.signal), 200, {
            'content-type': 'application/vnd.apple.mpegurl',
            'cache-control': 'no-cache, no-store, must-revalidate',
          })
        }
        const bytes = liveTs.file(caller, id, file)
        if (!bytes) throw new Fault('not-found', NO_SEGMENT)
        return c.body(bytes, 200, {
          'content-type': 'video/mp2t',
          'content-length': String(bytes.length),
          'cache-control': 'private, max-age=300',
        })
      })
      .get('/go2rtc/api/frame.jpeg', words('A picture of a stream'), async (c) => {
        const src = c.req.query('src')
        if (!src) throw new Fault('invalid-input', 'Missing required parameter: src')
        const caller = callerOf(c)
        const { channel, quality } = videoNamed(caller, src)
        letWait(c)
        return pictureAnswer(await snapshots.take(caller, channel.id, { quality, fallback: 'last', againMs: AGAIN_MS }))
      })
      // Who asks wants to know whether it answers, and which names there are.
      .get('/go2rtc/api/streams', words('Names of all live pictures', 'dialect'), (c) => {
        const nameOf = namesOf(services)
        const names = streamsOf(services, callerOf(c)).flatMap((channel) => {
          const { can, inUse } = channel
          if (!inUse || !can.live) return []
          return can.sub ? [nameOf(channel), `${nameOf(channel)}${SUB}`] : [nameOf(channel)]
        })
        return c.json(Object.fromEntries(names.map((name) => [name, { producers: [], consumers: [] }])))
      })
  )
}
