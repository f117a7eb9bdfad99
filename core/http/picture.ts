// A picture as an answer, and what may be asked of one.
import { z } from 'zod'

/** `?fallback=last`: better an old picture than none. */
export const pictureQuery = z.object({
  fallback: z.enum(['last']).optional().meta({
    description: 'The last picture that was taken where there is no fresh one; `X-Taken-At` says when that was',
  }),
})

/** JPEG with its time, to the millisecond in `X-Taken-At`. */
export function pictureAnswer({ jpeg, takenAt }: { jpeg: Uint8Array; takenAt: Date }, cache = 'no-store'): Response {
  return new Response(new Uint8Array(jpeg), {
    headers: {
      'content-type': 'image/jpeg',
      'cache-control': cache,
      'last-modified': takenAt.toUTCString(),
      'x-taken-at': takenAt.toISOString(),
    },
  })
}
