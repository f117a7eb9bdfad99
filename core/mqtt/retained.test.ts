// What the broker is to hold, against connections that end in the middle: nothing of ours may be left there for good.
import { describe, expect, test } from 'bun:test'

import { until } from '../testing/until.ts'
import { realTimers } from '../timers.ts'
import { createRetainedTree, type Memory, type Message, type Retained } from './retained.ts'

const state = (topic: string): Retained => ({ topic, payload: 'ON', qos: 0, owner: 'n7c31', kind: 'state' })
const config = (topic: string): Retained => ({ ...state(topic), payload: '{}', qos: 1, kind: 'config' })
const ENTRIES = [
  config('homeassistant/device/porchlight_k3f9x2ab_n7c31/config'),
  ...Array.from({ length: 60 }, (_, index) => state(`porchlight/k3f9x2ab/n7c31/ch${index}/motion`)),
]

/** A broker behind connections that a test cuts, and a database that outlives us. */
function stand(timers = realTimers) {
  const held = new Map<string, Message['payload']>()
  const rows = new Map<string, ReturnType<Memory['published']>[number]>()
  const memory: Memory = {
    published: () => [...rows.values()],
    remember: (topics) => void topics.map((row) => rows.set(row.topic, row)),
    forget: (topics) => void topics.map((topic) => rows.delete(topic)),
  }
  const failures: unknown[] = []
  const begin = () => createRetainedTree({ memory, timers, onError: (error) => void failures.push(error) })
  /** Takes so many messages, then none any more. */
  function connection(most = Number.POSITIVE_INFINITY) {
    let left = most
    return async ({ topic, payload }: Message) => {
      await Promise.resolve()
      if (left-- <= 0) throw new Error('the connection to the broker has ended')
      if (payload === '') held.delete(topic)
      else held.set(topic, payload)
    }
  }
  return { held, rows, failures, begin, connection }
}

describe('what is not wanted any more', () => {
  test('is cleared though the connection ends while it is being cleared', async () => {
    const { held, rows, failures, begin, connection } = stand()
    const tree = begin()
    tree.want(ENTRIES)
    tree.connected(connection())
    await tree.settled()
    expect(held.size).toBe(ENTRIES.length)
    tree.connected(connection(10))
    tree.want([])
    await until('it is cut', () => failures.length > 0)
    expect(held.size).toBeGreaterThan(0)
    tree.connected(null)
    tree.connected(connection())
    await tree.settled()
    expect([...held.keys()]).toEqual([])
    expect(rows.size).toBe(0)
  })

  test('is cleared at the next start when we end while it is being cleared', async () => {
    const { held, rows, failures, begin, connection } = stand()
    const tree = begin()
    tree.want(ENTRIES)
    tree.connected(connection())
    await tree.settled()
    tree.connected(connection(10))
    tree.want([])
    await until('it is cut', () => failures.length > 0)
    const next = begin()
    next.connected(connection())
    await next.settled()
    expect([...held.keys()]).toEqual([])
    expect(rows.size).toBe(0)
  })

  test('is cleared when the broker is back, where it went meanwhile', async () => {
    const { held, begin, connection } = stand()
    const tree = begin()
    tree.want(ENTRIES)
    tree.connected(connection())
    await tree.settled()
    tree.connected(null)
    tree.want(ENTRIES.slice(0, 2))
    tree.connected(connection())
    await tree.settled()
    expect([...held.keys()]).toEqual(ENTRIES.slice(0, 2).map(({ topic }) => topic))
  })

  test('is announced and published again when it is wanted again while it is being cleared', async () => {
    const { held, rows, begin, connection } = stand()
    const tree = begin()
    tree.want(ENTRIES)
    tree.connected(connection())
    await tree.settled()
    tree.want([])
    await until('some are gone', () => held.size < ENTRIES.length)
    tree.want(ENTRIES)
    await tree.settled()
    expect([...held.keys()].toSorted()).toEqual(ENTRIES.map(({ topic }) => topic).toSorted())
    expect([...rows.keys()].toSorted()).toEqual([...held.keys()].toSorted())
  })
})

test('a large house is gone through a few times while it is told, not for every twenty messages', async () => {
  let looks = 0
  const entries = Array.from({ length: 2000 }, (_, index): Retained => {
    const { kind, ...rest } = state(`porchlight/k3f9x2ab/n7c31/ch${index}/motion`)
    return {
      ...rest,
      get kind() {
        looks++
        return kind
      },
    }
  })
  const { held, begin, connection } = stand({ after: (_, run) => realTimers.after(0, run) })
  const tree = begin()
  tree.want(entries)
  tree.connected(connection())
  await tree.settled()
  expect(held.size).toBe(entries.length)
  expect(looks / entries.length).toBeLessThan(20)
})
