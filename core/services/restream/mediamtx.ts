// MediaMTX: paths through its control API, version 3. What it is told so lasts until it is restarted.
import { z } from 'zod'
import { Fault } from '../../domain/fault.ts'
import { ask, type Place, type Restreamer, strange } from './restreamer.ts'

const PAGE = 1000
/** More than this many paths are not ours alone. */
const MOST_PAGES = 20

const listSchema = z.object({
  pageCount: z.number(),
  items: z.array(z.object({ name: z.string(), source: z.string().optional() })),
})

export function createMediamtx(place: Place): Restreamer {
  const page = async (number: number, signal: AbortSignal) => {
    const query = { itemsPerPage: String(PAGE), page: String(number) }
    const { body } = await ask(place, { path: 'v3/config/paths/list', query, signal })
    const read = listSchema.safeParse(body)
    if (!read.success) throw strange()
    return read.data
  }

  return {
    async list(signal) {
      const found = new Map<string, string | null>()
      for (let number = 0, pages = 1; number < Math.min(pages, MOST_PAGES); number++) {
        const { pageCount, items } = await page(number, signal)
        for (const { name, source } of items) found.set(name, source ?? null)
        pages = pageCount
      }
      return found
    },
    async put(name, address, isThere, signal) {
      // It reads the camera only while somebody watches: nobody else would notice that its login is refused.
      const body = { source: address, sourceOnDemand: true, rtspTransport: 'tcp' }
      const way = isThere ? ({ method: 'PATCH', verb: 'patch' } as const) : ({ method: 'POST', verb: 'add' } as const)
      const { status } = await ask(place, {
        method: way.method,
        path: `v3/config/paths/${way.verb}/${name}`,
        body,
        signal,
      })
      if (status === 400) throw new Fault('invalid-input', 'The restreamer does not take this address')
      if (status === 404) throw strange()
    },
    async remove(name, signal) {
      await ask(place, { method: 'DELETE', path: `v3/config/paths/delete/${name}`, signal })
    },
  }
}
