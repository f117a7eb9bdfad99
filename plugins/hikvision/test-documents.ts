// A test device that keeps documents: a PUT replaces what the next GET gives, as on a real one.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { startTestDevice, type TestDevice, type TestDeviceOptions } from './test-device.ts'

export const OK = `<ResponseStatus version="1.0"><statusCode>1</statusCode><statusString>OK</statusString><subStatusCode>ok</subStatusCode></ResponseStatus>`

export const said = (code: number, sub: string) =>
  `<ResponseStatus version="1.0"><statusCode>${code}</statusCode><statusString>x</statusString><subStatusCode>${sub}</subStatusCode></ResponseStatus>`

export interface DocumentDevice extends TestDevice {
  /** Path → document; what is not here answers 403 notSupport. */
  readonly documents: Map<string, string>
  /** Bodies of the writes, in order: `PUT /path` and what was sent. */
  readonly writes: { request: string; body: string }[]
}

export interface DocumentDeviceOptions extends Omit<TestDeviceOptions, 'answers'> {
  documents: Readonly<Record<string, string>>
  /** What becomes of a document that is sent: what to keep and what to answer. Without it: kept, OK. */
  onPut?(path: string, body: string, before: string | undefined): { keep?: string; answer?: string; status?: number }
  /** Answers by itself what lies at this path, whatever the method. */
  own?: Readonly<Record<string, (request: IncomingMessage, response: ServerResponse) => void>>
  /** Answers to POST, by path. */
  onPost?: Readonly<Record<string, (body: string) => string | { status: number; body: string }>>
}

export async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}

export async function startDocumentDevice(options: DocumentDeviceOptions): Promise<DocumentDevice> {
  const documents = new Map(Object.entries(options.documents))
  const writes: DocumentDevice['writes'] = []

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? ''
    const own = options.own?.[path]
    if (own) return own(request, response)
    const send = (status: number, body: string) =>
      void response.writeHead(status, { 'Content-Type': 'application/xml' }).end(body)
    if (request.method === 'GET') {
      const found = documents.get(path)
      return found === undefined ? send(403, said(4, 'notSupport')) : send(200, found)
    }
    const body = await bodyOf(request)
    if (request.method === 'POST') {
      const reply = options.onPost?.[path]?.(body)
      if (reply === undefined) return send(403, said(4, 'notSupport'))
      return typeof reply === 'string' ? send(200, reply) : send(reply.status, reply.body)
    }
    writes.push({ request: `${request.method} ${path}`, body })
    if (!options.onPut) {
      if (documents.has(path)) documents.set(path, body)
      return send(200, OK)
    }
    const { keep, answer: text = OK, status = 200 } = options.onPut(path, body, documents.get(path))
    if (keep !== undefined) documents.set(path, keep)
    send(status, text)
  }

  const device = await startTestDevice({
    ...options,
    answers: new Proxy({} as NonNullable<TestDeviceOptions['answers']>, { get: () => answer }),
  })
  return Object.assign(device, { documents, writes })
}
