// Video handed on by MediaMTX or go2rtc: our cameras are registered there as they come and go, and what is there is told to clients.
import type { Bus } from '../../bus.ts'
import type { Caller } from '../../domain/caller.ts'
import type { Quality } from '../../domain/device.ts'
import { asFault } from '../../errors.ts'
import type { Log } from '../../log.ts'
import { realTimers, type Timers } from '../../timers.ts'
import type { AccessService, ChannelWithDevice } from '../access.ts'
import type { HubMemory } from '../hub.ts'
import type { Sessions } from '../sessions/index.ts'
import { pauseMs } from '../sessions/pauses.ts'
import type { Settings } from '../settings.ts'
import { RESTREAMERS } from './kinds.ts'
import type { Place } from './restreamer.ts'
import { emptyMemory, goRound } from './round.ts'
import { createWantedPaths } from './wanted.ts'

export interface RestreamState {
  kind: 'off' | keyof typeof RESTREAMERS
  /** Null before it was first asked. */
  connected: boolean | null
  /** Since when it is, or is not. */
  since: Date | null
  /** Why not, in words; null while it is. */
  error: string | null
  /** Of ours that are there. */
  paths: number
  /** Of ours that it did not take. */
  untaken: number
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
  access: Pick<AccessService, 'household' | 'visibleChannels'>
  sessions: Pick<Sessions, 'opened' | 'state'>
  hub: Pick<HubMemory, 'householdId' | 'instanceId'>
  settings: Pick<Settings, 'get'>
  bus: Pick<Bus, 'on'>
  log: Log
  now: () => Date
  random: () => number
  timers?: Timers
}

/** One restreamer, and what we did there. */
interface Target {
  kind: keyof typeof RESTREAMERS
  place: Place
  memory: ReturnType<typeof emptyMemory>
  /** Rounds in which it was to be left and could not be. */
  failures: number
}

/** Many things change at once: they are one round. */
const SOON_MS = 200
/** It may have been restarted, and have forgotten us. */
const EVERY_MS = 60_000
/** One that is to be left and stays away is given up after so many rounds. */
const MOST_FAILURES = 60

export function createRestream(deps: Deps): Restream {
  const { access, bus, settings, log, now, random, timers = realTimers } = deps
  const wantedPaths = createWantedPaths(deps)
  const end = new AbortController()
  let target: Target | null = null
  /** What was chosen before: our paths there are still to be removed. */
  let leaving: Target[] = []
  let names: ReadonlySet<string> = new Set()
  let standing: Pick<RestreamState, 'connected' | 'since' | 'error'> = { connected: null, since: null, error: null }
  let failures = 0
  let timer: Disposable | null = null
  let isPausing = false
  let isStarted = false
  let working: Promise<void> | null = null
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
    const isSame = (one: Target) => one.kind === next?.kind && one.place.api === next.place.api
    if (target && !isSame(target)) leaving.push(target)
    leaving = leaving.filter((one) => !isSame(one)).slice(-3)
    if (target && next && isSame(target)) target.place = next.place
    else {
      target = next
      names = new Set()
    }
    standing = { connected: null, since: null, error: null }
    failures = 0
  }

  function stand(error: string | null): void {
    const connected = error === null
    if (standing.connected === connected && standing.error === error) return
    if (standing.connected !== connected) {
      if (!connected) log.warn('The restreamer cannot be reached', { reason: error })
      else if (standing.connected === false) log.info('The restreamer is back')
      standing.since = now()
    }
    standing = { ...standing, connected, error }
  }

  async function leave(): Promise<void> {
    for (const one of leaving) {
      try {
        await goRound(RESTREAMERS[one.kind].create(one.place), [], wantedPaths, one.memory, end.signal)
        leaving = leaving.filter((other) => other !== one)
      } catch (error) {
        if (end.signal.aborted) return
        const reason = asFault(error).message
        if (++one.failures < MOST_FAILURES) continue
        leaving = leaving.filter((other) => other !== one)
        log.warn('Paths of ours may still be at the former restreamer', { kind: one.kind, reason })
      }
    }
  }

  async function round(): Promise<void> {
    await leave()
    const mine = target
    if (!mine) return
    try {
      const wanted = await wantedPaths.read()
      const found = await goRound(
        RESTREAMERS[mine.kind].create(mine.place),
        wanted,
        wantedPaths,
        mine.memory,
        end.signal,
      )
      if (mine !== target) return
      names = found
      failures = 0
      stand(null)
    } catch (error) {
      if (mine !== target || end.signal.aborted) return
      failures++
      // Its cause may hold an address with a login.
      stand(asFault(error).message)
    }
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
        const inVain = Math.max(failures, ...leaving.map((one) => one.failures))
        if (isAskedAgain) schedule(SOON_MS)
        else if (inVain > 0) schedule(pauseMs(inVain - 1, random), failures > 0)
        else if (target || leaving.length > 0) schedule(EVERY_MS)
      })
  }

  /** `urgent`: also while a restreamer that does not answer is left alone. */
  function soon(urgent = false): void {
    if (!isStarted || end.signal.aborted || (!target && leaving.length === 0)) return
    if (working) isAskedAgain = true
    else if (urgent || !isPausing) schedule(SOON_MS)
  }

  const subscriptions = [
    bus.on('setting.changed', ({ key }) => {
      if (!isStarted || (key !== 'restreamer' && key !== 'restreamer_password')) return
      choose()
      soon(true)
    }),
    bus.on('device.state', ({ deviceId, state }) => {
      if (state.phase === 'online') wantedPaths.forget(deviceId)
      soon(state.phase === 'refused')
    }),
    bus.on('device.changed', ({ deviceId, edited }) => {
      wantedPaths.forget(deviceId, edited)
      soon()
    }),
    ...(['device.replaced', 'device.removed', 'channels.changed', 'channel.configured'] as const).map((event) =>
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
      const name = wantedPaths.nameOf(channel, quality)
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
      return { kind, ...standing, paths: names.size, untaken: target?.memory.untaken.size ?? 0 }
    },
    async [Symbol.asyncDispose]() {
      for (const subscription of subscriptions) subscription[Symbol.dispose]()
      timer?.[Symbol.dispose]()
      end.abort()
      // Our paths stay: who watches through the restreamer does not notice a restart of ours.
      await working
    },
  }
}

const withoutSlash = (address: string) => address.replace(/\/+$/, '')
