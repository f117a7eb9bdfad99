// The file of a clip: asked for by its own address, as a program stream without an end that one could believe (WIRE 4.4).
import { type ClipBytes, Fault } from '#plugin'
import type { IsapiClient } from '../isapi/client.ts'
import { faultOfAnswer } from '../isapi/faults.ts'
import { escapeXml } from '../isapi/xml.ts'

const PATH = '/ISAPI/ContentMgmt/download'
/** Disks that sleep take a while to begin. */
const BEGIN_MS = 30_000
/** An error document is small. */
const MAX_DOCUMENT = 64 * 1024

export interface ClipDownload {
  /** Fault `unsupported` where neither way of asking is known to the device. */
  open(token: string, signal: AbortSignal): Promise<ClipBytes>
}

function documentOf(token: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<downloadRequest version="1.0" xmlns="http://www.isapi.org/ver20/XMLSchema">
<playbackURI>${escapeXml(token)}</playbackURI>
</downloadRequest>
`
}

/** An answer's body, once its first bytes are there: null when it has none. */
async function begun(response: Response): Promise<ReadableStream<Uint8Array> | null> {
  const reader = response.body?.getReader()
  if (!reader) return null
  let first = await reader.read()
  while (!first.done && first.value.byteLength === 0) first = await reader.read()
  if (first.done) return null
  const { value } = first
  let handed = false
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      if (!handed) {
        handed = true
        return controller.enqueue(value)
      }
      const next = await reader.read()
      if (next.done) controller.close()
      else controller.enqueue(next.value)
    },
    cancel: (reason) => reader.cancel(reason),
  })
}

async function small(response: Response): Promise<string> {
  let body = ''
  const decoder = new TextDecoder()
  for await (const chunk of response.body ?? []) {
    body += decoder.decode(chunk, { stream: true })
    if (body.length > MAX_DOCUMENT) break
  }
  return body
}

export function createClipDownload({ client, device }: { client: IsapiClient; device: string }): ClipDownload {
  /** What this device has answered to, so that the other way is tried only once. */
  let way: 'POST' | 'GET' | null = null

  async function ask(method: 'POST' | 'GET', token: string, signal: AbortSignal): Promise<ClipBytes | null> {
    const response = await client.stream(PATH, signal, { method, body: documentOf(token), timeoutMs: BEGIN_MS })
    const type = response.headers.get('content-type') ?? ''
    if (/xml|html|json/i.test(type)) {
      const body = await small(response)
      throw (
        faultOfAnswer(device, PATH, response.status, body) ??
        new Fault('device-garbled', `${device} sent a document where a recording should be`)
      )
    }
    const length = Number(response.headers.get('content-length') ?? Number.NaN)
    // One that says how long it is has a body; a look at it would cost a copy of every byte.
    const bytes = length > 0 ? response.body : await begun(response)
    if (!bytes) return null
    return { bytes, length: length > 0 ? length : null, container: /mp4/i.test(type) ? 'mp4' : 'ps' }
  }

  return {
    async open(token, signal) {
      const ways = way ? [way] : (['POST', 'GET'] as const)
      let refused: Fault | null = null
      for (const method of ways) {
        try {
          const found = await ask(method, token, signal)
          if (!found) continue
          way = method
          return found
        } catch (error) {
          if (!(error instanceof Fault) || error.kind !== 'unsupported') throw error
          refused = error
        }
      }
      throw refused ?? new Fault('device-garbled', `${device} sent nothing for this recording: it may be gone already.`)
    },
  }
}
