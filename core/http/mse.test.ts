// What goes over a socket when its client does not keep up, and why it closes.
import { expect, test } from 'bun:test'
import { Fault } from '../domain/fault.ts'
import type { Consumer, Fragment, Live, Relay } from '../services/live.ts'
import type { Ticket, Tickets } from '../services/tickets.ts'
import { mseSocket } from './mse.ts'
import type { Socket } from './sockets.ts'

function start({ isAlive = true } = {}) {
  let consumer: Consumer = {}
  let left = 0
  const sent: string[] = []
  const closed: { code: number; reason: string }[] = []
  let buffered = 0
  const relay = {
    join(joined: Consumer) {
      consumer = joined
      return () => void left++
    },
  } as unknown as Relay
  const live = { relayOf: () => relay } as unknown as Live
  const ticket = { secret: 'x' } as Ticket
  const ended = new Set<() => void>()
  const tickets = {
    peek: () => (isAlive ? ticket : null),
    hold: (_: string, listener: () => void) => {
      ended.add(listener)
      return { [Symbol.dispose]: () => void ended.delete(listener) }
    },
  } as unknown as Tickets
  const events = mseSocket(ticket, { live, tickets })
  const socket = {
    getBufferedAmount: () => buffered,
    send: (data: string | Buffer) => void sent.push(data.toString()),
    close(code: number, reason: string) {
      closed.push({ code, reason })
      events.onClose()
    },
  } as unknown as Socket
  events.onOpen(socket)
  const fragment = (name: string, key: boolean, epoch = 1): Fragment => ({
    epoch: { id: epoch, init: Buffer.from(`init${epoch}`), mime: 'video/mp4', width: 1, height: 1 },
    ...{ data: Buffer.from(name), key, decodeTime: 4, duration: 0.2, time: 10_000 },
  })
  return {
    sent,
    closed,
    ended,
    left: () => left,
    lag: (bytes: number) => {
      buffered = bytes
    },
    feed: (name: string, key = false, epoch = 1) => consumer.onFragment?.(fragment(name, key, epoch)),
    end: (fault: Fault | null) => consumer.onEnd?.(fault),
    trouble: (fault: Fault) => consumer.onTrouble?.(fault),
  }
}

test('a slow client gets nothing until a key frame finds room again', () => {
  const { sent, feed, lag } = start()
  feed('1', true)
  lag(3 << 20)
  feed('2')
  feed('3', true)
  lag(0)
  feed('4')
  feed('5', true)
  feed('6')
  expect(sent.slice(2)).toEqual(['1', '5', '6'])
})

test('each epoch is announced with its init', () => {
  const { sent, feed } = start()
  feed('1', true)
  feed('2', true, 2)
  expect(sent).toEqual([
    '{"init":"video/mp4","epoch":1,"at":6000,"from":4}',
    'init1',
    '1',
    '{"init":"video/mp4","epoch":2,"at":6000,"from":4}',
    'init2',
    '2',
  ])
})

test('the end of the ticket, a fault and a new beginning have codes of their own', () => {
  const ended = start()
  for (const listener of [...ended.ended]) listener()
  expect(ended.closed).toEqual([{ code: 4401, reason: 'This link has ended' }])
  expect(ended.left()).toBe(1)

  const refused = start()
  refused.end(new Fault('device-refused-login', `The device refused. ${'ä'.repeat(100)}`))
  expect(refused.closed[0]!.code).toBe(4502)
  expect(Buffer.byteLength(refused.closed[0]!.reason)).toBeLessThanOrEqual(123)

  const anew = start()
  anew.end(null)
  expect(anew.closed[0]!.code).toBe(1012)
  expect(start({ isAlive: false }).closed[0]!.code).toBe(4401)
})

test('a short trouble is bridged once there were pictures, and told before there were any', () => {
  const bridged = start()
  bridged.feed('1', true)
  bridged.trouble(new Fault('device-unreachable', 'Cut off'))
  expect(bridged.closed).toEqual([])
  const told = start()
  told.trouble(new Fault('device-busy', 'Too many viewers'))
  expect(told.closed).toEqual([{ code: 4503, reason: 'Too many viewers' }])
  expect(told.left()).toBe(1)
})
