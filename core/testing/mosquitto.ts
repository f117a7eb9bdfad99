// A real Mosquitto for tests, and what its subscribers see.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Subprocess } from 'bun'
import { freePort } from './free-port.ts'
import { until } from './until.ts'

const PROGRAM = Bun.which('mosquitto') ?? Bun.which('/usr/sbin/mosquitto')
/** Tests of the hub say so and are skipped where it is missing. */
export const hasMosquitto = PROGRAM !== null && Bun.which('mosquitto_sub') !== null

export interface Broker extends AsyncDisposable {
  readonly url: string
  readonly port: number
  /** Ends it; nothing that it held survives. */
  stop(): Promise<void>
  start(): Promise<void>
  /** A subscriber to everything, which records from now on. */
  watch(...options: string[]): Promise<Capture>
  publish(topic: string, payload: string, ...options: string[]): Promise<void>
}

export interface Seen {
  topic: string
  /** Undefined for a picture. */
  payload: string | undefined
  retain: boolean
  qos: number
  /** Milliseconds of the test's own clock. */
  at: number
}

export interface Capture extends AsyncDisposable {
  readonly messages: Seen[]
  /** As `check-discovery` reads them. */
  readonly lines: string[]
  /** What lies retained, by topic. */
  retained(): Map<string, string>
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy()
      resolve(true)
    })
    socket.on('error', () => resolve(false))
  })
}

async function end(child: Subprocess | null): Promise<void> {
  child?.kill('SIGKILL')
  await child?.exited
}

export async function startBroker(config = 'allow_anonymous true'): Promise<Broker> {
  const folder = mkdtempSync(join(tmpdir(), 'mosquitto-'))
  const port = freePort()
  const file = join(folder, 'mosquitto.conf')
  writeFileSync(file, `listener ${port} 127.0.0.1\npersistence false\n${config}\n`)
  let child: Subprocess | null = null
  const broker: Broker = {
    url: `mqtt://127.0.0.1:${port}`,
    port,
    async start() {
      child = Bun.spawn([PROGRAM ?? 'mosquitto', '-c', file], { stdout: 'ignore', stderr: 'ignore' })
      await until('Mosquitto listens', () => answers(port))
    },
    async stop() {
      await end(child)
      child = null
    },
    watch: (...options) => watch(port, options),
    publish: (topic, payload, ...options) => publish(port, topic, payload, options),
    async [Symbol.asyncDispose]() {
      await end(child)
      rmSync(folder, { recursive: true, force: true })
    },
  }
  await broker.start()
  return broker
}

async function publish(port: number, topic: string, payload: string, options: string[] = []): Promise<void> {
  const args = ['-h', '127.0.0.1', '-p', String(port), '-t', topic, '-m', payload, ...options]
  if ((await Bun.spawn(['mosquitto_pub', ...args]).exited) !== 0) throw new Error(`cannot publish to ${topic}`)
}

const READY = 'test/ready'

interface Line {
  topic: string
  payload?: string
  payloadlen: number
  retain: number
  qos: number
}

/** With a `login`, at a broker that speaks only MQTT 3.1.1: the retain flag is seen on what lay there before, and on nothing else. */
export async function watch(port: number, options: string[], login?: string[]): Promise<Capture> {
  const dialect = login ? ['-V', '311', ...login] : ['-V', '5', '--retain-as-published']
  const args = ['-h', '127.0.0.1', '-p', String(port), ...dialect, '-q', '1', '-t', '#']
  const child = Bun.spawn(['mosquitto_sub', ...args, '-F', '%j', ...options], {
    stdout: 'pipe',
    stderr: 'ignore',
  })
  const messages: Seen[] = []
  const lines: string[] = []
  let subscribed = false
  const reading = (async () => {
    const decoder = new TextDecoder()
    let rest = ''
    for await (const chunk of child.stdout) {
      const parts = (rest + decoder.decode(chunk, { stream: true })).split('\n')
      rest = parts.pop() ?? ''
      for (const line of parts) {
        if (!line.startsWith('{')) continue
        const { topic, payload, payloadlen, retain, qos } = JSON.parse(line) as Line
        if (topic === READY) {
          subscribed = true
          continue
        }
        lines.push(line)
        // A picture is printed up to its first zero byte.
        const text = Buffer.byteLength(payload ?? '') === payloadlen ? (payload ?? '') : undefined
        messages.push({ topic, payload: text, retain: retain === 1, qos, at: performance.now() })
      }
    }
  })()
  // It does not say when it has subscribed, but a message that arrives does.
  await until('mosquitto_sub has subscribed', async () => {
    await publish(port, READY, 'yes', login)
    return subscribed
  })
  return {
    messages,
    lines,
    retained() {
      const held = new Map<string, string>()
      for (const { topic, payload, retain } of messages) {
        if (!retain) continue
        if (payload === '') held.delete(topic)
        else held.set(topic, payload ?? '(picture)')
      }
      return held
    },
    async [Symbol.asyncDispose]() {
      await end(child)
      await reading
    },
  }
}

const CHECKER = join(import.meta.dir, '../../../shared/mqtt/check-discovery')
/** The checker is no part of this repository: tests that need it say so and are skipped without. */
export const hasChecker = Bun.which('python3') !== null && (await Bun.file(CHECKER).exists())

/** What the checker says, line by line; the last one reads `N configs, 0 faults` when all is well. */
export async function checkDiscovery(lines: readonly string[], ...options: string[]): Promise<string[]> {
  const child = Bun.spawn(['python3', CHECKER, ...options], { stdin: new Blob([lines.join('\n')]), stdout: 'pipe' })
  const text = await new Response(child.stdout).text()
  await child.exited
  return text.trim().split('\n')
}

/**
 * What the checker finds in all that was seen, but for the topics of the test itself, once everything that was announced has
 * a value: states are told a moment after it. One that never comes is told of as the checker does.
 */
export async function faultsWhenTold({ lines }: Capture, ...options: string[]): Promise<string[]> {
  const found = async () => {
    const ours = lines.filter((line) => !line.includes('"test/'))
    return (await checkDiscovery(ours, ...options)).slice(0, -1)
  }
  const isTold = async () => !(await found()).some((line) => line.endsWith('never received a value'))
  await until('every state has been told', isTold).catch(() => {})
  return found()
}
