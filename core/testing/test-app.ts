// The whole appliance on a data folder of its own, listening on a free port, for tests that come through the front door.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type App, type AppOptions, createApp } from '../app.ts'
import { readConfig } from '../config.ts'
import { createLog } from '../log.ts'
import type { Plugin } from '../plugin/index.ts'

export interface Answer {
  status: number
  headers: Headers
  text: string
  /** The body where it is JSON, else null. A test knows what it asked for. */
  // biome-ignore lint/suspicious/noExplicitAny: tests read answers as a client in any language would
  body: any
}

export interface TestApp extends AsyncDisposable {
  app: App
  url: string
  /** Its data folder, alone in a folder of its own. */
  folder: string
  /** The first account, signed in. */
  token: string
  /** Lines of the log. */
  lines: string[]
  /** `token` null = nobody. A text goes out as it is. */
  ask(method: string, path: string, body?: unknown, token?: string | null): Promise<Answer>
  /** Ends the appliance and starts it again on the same data. `between`: runs while there is none. */
  restart(between?: () => void | Promise<void>): Promise<void>
}

/** The first account. */
export const OWNER = { username: 'owner', password: 'porchlight-owner' }

/** `env` are variables of the configuration; loopback is allowed, no network is searched, there is no broker unless one is named, and no limit unless asked for. */
export async function createTestApp(
  plugins: Plugin[],
  env: Record<string, string> = {},
  options: Pick<AppOptions, 'now' | 'bundle' | 'limited' | 'lookup' | 'networks'> = {},
): Promise<TestApp> {
  const around = mkdtempSync(join(tmpdir(), 'porchlight-app-'))
  const folder = join(around, 'data')
  const lines: string[] = []
  const config = readConfig({
    PORCHLIGHT_DATA: folder,
    PORCHLIGHT_HOST: '127.0.0.1',
    PORCHLIGHT_PORT: '0',
    PORCHLIGHT_ALLOW_LOOPBACK: '1',
    PORCHLIGHT_SEARCH_NETWORKS: 'off',
    ...env,
  })
  const start = () =>
    createApp(config, plugins, { limited: false, ...options, log: createLog('debug', (line) => void lines.push(line)) })
  let app = await start()

  async function ask(method: string, path: string, body?: unknown, token: string | null = test.token): Promise<Answer> {
    const answer = await fetch(app.url + path, {
      method,
      headers: {
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const text = await answer.text()
    const isJson = answer.headers.get('content-type')?.includes('json')
    return { status: answer.status, headers: answer.headers, text, body: isJson ? JSON.parse(text) : null }
  }

  const test: TestApp = {
    get app() {
      return app
    },
    get url() {
      return app.url
    },
    folder,
    token: '',
    lines,
    ask,
    async restart(between) {
      await app[Symbol.asyncDispose]()
      await between?.()
      app = await start()
    },
    async [Symbol.asyncDispose]() {
      await app[Symbol.asyncDispose]()
      rmSync(around, { recursive: true, force: true })
    },
  }
  try {
    test.token = (await ask('POST', '/api/auth/register', OWNER, null)).body.token
  } catch (error) {
    await test[Symbol.asyncDispose]()
    throw error
  }
  return test
}
