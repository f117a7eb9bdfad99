// Keeps the session of one device: opens it, watches over it, opens it again, and stops where a person is needed.
import { type AlarmNotice, type DeviceSession, Fault } from '#plugin'
import type { Bus } from '../../bus.ts'
import type { DevicePhase, DeviceState } from '../../domain/device.ts'
import { type FaultKind, needsPerson } from '../../domain/fault.ts'
import { asFault } from '../../errors.ts'
import type { Log } from '../../log.ts'
import type { Timers } from '../../timers.ts'
import type { DeviceRow } from '../access.ts'
import type { Connector } from './connect.ts'
import { keptOf, type Patch } from './kept.ts'
import { observed } from './observed.ts'
import { createPatience } from './patience.ts'
import { asBackground, asPerson, personWaits } from './urgency.ts'
import { tend } from './watch.ts'

/** A device that nobody watches over keeps the session of a person's request for so long after its last use. */
const IDLE_MS = 60_000
const PROOF_MS = 15_000

export interface Keeper {
  use(): Promise<DeviceSession>
  /** The session while it is open; null = it is not, and nobody opens it for this. */
  opened(): DeviceSession | null
  state(): DeviceState
  /** Whether alarms of it can arrive at this moment. */
  listens(): boolean
  /** Begins the standing session of a checked device, unless it is there or a person is needed first. */
  begin(): void
  restart(): void
  refuse(fault: Fault): void
  close(): Promise<void>
}

export interface KeeperDeps {
  row: DeviceRow
  /** The row as it is now; undefined when it was removed. */
  read(): DeviceRow | undefined
  save(patch: Patch): void
  connector: Connector
  bus: Bus
  log: Log
  now(): Date
  random(): number
  timers: Timers
  onOpened(row: DeviceRow, session: DeviceSession): void
  onNotice(notice: AlarmNotice): void
  onWatchLost(): void
}

/** One attempt, and the session that came of it. All it started ends with `end`. */
interface Life {
  end: AbortController
  connecting: Promise<DeviceSession>
  raw: DeviceSession | null
  shared: DeviceSession | null
  openedAt: number
  proof: Promise<void> | null
  /** True while alarms of it may be open. */
  watching: boolean
  /** It has shown another certificate than the pinned one: whoever answers there now is a stranger. */
  distrusted: boolean
}

/** True for a fault that means that nobody answered. With any other one the device is there, whatever it thinks of us. */
const nobodyThere = (fault: Fault) => fault.kind === 'device-unreachable' || fault.kind === 'device-timeout'

export function createKeeper(deps: KeeperDeps): Keeper {
  const { connector, bus, log, now, random, timers } = deps
  const patience = createPatience({ now, random })
  const kept = keptOf(deps)
  const { id: deviceId, householdId } = deps.row
  const closings = new Set<Promise<void>>()
  let life: Life | null = null
  let state: DeviceState = first(deps.row)
  let retry: Disposable | null = null
  let idle: Disposable | null = null
  let told: 'up' | 'down' | null = null
  let closed = false

  function first(row: DeviceRow): DeviceState {
    const { refused } = row
    const since = refused ? new Date(refused.at) : now()
    const phase = refused ? 'refused' : row.isChecked ? 'idle' : 'unchecked'
    return { phase, since, fault: refused ? { kind: refused.kind, message: refused.message } : null, retryAt: null }
  }

  function show(phase: DevicePhase, fault: Fault | null = null, at: number | null = null): void {
    const next: DeviceState = {
      phase,
      since: phase === state.phase ? state.since : now(),
      fault: fault && { kind: fault.kind, message: fault.message },
      retryAt: at === null ? null : new Date(at),
    }
    if (Bun.deepEquals(next, state)) return
    state = next
    bus.emit('device.state', { deviceId, householdId, state })
  }

  /** Ends attempt or session, and whatever would begin another one. */
  function end(reason: Fault): void {
    retry?.[Symbol.dispose]()
    idle?.[Symbol.dispose]()
    const ending = life
    life = null
    if (!ending) return
    ending.end.abort(reason)
    if (ending.raw) {
      const closing = ending.raw.close().catch((error) => log.debug('A session did not close well', { error }))
      closings.add(closing)
      void closing.finally(() => closings.delete(closing))
    }
    if (ending.watching) lost()
  }

  function lost(): void {
    deps.onWatchLost()
    bus.emit('device.listens', { deviceId, householdId, listens: false })
  }

  function open(): Promise<DeviceSession> {
    const row = deps.read()
    if (!row) return Promise.reject(new Fault('not-found', 'Device not found'))
    retry?.[Symbol.dispose]()
    if (row.isChecked && state.phase !== 'away') show('connecting')
    const { promise: connecting, resolve, reject } = Promise.withResolvers<DeviceSession>()
    connecting.catch(() => {})
    const end = new AbortController()
    life = { end, connecting, raw: null, shared: null, openedAt: 0, proof: null, watching: false, distrusted: false }
    const mine = life
    asBackground(() => attempt(row, mine)).then(resolve, reject)
    return connecting
  }

  async function attempt(row: DeviceRow, mine: Life): Promise<DeviceSession> {
    try {
      const options = {
        signal: mine.end.signal,
        shown: (certificate: string) => {
          if (life === mine && kept.showed(certificate) === 'another') mine.distrusted = true
        },
      }
      mine.raw = await connector.connect(row.brand, connector.target(row), options)
      if (life !== mine) {
        void mine.raw.close().catch(() => {})
        throw mine.end.signal.reason
      }
      return opened(mine, mine.raw)
    } catch (error) {
      const fault = asFault(error)
      if (life === mine) failed(fault)
      throw fault
    }
  }

  function opened(mine: Life, raw: DeviceSession): DeviceSession {
    const row = deps.read()
    if (!row) throw new Fault('not-found', 'Device not found')
    mine.openedAt = +now()
    const { withdrawn, withdraw } = kept.withdrawals(row)
    mine.shared = observed(raw, { seen: (fault) => seen(mine, fault), prove: () => prove(mine), withdraw }, withdrawn)
    patience.answered()
    if (told !== 'up') log.info(told === 'down' ? 'Device is back' : 'Device connected')
    told = 'up'
    deps.save({ lastSeenAt: now(), otherCertificate: null })
    show(row.isChecked ? 'online' : 'unchecked')
    asBackground(() => deps.onOpened(row, mine.shared ?? raw))
    if (row.isChecked) watchOver(mine, raw)
    else rest()
    return mine.shared
  }

  function watchOver(mine: Life, raw: DeviceSession): void {
    const here = () => life === mine
    const watching = (is: boolean) => {
      if (mine.watching === is) return
      mine.watching = is
      if (is) bus.emit('device.listens', { deviceId, householdId, listens: true })
      else lost()
    }
    void asBackground(() =>
      tend({
        session: raw,
        signal: mine.end.signal,
        now,
        random,
        timers,
        watching: (is) => here() && watching(is),
        notice: (notice) => here() && deps.onNotice(notice),
        prove: () => prove(mine),
        refused: (fault) => here() && refuse(fault),
        trouble: (fault, at) => here() && show('online', fault, at),
      }),
    )
  }

  /** An unchecked device has no standing session: this one ends a minute after its last use. */
  function rest(): void {
    idle?.[Symbol.dispose]()
    idle = timers.after(IDLE_MS, () =>
      end(new Fault('not-ready', 'The session was closed; it opens again when it is needed')),
    )
  }

  function failed(fault: Fault): void {
    const lasted = life?.openedAt ? +now() - life.openedAt : 0
    end(fault)
    if (needsPerson(fault)) {
      refuse(fault)
      return
    }
    if (told !== 'down') log.warn('Device is away', { kind: fault.kind, reason: fault.message, cause: fault.cause })
    told = 'down'
    const { pauseMs, until } = patience.failed(fault, lasted)
    if (!deps.read()?.isChecked) show('unchecked', fault)
    else {
      show('away', fault, until)
      retry = timers.after(pauseMs, () => void open().catch(() => {}))
    }
  }

  function refuse(fault: Fault): void {
    if (closed || state.phase === 'refused') return
    end(fault)
    told = 'down'
    log.warn('Device refused the login; it is not tried again before a person changes it', { reason: fault.message })
    deps.save({ refused: { kind: fault.kind, message: fault.message, at: +now() } })
    show('refused', fault)
  }

  function seen(mine: Life, fault: Fault): void {
    if (life !== mine) return
    if (needsPerson(fault)) refuse(fault)
    else if (nobodyThere(fault) || mine.distrusted) void prove(mine).catch(() => {})
  }

  /** One cheap request, for everybody who wants to know at the same moment; without an answer the session is lost. */
  function prove(mine: Life): Promise<void> {
    mine.proof ??= asPerson(() => asked(mine))
      .catch((error) => {
        const fault = asFault(error)
        if (life !== mine) throw fault
        if (!needsPerson(fault) && !nobodyThere(fault) && !mine.distrusted) return
        failed(fault)
        throw fault
      })
      .finally(() => {
        mine.proof = null
      })
    return mine.proof
  }

  async function asked(mine: Life): Promise<void> {
    if (life !== mine || !mine.raw) throw mine.end.signal.reason
    const { promise: late, reject } = Promise.withResolvers<never>()
    using _timer = timers.after(PROOF_MS, () => reject(new Fault('device-timeout', 'The device does not answer')))
    await Promise.race([mine.raw.info(), late])
  }

  /** Why there is nothing to be had now; null when it is worth asking the device. */
  function refusal(): Fault | null {
    if (closed) return new Fault('not-ready', 'The device was removed or Porchlight is stopping')
    if (state.phase === 'refused' && state.fault) return new Fault(state.fault.kind as FaultKind, state.fault.message)
    return life ? null : patience.refusal(personWaits())
  }

  async function use(): Promise<DeviceSession> {
    for (;;) {
      const fault = refusal()
      if (fault) throw fault
      const mine = life
      try {
        if (!mine) return await open()
        if (!mine.shared) return await mine.connecting
        // The watch has just broken: wait for the answer whether the device and our login are still what they were.
        if (mine.proof) await mine.proof
        if (life !== mine) continue
        if (!deps.read()?.isChecked) rest()
        return mine.shared
      } catch (error) {
        // A person changed the device meanwhile, and its new session is what the caller wants.
        if (life === null || life === mine || closed) throw error
      }
    }
  }

  return {
    use,
    opened: () => life?.shared ?? null,
    state: () => state,
    listens: () => life?.watching ?? false,
    refuse,
    begin() {
      const row = deps.read()
      if (closed || !row || state.phase === 'refused') return
      if (!row.isChecked) {
        end(new Fault('not-ready', 'The device is no longer watched'))
        show('unchecked')
        return
      }
      if (!life) {
        void open().catch(() => {})
        return
      }
      if (!life.raw || state.phase === 'online') return
      idle?.[Symbol.dispose]()
      show('online')
      watchOver(life, life.raw)
    },
    restart() {
      if (closed) return
      end(new Fault('not-ready', 'The device was changed; try again'))
      const row = deps.read()
      if (!row) return
      if (row.refused || row.withdrawn) deps.save({ refused: null, withdrawn: null })
      patience.forget()
      told = null
      if (!row.isChecked) {
        show('unchecked')
        return
      }
      show('connecting')
      void open().catch(() => {})
    },
    async close() {
      closed = true
      end(new Fault('not-ready', 'The device was removed or Porchlight is stopping'))
      const { promise: late, resolve } = Promise.withResolvers<void>()
      using _timer = timers.after(2000, resolve)
      await Promise.race([Promise.all(closings), late])
    },
  }
}
