// Seed 002 at `/api/cloud`: recorders connected, searched and fetched from in the words of its document.

import { Hono } from 'hono'
import { callerOf, type Dialect, type Env, route, type Services, valid } from '#plugin'
import { connect } from './cloud/connect.ts'
import { answerTo, NOTHING_FOUND } from './cloud/failures.ts'
import { download, downloadedOut, search } from './cloud/footage.ts'
import { atMost, within } from './cloud/limits.ts'
import { channelsOf, nvrFor } from './cloud/nvr.ts'
import { changeSource, sourceOut } from './cloud/sources.ts'
import {
  channelsAnswer,
  connectAnswer,
  connectBody,
  downloadAnswer,
  downloadBody,
  downloadsAnswer,
  downloadsQuery,
  nvrBody,
  nvrPath,
  searchAnswer,
  searchBody,
  sourceAnswer,
  sourceBody,
} from './cloud/wire.ts'

const tags = ['Cloud']
/** As the document sets them. */
export const SIGN_IN_MS = 10_000
export const SEARCH_MS = 30_000
const PER_MINUTE = { connect: 10, channels: 15, search: 20 }

export interface CloudOptions {
  signInMs?: number
  searchMs?: number
  /** Milliseconds that only go on, for the limits. */
  clock?: () => number
}

export function createCloudApi(options: CloudOptions = {}): Dialect {
  const { signInMs = SIGN_IN_MS, searchMs = SEARCH_MS, clock = () => performance.now() } = options
  const limit = (what: keyof typeof PER_MINUTE) => atMost(PER_MINUTE[what], clock)

  function recorders(services: Services): Hono<Env> {
    return new Hono<Env>()
      .post(
        '/hikvision-connect',
        route({ summary: 'Connect a recorder', right: 'manage', tags, answers: { 200: connectAnswer } }),
        limit('connect'),
        valid('json', connectBody),
        async (c) => {
          const { nvrId, info } = await connect(services, callerOf(c), c.req.valid('json'), signInMs)
          return c.json({ success: true, nvr_id: nvrId, device_info: info })
        },
      )
      .post(
        '/hikvision/channels',
        route({ summary: 'Channels of a recorder', right: 'view', tags, answers: { 200: channelsAnswer } }),
        limit('channels'),
        valid('json', nvrBody),
        async (c) => {
          const caller = callerOf(c)
          const nvr = nvrFor(services, caller, c.req.valid('json').nvr_id)
          // The recorder is asked, as the document does: a list from yesterday would hide what has changed.
          await within(signInMs, () => services.devices.syncNow({ kind: 'system' }, nvr.device.id))
          const channels = channelsOf(services, caller, nvr).map(({ channelNo, name, deviceName }) => ({
            id: String(channelNo),
            name: name ?? deviceName,
            enabled: true,
          }))
          return c.json({ success: true, channels })
        },
      )
      .get(
        '/hikvision/sources/:nvr_id',
        route({
          summary: 'What is fetched from a recorder by itself',
          right: 'view',
          tags,
          answers: { 200: sourceAnswer },
        }),
        valid('param', nvrPath),
        (c) => {
          const caller = callerOf(c)
          return c.json(sourceOut(services, caller, nvrFor(services, caller, c.req.valid('param').nvr_id)))
        },
      )
      .put(
        '/hikvision/sources/:nvr_id',
        route({ summary: 'Fetch these channels by itself', right: 'manage', tags, answers: { 200: sourceAnswer } }),
        valid('param', nvrPath),
        valid('json', sourceBody),
        (c) => {
          const caller = callerOf(c)
          const nvr = nvrFor(services, caller, c.req.valid('param').nvr_id)
          changeSource(services, caller, nvr, c.req.valid('json'))
          return c.json(sourceOut(services, caller, nvr))
        },
      )
  }

  function videos(services: Services): Hono<Env> {
    return new Hono<Env>()
      .post(
        '/hikvision/search',
        route({ summary: 'Videos of a channel in a time', right: 'playback', tags, answers: { 200: searchAnswer } }),
        limit('search'),
        valid('json', searchBody),
        async (c) => {
          const found = await search(services, callerOf(c), c.req.valid('json'), searchMs)
          return c.json({ success: true, videos: found, ...(found.length ? {} : NOTHING_FOUND) })
        },
      )
      .post(
        '/hikvision/download',
        route({ summary: 'Fetch a video, or all of a time', right: 'export', tags, answers: { 200: downloadAnswer } }),
        valid('json', downloadBody),
        async (c) => {
          const id = await download(services, callerOf(c), c.req.valid('json'), searchMs)
          return c.json({ success: true, job_id: id })
        },
      )
      .get(
        '/hikvision/downloads',
        route({
          summary: 'What was fetched, newest first',
          right: 'playback',
          tags,
          answers: { 200: downloadsAnswer },
        }),
        valid('query', downloadsQuery),
        (c) => {
          const caller = callerOf(c)
          const { nvr_id: id, cursor, limit: most } = c.req.valid('query')
          const deviceId = id === undefined ? undefined : nvrFor(services, caller, id).device.id
          const rows = services.downloads.fetched(caller, { deviceId, before: cursor, limit: most + 1 })
          const page = rows.slice(0, most)
          const more = rows.length > most
          return c.json({
            success: true,
            downloads: page.filter(({ channel }) => channel.device.brand === 'hikvision').map(downloadedOut),
            next_cursor: more ? (page.at(-1)?.recording.id ?? null) : null,
            has_more: more,
          })
        },
      )
  }

  return {
    at: { path: '/api/cloud' },
    public: [],
    routes: (services) => new Hono<Env>().route('/', recorders(services)).route('/', videos(services)) as never,
    fault: answerTo,
  }
}
