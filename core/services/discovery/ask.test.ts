// A question on sockets of the test: where it goes, how often, and what is let through of the answers.
import { expect, test } from 'bun:test'
import type { Reply } from '#plugin'
import { createClock, settle } from '../../testing/clock.ts'
import { ask } from './ask.ts'
import { type DatagramOptions, type LocalNetworks, type Network, networksCalled } from './networks.ts'

const HOME: Network = { name: 'eth0', address: '192.168.1.2', cidr: '192.168.1.2/24' }
const GUESTS: Network = { name: 'wlan0', address: '10.0.0.2', cidr: '10.0.0.2/8' }
const GROUP = '239.255.255.250'

/** Networks whose sockets the test holds; `broken` names addresses that cannot be had. */
function stand(list: Network[], broken: { open?: string; send?: string } = {}) {
  const clock = createClock()
  const ending = new AbortController()
  const open = new Map<string, DatagramOptions>()
  const sent: string[] = []
  const asked: string[] = []
  const networks: LocalNetworks = {
    list: () => list,
    async open(options) {
      if (options.address === broken.open) throw new Error('EADDRNOTAVAIL')
      const key = `${options.address}:${options.port}`
      open.set(key, options)
      return {
        async send(_, port, address) {
          if (options.address === broken.send) throw new Error('ENETUNREACH')
          sent.push(`${options.address} → ${address}:${port}`)
        },
        close: () => void open.delete(key),
      }
    },
  }
  const heard: Reply[] = []
  const run = (isAnsweredToGroup = false) =>
    (async () => {
      const deps = { networks, signal: ending.signal, timers: clock.timers, log: { debug() {} } }
      const question = { group: GROUP, port: 3702, bytes: new Uint8Array([1]), isAnsweredToGroup }
      for await (const reply of ask(question, { ...deps, asked: ({ name }) => void asked.push(name) }))
        heard.push(reply)
    })()
  const tell = (from: string, length = 10, at = `${HOME.address}:0`) =>
    open.get(at)?.heard(new Uint8Array(length), from)
  return { clock, ending, open, sent, asked, heard, run, tell }
}

test('it goes into every network three times, and all sockets are closed when the search ends', async () => {
  const { run, clock, sent, open, asked, ending } = stand([HOME, GUESTS])
  const running = run()
  await clock.advance(0)
  expect(sent).toEqual([`192.168.1.2 → ${GROUP}:3702`, `10.0.0.2 → ${GROUP}:3702`])
  expect(asked).toEqual(['eth0', 'wlan0'])
  expect(open.size).toBe(2)
  await clock.advance(5000)
  expect(sent.length).toBe(6)
  ending.abort()
  await running
  expect(open.size).toBe(0)
  expect(clock.waiting).toBe(0)
})

test('answers to the group are heard on its port, in every network', async () => {
  const { run, clock, open, heard, tell, ending } = stand([HOME, GUESTS])
  const running = run(true)
  await clock.advance(0)
  expect(open.get('0.0.0.0:3702')?.group).toEqual({ address: GROUP, networks: ['192.168.1.2', '10.0.0.2'] })
  tell('192.168.1.64', 10, '0.0.0.0:3702')
  await settle()
  expect(heard.map(({ from }) => from)).toEqual(['192.168.1.64'])
  ending.abort()
  await running
})

test('a network that cannot be had, or that takes nothing, leaves the others', async () => {
  for (const broken of [{ open: HOME.address }, { send: HOME.address }, { open: '0.0.0.0' }]) {
    const { run, clock, asked, ending } = stand([HOME, GUESTS], broken)
    const running = run(true)
    await clock.advance(0)
    expect(asked).toContain('wlan0')
    expect(asked.includes('eth0')).toBe(broken.open === '0.0.0.0')
    ending.abort()
    await running
  }
})

test('without a network that takes it, it ends at once', async () => {
  await stand([]).run()
  const { run, open } = stand([HOME], { send: HOME.address })
  await run()
  expect(open.size).toBe(0)
})

test('a flood is cut: large ones, many of one sender, many senders, many bytes', async () => {
  const { run, clock, heard, tell, ending } = stand([HOME])
  const running = run()
  await clock.advance(0)
  tell('192.168.1.9', 16_385)
  await settle()
  expect(heard.length).toBe(0)
  for (let i = 0; i < 1000; i++) tell('192.168.1.10')
  await settle()
  expect(heard.length).toBe(64)
  for (let i = 0; i < 5000; i++) tell(`10.1.${i >> 8}.${i & 255}`)
  await settle()
  expect(heard.length).toBe(64 + 1023)
  ending.abort()
  await running
  const big = stand([HOME])
  const second = big.run()
  await big.clock.advance(0)
  for (let i = 0; i < 900; i++) big.tell(`10.1.${i >> 8}.${i & 255}`, 16_000)
  await settle()
  expect(big.heard.length).toBe(Math.floor((4 * 1024 * 1024) / 16_000))
  big.ending.abort()
  await second
})

test('only networks that were named are searched, and none where none is', () => {
  const all: LocalNetworks = { list: () => [HOME, GUESTS], open: () => Promise.reject(new Error('unused')) }
  expect(networksCalled(null, all).list()).toEqual([HOME, GUESTS])
  expect(networksCalled(['wlan0', 'eth7'], all).list()).toEqual([GUESTS])
  expect(networksCalled([], all).list()).toEqual([])
})
