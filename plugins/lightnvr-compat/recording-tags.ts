// Tags of recordings: which there are, those of one, and of many at once.
import { Hono } from 'hono'
import { z } from 'zod'
import { batchOf, callerOf, type Env, Fault, route, type Services } from '#plugin'
import { bodyOf, refuseClip } from './recordings.ts'
import { idIn, idsIn, tagIn } from './recordings.wire.ts'
import { read } from './wire.ts'

const tags = ['LightNVR']
const tagsIn = z.array(tagIn).max(50)
const setIn = z.object({ tags: tagsIn })
const changeIn = z.object({ ids: idsIn.min(1), add: tagsIn.default([]), remove: tagsIn.default([]) })
const WHICH = "Missing or invalid 'tags' array: at most 50 words of at most 64 characters, without commas"

export function recordingTagRoutes(services: Services): Hono<Env> {
  const { recordings, recordingTags } = services
  const words = (summary: string, right: 'playback' | 'manage') => route({ summary, right, limit: 'dialect', tags })

  return new Hono<Env>()
    .get('/api/recordings/tags', words('Tags that recordings have', 'playback'), (c) =>
      c.json({ tags: recordingTags.all(callerOf(c)) }),
    )
    .get('/api/recordings/:id/tags', words('Tags of a recording', 'playback'), (c) => {
      const caller = callerOf(c)
      const id = idIn(c.req.param('id'))
      if ('recordingId' in id) return c.json({ id: id.recordingId, tags: recordingTags.of(caller, id.recordingId) })
      // What only a device has bears none.
      recordings.clip(caller, id.clipId)
      return c.json({ id: Number(c.req.param('id')), tags: [] })
    })
    .put('/api/recordings/:id/tags', words('Tag a recording', 'manage'), async (c) => {
      const caller = callerOf(c)
      const wanted = idIn(c.req.param('id'))
      const said = read(setIn, await bodyOf(c), WHICH)
      const id = refuseClip(services, caller, wanted, 'where it bears no tags: download it, then tag our copy')
      return c.json({ id, tags: recordingTags.set(caller, id, said.tags) })
    })
    .post('/api/recordings/batch-tags', words('Tag many recordings', 'manage'), async (c) => {
      const { ids, add, remove } = read(changeIn, await bodyOf(c), "Missing or invalid 'ids', 'add' or 'remove' array")
      if (!add.length && !remove.length) throw new Fault('invalid-input', "Neither 'add' nor 'remove' names a tag")
      const done = recordingTags.change(callerOf(c), batchOf(ids).recordingIds, { add, remove })
      return c.json({ recordings_count: done.recordings, tags_added: done.added, tags_removed: done.removed })
    })
}
