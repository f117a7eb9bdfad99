// go2rtc: streams through its API. It keeps what it is told in its own configuration file, and reads a camera only while somebody watches.
import { z } from 'zod'
import { Fault } from '../../domain/fault.ts'
import { ask, type Place, type Restreamer, strange } from './restreamer.ts'

const PATH = 'api/streams'
const listSchema = z.record(
  z.string(),
  z.object({ producers: z.array(z.object({ url: z.string().optional() })).nullish() }).nullable(),
)

export function createGo2rtc(place: Place): Restreamer {
  async function list(signal: AbortSignal): Promise<Map<string, string | null>> {
    const { body } = await ask(place, { path: PATH, signal })
    const read = listSchema.safeParse(body)
    if (!read.success) throw strange()
    return new Map(Object.entries(read.data).map(([name, stream]) => [name, stream?.producers?.[0]?.url ?? null]))
  }

  return {
    list,
    async put(name, address, _isThere, signal) {
      // Its PATCH is not asked: that takes the end of an address for the name of another stream.
      const { status } = await ask(place, { method: 'PUT', path: PATH, query: { name, src: address }, signal })
      if (status === 404) throw strange()
      // It says 400 also when it has the stream but cannot write its file.
      if (status === 400 && (await list(signal)).get(name) !== address)
        throw new Fault('invalid-input', 'The restreamer does not take this address')
    },
    async remove(name, signal) {
      // Versions differ in which of the two they look at.
      await ask(place, { method: 'DELETE', path: PATH, query: { src: name, name }, signal })
    },
  }
}
