// A real Mosquitto with its default limits, and a real subscriber that writes down what it saw.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../../core/testing/free-port.ts'
import { until } from './appliance.ts'

export interface Seen {
  topic: string
  payload: string
  retain: number
  qos: number
}

export interface Broker extends AsyncDisposable {
  url: string
  port: number
  /** Ends the broker and forgets its retained messages. */
  stop(): Promise<void>
  start(): Promise<void>
  /** Begins to record everything; `lines()` is the checker's input. */
  watch(): Promise<Watch>
}

export interface Watch extends AsyncDisposable {
  seen(): Seen[]
  lines(): string
}

/** `anonymous` false: nobody is known to it, and everybody is refused. */
export async function startBroker({ anonymous = true } = {}): Promise<Broker> {
  const folder = mkdtempSync(join(tmpdir(), 'porchlight-broker-'))
  const port = freePort()
  const file = join(folder, 'mosquitto.conf')
  writeFileSync(file, `listener ${port} 127.0.0.1\nallow_anonymous ${anonymous}\npersistence false\n`)
  const program = Bun.which('mosquitto', { PATH: `${process.env.PATH}:/usr/sbin` })
  if (!program) throw new Error('Mosquitto is not installed: npm run setup')
  let child: Bun.Subprocess | undefined
  const broker: Broker = {
    url: `mqtt://127.0.0.1:${port}`,
    port,
    async start() {
      child = Bun.spawn([program, '-c', file], { stdout: 'ignore', stderr: 'ignore' })
      await until('the broker listens', () =>
        Bun.connect({ hostname: '127.0.0.1', port, socket: { data() {}, open: (socket) => void socket.end() } }).then(
          () => true,
          () => false,
        ),
      )
    },
    async stop() {
      child?.kill()
      await child?.exited
    },
    async watch() {
      const subscriber = Bun.spawn(
        [
          'mosquitto_sub',
          '-h',
          '127.0.0.1',
          '-p',
          String(port),
          '-V',
          '5',
          '--retain-as-published',
          '-q',
          '1',
          '-t',
          '#',
          '-F',
          '%j',
        ],
        { stdout: 'pipe', stderr: 'ignore' },
      )
      let text = ''
      const reading = (async () => {
        const decoder = new TextDecoder()
        for await (const chunk of subscriber.stdout) text += decoder.decode(chunk, { stream: true })
      })()
      const whole = () => text.slice(0, text.lastIndexOf('\n') + 1)
      return {
        lines: whole,
        seen: () =>
          whole()
            .split('\n')
            .filter(Boolean)
            .map((line) => JSON.parse(line)),
        async [Symbol.asyncDispose]() {
          subscriber.kill()
          await reading
        },
      }
    },
    async [Symbol.asyncDispose]() {
      await broker.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
  await broker.start()
  return broker
}
