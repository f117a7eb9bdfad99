// Live pictures: the RTSP address of a channel, from what the device has already said.
import { Fault, type Live, type Quality } from '#plugin'
import { type Knowledge, keyOf, streamsOf } from './channels.ts'

export interface StreamTarget {
  /** Host and, if it has its own, port for streams; brackets around IPv6. */
  host: string
  port: number | null
  username: string
  password: string
}

export interface LiveOptions extends StreamTarget {
  knowledge(): Knowledge
}

/** Percent-encoding that also spares shells and lists the characters that `encodeURIComponent` lets through. */
function encoded(value: string): string {
  return encodeURIComponent(value).replace(
    /[!'()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

/** The id in the path: channel × 100 + stream, but the bare number on cameras that number their streams so. */
export function streamId(known: Knowledge, number: number, wanted: number): number {
  const bare = known.streams.find((stream) => stream.id < 100 && stream.stream === wanted && stream.channel === number)
  return bare?.id ?? number * 100 + wanted
}

/** An address with the login in it. */
export function rtspAddress(target: StreamTarget, known: Knowledge, path: string): string {
  const port = target.port ?? known.rtspPort ?? 554
  return `rtsp://${encoded(target.username)}:${encoded(target.password)}@${target.host}:${port}${path}`
}

export function createLive(options: LiveOptions): Live {
  return {
    async source(sourceKey: string, quality: Quality) {
      const known = options.knowledge()
      const input = known.inputs.find((candidate) => keyOf(candidate) === sourceKey)
      if (!input) throw new Fault('not-found', 'This device no longer has that channel')
      const wanted = quality === 'main' ? 1 : 2
      const own = streamsOf(known, input)
      const stream = own.find((candidate) => candidate.stream === wanted)
      if (quality === 'sub' && known.streamsListed && own.length && !stream)
        throw new Fault('unsupported', `${input.name} has no second, smaller stream`)
      return {
        address: rtspAddress(options, known, `/Streaming/Channels/${streamId(known, input.number, wanted)}`),
        transport: 'tcp',
        audio: stream?.audio ?? false,
      }
    },
  }
}
