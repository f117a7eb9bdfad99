// A client of the event stream that opens it and never reads.
import { expect, jest, test } from 'bun:test'
import { connect } from 'node:net'
import type { Ticket, Tickets } from '../services/tickets.ts'
import { until } from '../testing/until.ts'
import { eventStream } from './event-stream.ts'

test('a client that does not read is cut off, instead of being remembered everything', async () => {
  let send: ((name: string, data: unknown) => void) | null = null
  let left = 0
  const events = {
    subscribe(_: Ticket['caller'], listener: NonNullable<typeof send>) {
      send = listener
      return { [Symbol.dispose]: () => void left++ }
    },
  }
  const tickets = { hold: () => ({ [Symbol.dispose]() {} }) } as unknown as Tickets
  await using server = Bun.serve({
    port: 0,
    hostname: '127.0.0.1',
    fetch: (request) => eventStream({ secret: 'x' } as Ticket, tickets, events, request),
  })
  const client = connect(server.port ?? 0, '127.0.0.1').pause()
  client.write('GET / HTTP/1.1\r\nHost: here\r\n\r\n')
  await until('it has opened the stream', () => send !== null)
  const text = 'x'.repeat(10_000)
  let sent = 0
  await until('it is cut off', () => {
    for (let count = 0; count < 100; count++, sent++) send?.('event', { text })
    return left === 1
  })
  // What the system buffers, and a thousand messages.
  expect(sent).toBeLessThan(5000)
  client.destroy()
})

test('a stream for who has gone already holds nothing', async () => {
  let [held, heard] = [0, 0]
  const counted = (end: () => void) => ({ [Symbol.dispose]: end })
  const tickets = {
    hold: () => {
      held++
      return counted(() => held--)
    },
  } as unknown as Tickets
  const events = {
    subscribe() {
      heard++
      return counted(() => heard--)
    },
  }
  const gone = new Request('http://porchlight.example/', { signal: AbortSignal.abort() })
  const answer = eventStream({ secret: 'x' } as Ticket, tickets, events, gone)
  expect([held, heard]).toEqual([0, 0])
  expect(await answer.text()).toContain('event: hello')
})

test('a page is told every 15 seconds that the line is good, in a way that its scripts hear', async () => {
  jest.useFakeTimers()
  try {
    const none = { hold: () => ({ [Symbol.dispose]() {} }), subscribe: () => ({ [Symbol.dispose]() {} }) }
    const tickets = none as unknown as Tickets
    for (const [sign, text] of [
      ['event', 'event: here\ndata: {}\n\n'],
      ['comment', ': still here\n\n'],
    ] as const) {
      const leaving = new AbortController()
      const request = new Request('http://porchlight.example/', { signal: leaving.signal })
      const answer = eventStream({ secret: 'x' } as Ticket, tickets, none, request, sign)
      jest.advanceTimersByTime(15_000)
      leaving.abort()
      expect((await answer.text()).split('\n\n').slice(1).join('\n\n')).toBe(text)
    }
  } finally {
    jest.useRealTimers()
  }
})
