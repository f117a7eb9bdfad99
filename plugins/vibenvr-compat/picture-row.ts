// Pictures one after the other in one answer, each in the place of the one before: what an `<img>` shows as a film.
import type { Caller, Services } from '#plugin'

type Picture = Awaited<ReturnType<Services['liveJpeg']['next']>>

const BOUNDARY = 'frame'
const HEADERS = {
  'content-type': `multipart/x-mixed-replace; boundary=${BOUNDARY}`,
  'cache-control': 'no-cache, no-store, must-revalidate',
  'x-accel-buffering': 'no',
}

/** The newest picture whenever the last one has been taken; ends with the right to see it, when it is switched off, and when there are none. */
export function pictureRow(
  { liveJpeg, tickets }: Pick<Services, 'liveJpeg' | 'tickets'>,
  caller: Caller,
  channelId: number,
  request: Request,
): Response {
  // Nobody would read what it is sent; who has gone already does not say so again.
  if (request.method === 'HEAD' || request.signal.aborted) return new Response(null, { headers: HEADERS })
  const { secret } = tickets.issue(caller, { type: 'live', channelId, quality: 'sub' }, 'view', { dialect: 'vibenvr' })
  const over = new AbortController()
  const open = new DisposableStack()
  const end = () => {
    open.dispose()
    over.abort()
  }
  open.defer(() => tickets.end(secret))
  open.use(tickets.hold(secret, end))
  request.signal.addEventListener('abort', end, { once: true })
  open.defer(() => request.signal.removeEventListener('abort', end))
  const encoder = new TextEncoder()
  let last: Picture | null = null
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          last = await liveJpeg.next(caller, channelId, last, over.signal)
        } catch {
          // What is wrong with the camera is told by its frames.
          end()
          controller.close()
          return
        }
        const { jpeg } = last
        const head = `--${BOUNDARY}\r\nContent-Type: image/jpeg\r\nContent-Length: ${jpeg.length}\r\n\r\n`
        controller.enqueue(Buffer.concat([encoder.encode(head), jpeg, encoder.encode('\r\n')]))
      },
      cancel: end,
    },
    { highWaterMark: 0 },
  )
  return new Response(body, { headers: HEADERS })
}
