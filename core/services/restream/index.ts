// Video handed on by MediaMTX or go2rtc: our cameras are registered there as they come and go, and what is there is told to clients.
import type { Bus } from '../../bus.ts'
import type { Db } from '../../db/open.ts'
import type { Caller } from '../../domain/caller.ts'
import type { Quality } from '../../domain/device.ts'
import type { Fault } from '../../domain/fault.ts'
import { asFault } from '../../errors.ts'
import type { Log } from '../../log.ts'
import { realTimers, type Timers } from '../../timers.ts'
import type { AccessService, ChannelWithDevice } from '../access.ts'
import type { HubMemory } from '../hub.ts'
import type { Live } from '../live.ts'
import type { Sessions } from '../sessions/index.ts'
import { pauseMs } from '../sessions/pauses.ts'
import type { Settings } from '../settings.ts'
import { RESTREAMERS } from './kinds.ts'
import { createLeaving, isSame, type Target } from './leaving.ts'
import { createPathNames } from './names.ts'
import { createLoginProof } from './proof.ts'
import { type Trouble, troubleOf } from './restreamer.ts'
import { emptyMemory, goRound } from './round.ts'
import { createWantedPaths } from './wanted.ts'

export interface RestreamState {
  kind: 'off' | keyof typeof RESTREAMERS
  /** Null before it was first asked. */
  connected: boolean | null
  /** Since when it is, or is not. */
  since: Date | null
  /** Why not; null while it is. */
  trouble: Trouble | null
  /** The same in words. */
  error: string | null
  /** Of ours that are there. */
  paths: number
  /** Of ours that it did not take, or whose login cannot be sent. */
  untaken: number
  /** Devices without paths there, since they refuse our login. */
  refused: number
}

export interface RestreamAddresses {
  /** Null where nobody has said at which address people reach it. */
  rtsp: string | null
  webrtc: string | null
}

export interface Restream extends AsyncDisposable {
  /** Looks at the restreamer now, then with every change of ours, and once a minute. */
  start(): void
  /** Where a channel can be watched there; null where it is not registered. Who may see it is for the caller to ask. */
  addresses(channel: Pick<ChannelWithDevice, 'uuid' | 'can'>, quality: Quality): RestreamAddresses | null
  /** Right: `appliance`. */
  state(caller: Caller): RestreamState
}

interface Deps {
  db: Db
  access: Pick<AccessService, 'household' | 'visibleChannels'>
  sessions: Pick<Sessions, 'opened' | 'state' | 'refused'>
  live: Pick<Live, 'look' | 'playing'>
  hub: Pick<HubMemory, 'householdId' | 'instanceId'>
  settings: Pick<Settings, 'get'>
  bus: Pick<Bus, 'on'>
  log: Log
  now: () => Date
  random: () => number
  timers?: Timers
}

/** Many things change at once: they are one round. */
const SOON_MS = 200
/** It may have been restarted, and have forgotten us. */
const EVERY_MS = 60_000
const TOLD = ['device.changed', 'device.replaced', 'device.removed', 'channels.changed', 'channel.configured'] as const

type Standing = Pick<RestreamState, 'connected' | 'since' | 'trouble' | 'error'>
const UNKNOWN: Standing = { connected: null, since: null, trouble: null, error: null }

export function createRestream(deps: Deps): Restream {
  const { access, bus, settings, log, now, random, timers = realTimers } = deps
  const pathNames = createPathNames(deps)
  const proof = createLoginProof({ ...deps, onProven: () => soon() })
  const wantedPaths = createWantedPaths({ ...deps, names: pathNames, proof, onKnown: () => soon() })
  const end = new AbortController()
  let target: Target | null = null
  const leaving = createLeaving({ log, isOurs: pathNames.isOurs })
  let names: ReadonlySet<string> = new Set()
  let standing = UNKNOWN
  let failures = 0
  let timer: Disposable | null = null
  let isPausing = false
  let isStarted = false
  let working: Promise<void> | null = null
  /** Ends the round that works: it would hold up what must be done at once. */
  let hurry = new AbortController()
  let isAskedAgain = false

  function chosen(): Target | null {
    const { kind, api, username } = settings.get('restreamer')
    if (kind === 'off' || api === null) return null
    return {
      kind,
      place: { api, username, password: settings.get('restreamer_password') },
      memory: emptyMemory(),
      failures: 0,
    }
  }

  /** After a change of the settings. Another login is no other restreamer. */
  function choose(): void {
    const next = chosen()
    if (target && next && isSame(target, next)) target.place = next.place
    else {
      if (target) leaving.add(target)
      target = next
      names = new Set()
    }
    if (next) leaving.stay(next)
    standing = UNKNOWN
    failures = 0
  }

  function stand(fault: Fault | null): void {
    const connected = fault === null
    const isNews = standing.connected !== connected
    if (isNews && fault) log.warn('The restreamer cannot be reached', { reason: fault.message })
    else if (isNews && standing.connected === false) log.info('The restreamer is back')
    standing = {
      connected,
      since: isNews ? now() : standing.since,
      trouble: fault && troubleOf(fault),
      error: fault?.message ?? null,
    }
  }

  /** Whether what is there is as it should be. */
  async function stay(signal: AbortSignal): Promise<boolean> {
    const mine = target
    if (!mine) return true
    try {
      const restreamer = RESTREAMERS[mine.kind].create(mine.place)
      const found = await goRound(restreamer, wantedPaths.read(), pathNames, mine.memory, signal)
      if (mine !== target) return false
      names = found
      failures = 0
      stand(null)
      return true
    } catch (error) {
      if (mine !== target || signal.aborted) return false
      failures++
      // Its cause may hold an address with a login.
      stand(asFault(error))
      return false
    }
  }

  async function round(): Promise<void> {
    hurry = new AbortController()
    const signal = AbortSignal.any([end.signal, hurry.signal])
    const isDone = await stay(signal)
    await leaving.work(signal)
    if (isDone && leaving.count() === 0) pathNames.forgetFormer()
  }

  function schedule(ms: number, pausing = false): void {
    timer?.[Symbol.dispose]()
    isPausing = pausing
    timer = timers.after(ms, () => {
      isPausing = false
      work()
    })
  }

  function work(): void {
    if (end.signal.aborted) return
    if (working) {
      isAskedAgain = true
      return
    }
    isAskedAgain = false
    working = round()
      .catch((error) => log.error('A round over the restreamer broke', { reason: asFault(error).message }))
      .finally(() => {
        working = null
        if (end.signal.aborted) return
        const inVain = Math.max(failures, leaving.failures())
        if (isAskedAgain) schedule(SOON_MS)
        else if (inVain > 0) schedule(pauseMs(inVain - 1, random), failures > 0)
        else if (target || leaving.count() > 0) schedule(EVERY_MS)
      })
  }

  /** `urgent`: also while a restreamer that does not answer is left alone. */
  function soon(urgent = false): void {
    if (!isStarted || end.signal.aborted || (!target && leaving.count() === 0)) return
    if (working) {
      isAskedAgain = true
      if (urgent) hurry.abort()
    } else if (urgent || !isPausing) schedule(SOON_MS)
  }

  const subscriptions = [
    bus.on('setting.changed', ({ key }) => {
      if (!isStarted || (key !== 'restreamer' && key !== 'restreamer_password')) return
      choose()
      soon(true)
    }),
    bus.on('device.state', ({ deviceId, state }) => {
      if (state.phase === 'online') wantedPaths.back(deviceId)
      soon(state.phase === 'refused')
    }),
    ...TOLD.map((event) =>
      bus.on(event, ({ deviceId }) => {
        wantedPaths.forget(deviceId)
        soon()
      }),
    ),
  ]

  return {
    start() {
      isStarted = true
      choose()
      if (target) work()
    },
    addresses(channel, quality) {
      if (!target) return null
      const name = pathNames.nameOf(channel, quality)
      if (!names.has(name)) return null
      const { rtsp, webrtc } = settings.get('restreamer')
      return {
        rtsp: rtsp && `${withoutSlash(rtsp)}/${name}`,
        webrtc: webrtc && RESTREAMERS[target.kind].webrtc(withoutSlash(webrtc), name),
      }
    },
    state(caller) {
      access.household(caller, 'appliance')
      const kind = target?.kind ?? 'off'
      const untaken = target ? target.memory.untaken.size + wantedPaths.unsendable() : 0
      const refused = target ? wantedPaths.refused() : 0
      return { kind, ...standing, paths: names.size, untaken, refused }
    },
    async [Symbol.asyncDispose]() {
      for (const subscription of subscriptions) subscription[Symbol.dispose]()
      timer?.[Symbol.dispose]()
      end.abort()
      // Our paths stay: who watches through the restreamer does not notice a restart of ours.
      await Promise.all([working, proof[Symbol.asyncDispose]()])
    },
  }
}

const withoutSlash = (address: string) => address.replace(/\/+$/, '')
