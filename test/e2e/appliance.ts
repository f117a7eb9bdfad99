// The appliance as its owner runs it: a process of its own, spoken to through its port.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const root = join(import.meta.dir, '..', '..')

export interface Answer<T = Record<string, unknown>> {
  status: number
  body: T
  text: string
}

export interface Appliance extends AsyncDisposable {
  url: string
  pid: number
  data: string
  /** Everything the process has written so far. */
  log(): string
  /** The parsed lines of the log. */
  lines(): Record<string, unknown>[]
  call<T = Record<string, unknown>>(method: string, path: string, body?: unknown, token?: string): Promise<Answer<T>>
  /** Registers or signs in the account and keeps its token for later calls. */
  signIn(): Promise<string>
  /** SIGKILL, as a power cut would. The data folder stays. */
  kill(): Promise<void>
  /** SIGTERM and wait; the exit code. */
  stop(): Promise<number>
}

export const account = { username: 'owner', password: 'correct horse battery' }

interface Start {
  env?: Record<string, string>
  /** A data folder that stays after the end. */
  data?: string
  /** What is started instead of `main.ts`, and where. */
  program?: string[]
  cwd?: string
}

/** Starts the appliance on a free port, with a data folder of its own if none is named. */
export async function startAppliance(options: Start = {}): Promise<Appliance> {
  const data = options.data ?? mkdtempSync(join(tmpdir(), 'porchlight-e2e-'))
  const child = Bun.spawn(options.program ?? [process.execPath, '--no-orphans', join(root, 'main.ts')], {
    cwd: options.cwd ?? root,
    env: {
      PATH: process.env.PATH ?? '',
      HOME: process.env.HOME ?? '',
      PORCHLIGHT_PORT: '0',
      PORCHLIGHT_HOST: '127.0.0.1',
      PORCHLIGHT_DATA: data,
      PORCHLIGHT_ALLOW_LOOPBACK: '1',
      PORCHLIGHT_SEARCH_NETWORKS: 'off',
      PORCHLIGHT_LOG: 'debug',
      ...options.env,
    },
    stdout: 'pipe',
    stderr: 'pipe',
  })
  let written = ''
  const follow = async (stream: ReadableStream<Uint8Array>) => {
    const decoder = new TextDecoder()
    for await (const chunk of stream) written += decoder.decode(chunk, { stream: true })
  }
  const following = Promise.all([follow(child.stdout), follow(child.stderr)])
  let token: string | undefined
  const gone = async () => {
    await child.exited
    await following
  }
  const appliance: Appliance = {
    url: '',
    pid: child.pid,
    data,
    log: () => written,
    lines: () =>
      written
        .split('\n')
        .filter((line) => line.startsWith('{'))
        .map((line) => JSON.parse(line)),
    async call<T>(method: string, path: string, body?: unknown, as = token) {
      const response = await fetch(`${appliance.url}${path}`, {
        method,
        headers: {
          ...(as ? { authorization: `Bearer ${as}` } : {}),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(30_000),
      })
      const text = await response.text()
      const json = response.headers.get('content-type')?.includes('json')
      return { status: response.status, body: (json ? JSON.parse(text) : null) as T, text }
    },
    async signIn() {
      const health = await appliance.call<{ setup: boolean }>('GET', '/health')
      const path = health.body.setup ? '/api/auth/register' : '/api/auth/login'
      const answer = await appliance.call<{ token: string }>('POST', path, account, '')
      if (answer.status !== 200) throw new Error(`signing in failed: ${answer.status} ${answer.text}`)
      token = answer.body.token
      return token
    },
    async kill() {
      child.kill(9)
      await gone()
    },
    async stop() {
      child.kill('SIGTERM')
      await gone()
      return child.exitCode ?? -1
    },
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM')
      const timer = setTimeout(() => child.kill(9), 8000)
      await gone()
      clearTimeout(timer)
      if (!options.data) rmSync(data, { recursive: true, force: true })
    },
  }
  await until('the appliance listens', () => {
    if (child.exitCode !== null) throw new Error(`the appliance ended with ${child.exitCode}:\n${written}`)
    appliance.url = /"url":"(http[^"]+)"/.exec(written)?.[1] ?? ''
    return appliance.url !== ''
  })
  return appliance
}

/** Waits until `ready` gives something true, asking often; fails in words after `seconds`. */
export async function until<T>(
  what: string,
  ready: () => T | Promise<T>,
  seconds = 60,
): Promise<Exclude<NonNullable<T>, false>> {
  const end = Date.now() + seconds * 1000
  for (;;) {
    const value = await ready()
    if (value) return value as Exclude<NonNullable<T>, false>
    if (Date.now() > end) throw new Error(`gave up waiting until ${what}`)
    await Bun.sleep(50)
  }
}

/** Process ids of FFmpeg that are children of `pid`, without those that only wait to be reaped. */
export async function ffmpegOf(pid: number): Promise<number[]> {
  const list = await Bun.$`ps -e -o pid=,ppid=,stat=,comm=`.quiet().text()
  return list
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, parent, stat, name]) => Number(parent) === pid && name === 'ffmpeg' && !stat?.startsWith('Z'))
    .map(([child]) => Number(child))
}
