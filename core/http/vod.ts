// A recording as HLS: a list of all its pieces, and the pieces.
import type { Context } from 'hono'
import type { Film } from '../services/recordings/index.ts'

/** `prefix` stands before every name: where the pieces are, seen from where the list is. */
export function vodList({ pieces }: Film, start: Date, prefix = ''): string {
  let at = +start
  const lines = [
    '#EXTM3U',
    '#EXT-X-VERSION:7',
    `#EXT-X-TARGETDURATION:${Math.ceil(Math.max(...pieces))}`,
    '#EXT-X-PLAYLIST-TYPE:VOD',
    '#EXT-X-MEDIA-SEQUENCE:0',
    '#EXT-X-INDEPENDENT-SEGMENTS',
    `#EXT-X-MAP:URI="${prefix}init.mp4"`,
  ]
  for (const [number, seconds] of pieces.entries()) {
    lines.push(`#EXT-X-PROGRAM-DATE-TIME:${new Date(at).toISOString()}`)
    lines.push(`#EXTINF:${seconds.toFixed(5)},`, `${prefix}${number}.m4s`)
    at += seconds * 1000
  }
  return `${[...lines, '#EXT-X-ENDLIST'].join('\n')}\n`
}

export function vodListAnswer(c: Context, film: Film, start: Date, prefix?: string): Response {
  const list = vodList(film, start, prefix)
  return c.body(list, 200, {
    'content-type': 'application/vnd.apple.mpegurl',
    // HEAD would else be told 0.
    'content-length': String(Buffer.byteLength(list)),
    'cache-control': 'no-store',
  })
}

/** What a name of the list stands for; null for any other name. `shift`: as of `Film.piece`. */
export async function vodFile(film: Film, name: string, shift = 0): Promise<Uint8Array<ArrayBuffer> | null> {
  if (name === 'init.mp4') return new Uint8Array(film.init)
  const number = /^(\d{1,7})\.m4s$/.exec(name)?.[1]
  const piece = number === undefined ? null : await film.piece(Number(number), shift)
  return piece && new Uint8Array(piece.buffer as ArrayBuffer, piece.byteOffset, piece.length)
}
