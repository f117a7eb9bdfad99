// Being there: connects, tells everything in order, hears the hub begin anew, and takes leave (DISCOVERY 15).
import type { Log } from '../log.ts'
import type { Timers } from '../timers.ts'
import { createBirth } from './birth.ts'
import { createBrokerVersion } from './broker-version.ts'
import { createDeletions } from './deletions.ts'
import { createFinder } from './found.ts'
import { type Connection, createLink, type Link, type LinkState, type Login, UNTRIED } from './link.ts'
import type { RetainedTree } from './retained.ts'
import { wordOf } from './states.ts'

export interface Presence {
  /** Connects if a broker is set. */
  open(): void
  /** Ends the connection, by wish after clearing all that was published, then connects to what is set now. */
  reopen(clearFirst: boolean, between?: () => void): Promise<void>
  /** Takes leave for the last time. */
  close(): Promise<void>
  state(): LinkState
  connection(): Connection | null
  /** Of its program, as the broker tells it; null = it does not. */
  brokerVersion(): string | null
  /** The broker holds everything, `online` included. */
  told(): boolean
  /** Everything is being cleared: nothing new is wanted. */
  clearing(): boolean
}

interface Deps {
  /** Null: no broker is set. */
  login(): Login | null
  instanceId(): string
  /** Topic of our own availability. */
  status(): string
  /** Where discovery happens. */
  prefix(): string
  /** Where the hub says that it has begun; null = at the usual places. */
  birthTopic(): string | null
  tree: RetainedTree
  /** Devices and channels are read again before everything is told. */
  refresh(): void
  /** What commands come on. */
  commandTopics(): string[]
  onCommand(topic: string, payload: Uint8Array, retained: boolean): boolean
  /** The hub's user has deleted this config. */
  onDeleted(topic: string): void
  /** The broker holds nothing of ours any more. */
  onCleared(): void
  /** The hub has begun anew. */
  onBirth(): void
  log: Log
  now: () => Date
  timers: Timers
  random: () => number
  willDelay?: number | undefined
}

const FAREWELL_MS = 1500
/** What a broker holds of 64 channels is gone in less than two seconds; one that is slow is not waited for. */
const CLEARING_MS = 8000
/** Where a hub says that it has begun, unless its owner says otherwise. */
const USUAL_STATUS = 'homeassistant/status'

export function createPresence(deps: Deps): Presence {
  const { tree, log, now, timers, random } = deps
  const finder = createFinder(deps.instanceId, timers)
  const birth = createBirth({ announce: again, random, timers })
  const deletions = createDeletions()
  const brokerVersion = createBrokerVersion(timers)
  let link: Link | null = null
  let connection: Connection | null = null
  let phase: 'away' | 'telling' | 'told' | 'leaving' = 'away'
  let clearing = false
  let ended = false
  let changes = Promise.resolve()

  function again(): void {
    deps.onBirth()
    tree.again()
  }

  /** Home Assistant's own is not bound to where it looks for devices: whoever moves one may leave the other. */
  function hubStatus(): string[] {
    const chosen = deps.birthTopic()
    // What we say ourselves is no birth, or we would tell everything for ever.
    const own = chosen?.startsWith(deps.status().replace(/status$/, '')) ? null : chosen
    return own === null ? [...new Set([`${deps.prefix()}/status`, USUAL_STATUS])] : [own]
  }

  function open(): void {
    const login = deps.login()
    if (!login) return
    link = createLink({
      ...login,
      clientId: `porchlight-${deps.instanceId()}`,
      will: { topic: deps.status(), payload: wordOf(false) },
      onConnected: (fresh) => void onConnected(fresh),
      onMessage,
      onLost: forget,
      onFarewell: farewell,
      farewellMs: () => FAREWELL_MS + (clearing ? CLEARING_MS : 0),
      log,
      now,
      timers,
      random,
      ...(deps.willDelay === undefined ? {} : { willDelay: deps.willDelay }),
    })
  }

  function forget(): void {
    connection = null
    phase = 'away'
    birth.forget()
    deletions.forget()
    brokerVersion.forget()
    tree.connected(null)
  }

  async function onConnected(fresh: Connection): Promise<void> {
    connection = fresh
    phase = 'telling'
    try {
      await fresh.subscribe([...hubStatus(), deps.status()], 1)
      await fresh.subscribe(deps.commandTopics(), 1, { asPublished: true })
      const found = await finder.find(fresh, deps.prefix())
      if (connection !== fresh) return
      deps.refresh()
      tree.connected((message) => {
        if (message.topic.endsWith('/config')) deletions.sent(message.topic, message.payload)
        return fresh.send(message)
      }, found)
      await tree.settled()
      if (connection !== fresh || phase !== 'telling') return
      phase = 'told'
      brokerVersion.ask(fresh)
    } catch (error) {
      // The link opens the next one by itself.
      log.debug('The connection to the broker ended before all was told', { error })
    }
  }

  function onMessage(topic: string, payload: Uint8Array, retained: boolean): void {
    const word = Buffer.from(payload).toString()
    if (hubStatus().includes(topic) && word === 'online' && !retained && phase === 'told') birth.heard()
    if (brokerVersion.message(topic, payload)) return
    if (topic.endsWith('/config')) {
      finder.message(topic, payload, retained)
      if (retained || !topic.includes(deps.instanceId())) return
      const deleted = deletions.heard(topic, Buffer.from(payload).toString())
      if (deleted && tree.wanted(topic)) deps.onDeleted(topic)
      return
    }
    if (deps.onCommand(topic, payload, retained)) return
    // The will of our connection before, or somebody's mistake: we are here.
    if (topic === deps.status() && word === 'offline' && phase !== 'leaving') tree.repeat(topic)
  }

  async function farewell(last: Connection): Promise<void> {
    phase = 'leaving'
    let cleared = false
    if (clearing) {
      tree.want([])
      const late = Promise.withResolvers<boolean>()
      using _timer = timers.after(CLEARING_MS, () => late.resolve(false))
      cleared = await Promise.race([tree.settled().then(() => true), late.promise])
      deps.onCleared()
    }
    // What could not be cleared must not stand there as available.
    await last.send({ topic: deps.status(), payload: wordOf(false), qos: 1, retain: !cleared })
  }

  async function leave(clearFirst: boolean): Promise<void> {
    clearing = clearFirst
    await link?.[Symbol.asyncDispose]()
    link = null
    clearing = false
    forget()
  }

  return {
    open,
    /** One change after the other, however fast a person is. */
    reopen(clearFirst, between) {
      const change = changes
        .then(() => leave(clearFirst))
        .then(() => {
          between?.()
          if (!ended) open()
        })
      changes = change.catch((error: unknown) => log.error('The link to the hub could not be changed', { error }))
      return change
    },
    async close() {
      ended = true
      await changes
      await leave(false)
    },
    state: () => link?.state() ?? UNTRIED,
    connection: () => connection,
    brokerVersion: brokerVersion.value,
    told: () => phase === 'told',
    clearing: () => clearing,
  }
}
