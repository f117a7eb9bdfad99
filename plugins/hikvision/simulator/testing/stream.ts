// Reads an alert stream from a bare socket, part by part, by the announced lengths only.
import { type RawClient, rawClient, signedRequest } from './raw.ts'

export interface Part {
  type: string
  head: string
  body: Buffer
  text: string
  /** Text of the first element of that name. */
  value(name: string): string | null
}

export interface AlertReader extends Disposable {
  client: RawClient
  /** The head of the answer. */
  head: string
  part(): Promise<Part>
  /** The next part that is no heartbeat. */
  alert(): Promise<Part>
}

export const ALERTS = '/ISAPI/Event/notification/alertStream'

export async function openAlerts(port: number): Promise<AlertReader> {
  const client = await rawClient(port)
  await signedRequest(client, { path: ALERTS })
  const head = (await client.until('\r\n\r\n')).toString()
  const reader: AlertReader = {
    client,
    head,
    async part() {
      const boundary = (await client.bytes(12)).toString()
      if (boundary !== '--boundary\r\n') throw new Error(`A part begins with ${JSON.stringify(boundary)}`)
      const lines = (await client.until('\r\n\r\n')).toString()
      const length = Number(/^Content-Length: (\d+)\r$/m.exec(lines)![1])
      const body = await client.bytes(length)
      const text = body.toString()
      return {
        type: /^Content-Type: (.*)\r$/m.exec(lines)![1]!,
        head: lines,
        body,
        text,
        value: (name) => new RegExp(`<${name}>([^<]*)</${name}>`).exec(text)?.[1] ?? null,
      }
    },
    async alert() {
      for (;;) {
        const part = await reader.part()
        const isHeartbeat = part.value('eventType') === 'videoloss' && part.value('eventState') === 'inactive'
        if (!isHeartbeat) return part
      }
    },
    [Symbol.dispose]: () => client[Symbol.dispose](),
  }
  return reader
}

/** Waits for a condition, twenty seconds at most. */
export async function eventually(condition: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const limit = Date.now() + 20_000
  while (!(await condition())) {
    if (Date.now() > limit) throw new Error(`It never happened that ${what}`)
    await Bun.sleep(10)
  }
}
