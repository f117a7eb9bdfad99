// The front door on people alone: the real root, lock and routes, with nothing behind that needs a recorder.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { householdRoutes } from '../api/index.ts'
import { createRoot } from '../http/listen.ts'
import type { Plugin } from '../plugin/index.ts'
import type { Services } from '../services/index.ts'
import { createUndo } from '../services/undo/index.ts'
import { createPeople } from './people.ts'

export interface Answer {
  status: number
  headers: Headers
  // biome-ignore lint/suspicious/noExplicitAny: what came over the wire is what the test is about.
  body: any
}

/** `token` and `key` stand for the headers that they are sent in. */
export interface Ask {
  token?: string
  key?: string
  headers?: Record<string, string>
  /** The address that it comes from. */
  from?: string
  body?: unknown
}

export async function createDoor(
  options: { env?: Record<string, string>; plugins?: Plugin[]; more?: Partial<Services>; limited?: boolean } = {},
) {
  const people = createPeople(options.env ? { env: options.env } : {})
  const { access, activity } = people.services
  // No entry here is a change of a device, so the ways back to one are never gone.
  const undo = createUndo({ access, activity } as unknown as Parameters<typeof createUndo>[0])
  const services = { ...people.services, undo, ...options.more } as Services
  const bundle = mkdtempSync(join(tmpdir(), 'porchlight-web-'))
  const page = '<!doctype html><html><head><base href="/"><title>Porchlight</title></head></html>'
  const script = `console.log(${JSON.stringify('x'.repeat(2000))})`
  await Bun.write(join(bundle, 'index.html'), page)
  await Bun.write(join(bundle, 'main-abcdefgh.js'), script)
  await Bun.write(join(bundle, 'main-abcdefgh.js.gz'), gzipSync(script))

  const hub = () => ({
    connected: false,
    since: null,
    lastError: null,
    stopped: false,
    protocol: null,
    url: 'mqtt://broker.example:1883',
    brokerVersion: 'mosquitto version 2.0.11',
    prefix: 'porchlight',
    nodeId: 'abc',
    discovery: 'device' as const,
    devices: 0,
    entities: 0,
    messages: 0,
    withdrawn: [],
  })
  const root = createRoot({
    config: people.config,
    services,
    plugins: options.plugins ?? [],
    bundle,
    version: '0.0.0',
    log: people.log,
    now: people.now,
    limited: options.limited ?? false,
    api: householdRoutes({
      services,
      hub: { state: hub, announceAgain() {}, newEntityIds: async () => {}, newNodeId: async () => {} },
    }),
  })

  async function ask(
    method: string,
    path: string,
    { token, key, headers = {}, from, body }: Ask = {},
  ): Promise<Answer> {
    const sent = new Headers(headers)
    if (token) sent.set('authorization', `Bearer ${token}`)
    if (key) sent.set('x-api-key', key)
    const raw = typeof body === 'string' || body instanceof Uint8Array || body instanceof ReadableStream
    if (body !== undefined && !raw && !sent.has('content-type')) sent.set('content-type', 'application/json')
    const server = from === undefined ? {} : { requestIP: () => ({ address: from }) }
    const sending = body === undefined ? {} : { body: raw ? (body as BodyInit) : JSON.stringify(body) }
    const answer = await root.request(path, { method, headers: sent, ...sending }, server)
    const text = await answer.text()
    const json = answer.headers.get('content-type')?.startsWith('application/json')
    return { status: answer.status, headers: answer.headers, body: json ? JSON.parse(text) : text }
  }

  return {
    ...people,
    services,
    root,
    ask,
    async [Symbol.asyncDispose]() {
      await people[Symbol.asyncDispose]()
      rmSync(bundle, { recursive: true, force: true })
    },
  }
}
