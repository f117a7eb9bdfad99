// What the broker shall hold, compared with what it was given: sends the differences, in order and at a steady pace.
import type { Timers } from '../timers.ts'
import { type ConfigTopic, depthOf, readConfigTopic } from './config-topic.ts'

export type RetainedKind = 'config' | 'state' | 'picture' | 'status'

export interface Retained {
  topic: string
  /** Null: whatever lies there may stay; nothing is sent and nothing cleared. */
  payload: string | Uint8Array | null
  qos: 0 | 1
  owner: string
  kind: RetainedKind
}

export interface Message {
  topic: string
  payload: string | Uint8Array
  qos: 0 | 1
  retain: boolean
}

/** What has been published on any connection, kept over restarts. */
export interface Memory {
  published(): { topic: string; owner: string; isConfig: boolean }[]
  remember(topics: { topic: string; owner: string; isConfig: boolean }[]): void
  forget(topics: string[]): void
}

/** Resolves when the broker has it. */
export type Send = (message: Message) => Promise<void>

export interface RetainedTree {
  /** All that the broker shall hold, in the order of publishing; the rest of ours is cleared. */
  want(entries: Iterable<Retained>): void
  /** One entry, ahead of everything that is paced. */
  urge(entry: Retained): void
  wanted(topic: string): Retained | undefined
  /** A new connection. `found`: configs of ours that the broker already holds. Null: none any more. */
  connected(send: Send | null, found?: ReadonlyMap<string, string>): void
  /** Everything once more, also what is the same; or only what is of one owner. */
  again(owner?: string): void
  /** Somebody else overwrote the topic. */
  repeat(topic: string): void
  /** Somebody else cleared the topic, and it shall stay so: it is not wanted any more. */
  cleared(topic: string): void
  /** All that was published is somebody else's: nothing of it is cleared. */
  abandon(): void
  /** Resolves when the broker holds all that is wanted; rejects when the connection ends before. */
  settled(): Promise<void>
}

/** 200 a second (DISCOVERY 15). */
const BATCH = 20
const BATCH_MS = 100
/** Clearing is nothing that a hub must work through entity by entity. */
const CLEARING_BATCH_MS = 20
const MIGRATE = JSON.stringify({ migrate_discovery: true })

interface Difference {
  message: Message
  /** It is on its way. */
  done(): void
  /** Whether the broker has it. */
  settled?(arrived: boolean): void
}

interface Deps {
  memory: Memory
  timers: Timers
  /** Tells of a failure that is not the end of a connection. */
  onError: (error: unknown) => void
}

export function createRetainedTree({ memory, timers, onError }: Deps): RetainedTree {
  const known = new Map(memory.published().map((row) => [row.topic, row]))
  let wanted = new Map<string, Retained>()
  /** What the wanted configs announce, and in which form. */
  let announced = new Set<string>()
  /** On this connection; from the broker itself for configs that it held before. */
  let sent = new Map<string, string | Uint8Array>()
  let stale = new Set<string>()
  let migrating = new Set<string>()
  let send: Send | null = null
  let running = false
  /** What is still to be sent, as far as it has been gone through; null = something else is to be held since. */
  let walk: Generator<Difference> | null = null
  const waiting: { resolve: () => void; reject: (error: Error) => void }[] = []

  const obsolete = () => [...known.values()].filter(({ topic }) => !wanted.has(topic))

  /** A config of the other form whose device is still announced: its entities move, and the hub keeps their history. */
  function moves(topic: string): boolean {
    const old = readConfigTopic(topic)
    return old !== null && announced.has(nameOf({ ...old, form: old.form === 'device' ? 'entity' : 'device' }))
  }

  /** Everything that is still to be sent, in order (DISCOVERY 15). */
  function* differences(): Generator<Difference> {
    const gone = obsolete()
    const configs = gone.filter(({ isConfig }) => isConfig).sort((a, b) => depthOf(b.topic) - depthOf(a.topic))
    const moving = new Set(configs.filter(({ topic }) => moves(topic)).map(({ topic }) => topic))
    for (const topic of moving)
      if (!migrating.has(topic)) yield { message: config(topic, MIGRATE), done: () => void migrating.add(topic) }
    for (const { topic } of configs) if (!moving.has(topic)) yield clear(topic, 1)
    for (const entry of of('config')) yield* change(entry)
    for (const topic of moving) yield clear(topic, 1)
    for (const { topic, isConfig } of gone) if (!isConfig) yield clear(topic, 1)
    for (const kind of ['state', 'picture', 'status'] as const) for (const entry of of(kind)) yield* change(entry)
  }

  function* of(kind: RetainedKind) {
    for (const entry of wanted.values()) if (entry.kind === kind) yield entry
  }

  function* change(entry: Retained): Generator<Difference> {
    const { topic, payload, qos } = entry
    if (payload === null || (sent.get(topic) === payload && !stale.has(topic))) return
    const before = sent.get(topic)
    const marked =
      entry.kind === 'config' && typeof before === 'string' ? withRemovalMarks(before, String(payload)) : null
    if (marked) yield { message: config(topic, marked), done: () => void sent.set(topic, marked) }
    yield { message: { topic, payload, qos, retain: true }, done: () => given(entry) }
  }

  const config = (topic: string, payload: string): Message => ({ topic, payload, qos: 1, retain: true })

  function clear(topic: string, qos: 0 | 1): Difference {
    const row = known.get(topic)
    return {
      message: { topic, payload: '', qos, retain: true },
      done: () => drop([topic]),
      settled(arrived) {
        // Wanted again meanwhile: it is published once more, behind this.
        if (known.has(topic)) return
        if (arrived) memory.forget([topic])
        else if (row) known.set(topic, row)
      },
    }
  }

  function drop(topics: readonly string[]): void {
    for (const topic of topics) for (const set of [sent, migrating, stale, known]) set.delete(topic)
  }

  function unpublished(topics: readonly string[]): void {
    walk = null
    drop(topics)
    memory.forget([...topics])
  }

  function given({ topic, payload }: Retained): void {
    if (payload !== null) sent.set(topic, payload)
    stale.delete(topic)
  }

  /** Stored before it is sent, so that a crash in between leaves nothing behind that we do not know of. */
  function remember(topics: string[]): void {
    const fresh = topics.flatMap((topic) => {
      const entry = wanted.get(topic)
      return entry && !known.has(topic) ? [{ topic, owner: entry.owner, isConfig: entry.kind === 'config' }] : []
    })
    if (!fresh.length) return
    memory.remember(fresh)
    for (const row of fresh) known.set(row.topic, row)
  }

  /**
   * The next that are to be sent. To begin anew for each twenty of a large house's 30,000 would cost more than to send them; only
   * when a walk from the beginning finds nothing is there nothing any more.
   */
  function nextBatch(): Difference[] {
    for (;;) {
      const isFresh = walk === null
      walk ??= differences()
      const batch: Difference[] = []
      while (batch.length < BATCH) {
        const { value, done } = walk.next()
        if (done) break
        batch.push(value)
      }
      if (batch.length < BATCH) walk = null
      if (batch.length || isFresh) return batch
    }
  }

  async function run(): Promise<void> {
    if (running || !send) return
    running = true
    const mine = send
    try {
      for (;;) {
        const batch = nextBatch()
        if (!batch.length) break
        remember(batch.map(({ message }) => message.topic))
        const full = batch.length === BATCH
        const ms = batch.every(({ message }) => message.payload === '') ? CLEARING_BATCH_MS : BATCH_MS
        const pause = full ? new Promise<void>((resolve) => void timers.after(ms, resolve)) : null
        await Promise.all(
          batch.map(async ({ message, done, settled }) => {
            done()
            await mine(message).catch((error: unknown) => {
              settled?.(false)
              throw error
            })
            settled?.(true)
          }),
        )
        if (send !== mine) return
        await pause
        if (send !== mine) return
      }
      for (const { resolve } of waiting.splice(0)) resolve()
    } catch (error) {
      if (send === mine) onError(error)
    } finally {
      running = false
      // A connection that came while the old one was failing.
      if (send && send !== mine) kick()
    }
  }

  function kick(): void {
    walk = null
    queueMicrotask(() => run().catch(onError))
  }

  return {
    want(entries) {
      wanted = new Map([...entries].map((entry) => [entry.topic, entry]))
      announced = new Set([...of('config')].flatMap(({ topic }) => readConfigTopic(topic) ?? []).map(nameOf))
      kick()
    },
    urge(entry) {
      wanted.set(entry.topic, entry)
      if (!send || entry.payload === null) return
      if (sent.get(entry.topic) === entry.payload && !stale.has(entry.topic)) return
      remember([entry.topic])
      given(entry)
      send({ topic: entry.topic, payload: entry.payload, qos: entry.qos, retain: true }).catch(() => {})
    },
    wanted: (topic) => wanted.get(topic),
    connected(next, found = new Map()) {
      send = next
      sent = new Map(found)
      stale = new Set()
      migrating = new Set()
      for (const topic of found.keys()) if (!known.has(topic)) known.set(topic, { topic, owner: '', isConfig: true })
      for (const { reject } of next ? [] : waiting.splice(0))
        reject(new Error('the connection to the broker has ended'))
      kick()
    },
    again(owner) {
      for (const entry of wanted.values()) if (owner === undefined || entry.owner === owner) stale.add(entry.topic)
      kick()
    },
    repeat(topic) {
      stale.add(topic)
      kick()
    },
    cleared(topic) {
      wanted.delete(topic)
      unpublished([topic])
    },
    abandon() {
      wanted.clear()
      unpublished([...known.keys()])
    },
    settled() {
      return new Promise((resolve, reject) => {
        waiting.push({ resolve, reject })
        kick()
      })
    },
  }
}

const nameOf = ({ prefix, form, identifier }: ConfigTopic) => `${form} ${prefix} ${identifier}`

/**
 * A hub forgets a component of a device message only when it is first reduced to its platform (DISCOVERY 1): the message in
 * between, or null where nothing vanishes.
 */
export function withRemovalMarks(before: string, after: string): string | null {
  const old = componentsOf(before)
  const next = componentsOf(after)
  if (!old || !next) return null
  const vanished = Object.keys(old).filter((key) => {
    const component = old[key]
    // One that is reduced already needs no second mark.
    if (!component?.platform || Object.keys(component).length === 1) return false
    return next[key]?.platform !== component.platform
  })
  if (!vanished.length) return null
  const marks = Object.fromEntries(vanished.map((key) => [key, { platform: old[key]?.platform }]))
  return JSON.stringify({ ...(JSON.parse(after) as object), components: { ...next, ...marks } })
}

function componentsOf(payload: string): Record<string, { platform?: string }> | null {
  try {
    const message: unknown = JSON.parse(payload)
    if (typeof message !== 'object' || message === null || !('components' in message)) return null
    return message.components as Record<string, { platform?: string }>
  } catch {
    return null
  }
}
