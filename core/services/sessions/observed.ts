// A session as the core's other parts get it: its faults are seen, and a relay that starts again asks first.
import { type Capability, type DeviceSession, type Fault, offers } from '#plugin'
import { asFault } from '../../errors.ts'

export interface Observer {
  /** Called with every fault of a call, before the caller gets it. */
  seen(fault: Fault): void
  /** Resolves when the device has answered one cheap request just now; rejects with its fault. */
  prove(): Promise<void>
  /** The device does not support a capability that it seemed to offer; the session no longer has it. */
  withdraw(capability: Capability): void
}

/** Where one "not supported" speaks for the whole device. Of the others it may mean one channel only. */
const WHOLE_DEVICE: ReadonlySet<Capability> = new Set([
  'storage',
  'users',
  'permissions',
  'onvifUsers',
  'logs',
  'clock',
  'health',
  'inputs',
  'outputs',
  'holiday',
  'power',
])

/** A write that is refused may be about one user or one value only. */
const READS: ReadonlySet<string | symbol> = new Set(['read', 'list', 'search', 'disks'])

/**
 * Each FFmpeg start asks for its source anew, so the second time for one channel is a start after a break. Then the
 * device may have got another password: one HTTP request finds out, where eight relays would try eight refused logins.
 */
export function observed(
  session: DeviceSession,
  { seen, prove, withdraw }: Observer,
  withdrawn: readonly string[] = [],
): DeviceSession {
  const { live, snapshot } = session
  const given = new Set<string>()

  async function watched<T>(call: () => Promise<T>, capability?: Capability): Promise<T> {
    try {
      return await call()
    } catch (error) {
      const fault = asFault(error)
      seen(fault)
      if (capability && fault.kind === 'unsupported' && WHOLE_DEVICE.has(capability) && shared[capability]) {
        shared[capability] = undefined
        withdraw(capability)
      }
      throw fault
    }
  }

  async function* watchedEach<T>(items: AsyncIterable<T>): AsyncIterable<T> {
    try {
      yield* items
    } catch (error) {
      const fault = asFault(error)
      seen(fault)
      throw fault
    }
  }

  /** A capability whose every call is watched, whatever its calls are. */
  function watchedCalls<T extends object>(capability: T, named: Capability): T {
    return new Proxy(capability, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name, target)
        if (typeof value !== 'function') return value
        return (...rest: unknown[]) => {
          const answer: unknown = value.apply(target, rest)
          if (answer instanceof Promise) return watched(() => answer, READS.has(name) ? named : undefined)
          const isMany = typeof answer === 'object' && answer !== null && Symbol.asyncIterator in answer
          return isMany ? watchedEach(answer as AsyncIterable<unknown>) : answer
        }
      },
    })
  }

  // The stream of alarms is tended by the keeper itself, on the bare session; the other two have their own words below.
  const others = offers(session).filter((name) => name !== 'live' && name !== 'snapshot' && name !== 'alarms')
  const rest = Object.fromEntries(
    others.map((name) => [
      name,
      // Present and undefined hides what the bare session has.
      withdrawn.includes(name) ? undefined : watchedCalls(session[name] as object, name),
    ]),
  )

  // Inherits whatever else the session has. Its users share it, so closing is not theirs.
  const shared = Object.assign(Object.create(session) as DeviceSession, {
    info: () => watched(() => session.info()),
    channels: () => watched(() => session.channels()),
    close: async () => {},
    ...rest,
    ...(live && {
      live: {
        async source(sourceKey: string, quality: 'main' | 'sub') {
          const key = `${sourceKey} ${quality}`
          if (given.has(key)) await prove()
          given.add(key)
          return watched(() => live.source(sourceKey, quality))
        },
      } satisfies DeviceSession['live'],
    }),
    ...(snapshot && {
      snapshot: {
        take: (sourceKey: string) => watched(() => snapshot.take(sourceKey)),
      } satisfies DeviceSession['snapshot'],
    }),
  })
  return shared
}
