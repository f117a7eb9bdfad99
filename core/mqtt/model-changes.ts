// What makes the model new: what the bus tells, the clock where a schedule says so, and what nobody tells of, now and then.
import type { Bus } from '../bus.ts'
import type { Timers } from '../timers.ts'

export interface ModelChanges extends Disposable {
  /** The model was read: by then it changes next. */
  readUntil(at: Date | null): void
}

interface Deps {
  bus: Bus
  timers: Timers
  now: () => Date
  /** Read it anew, soon. */
  changed(): void
}

/** The size of the database, and the room on its disk. */
const SELDOM_MS = 5 * 60_000
/** Many channels are read one after the other: all of a device's are told at once. */
const TOLD_MS = 200
const CALENDAR_MS = 2000
const SETTINGS = new Set(['discovery', 'public_url', 'hub_name', 'hub_control', 'hub_images'])

export function createModelChanges({ bus, timers, now, changed }: Deps): ModelChanges {
  const stack = new DisposableStack()
  let next: Disposable | null = null

  /** What comes within so long of the first is one change. */
  function gathered(ms: number): () => void {
    let timer: Disposable | null = null
    stack.defer(() => timer?.[Symbol.dispose]())
    return () => {
      timer ??= timers.after(ms, () => {
        timer = null
        changed()
      })
    }
  }

  for (const event of ['channels.changed', 'device.removed', 'device.listens'] as const)
    stack.use(bus.on(event, changed))
  stack.use(bus.on('device.told', gathered(TOLD_MS)))
  stack.use(bus.on('footage.changed', gathered(CALENDAR_MS)))
  // Who refuses us is a problem that a person must see to, until it is over.
  const refusing = new Set<number>()
  stack.use(
    bus.on('device.state', ({ deviceId, state }) => {
      const refuses = state.phase === 'refused'
      if (refuses === refusing.has(deviceId)) return
      if (refuses) refusing.add(deviceId)
      else refusing.delete(deviceId)
      changed()
    }),
  )
  stack.use(bus.on('setting.changed', ({ key }) => void (SETTINGS.has(key) && changed())))
  stack.defer(() => next?.[Symbol.dispose]())

  return {
    readUntil(at) {
      next?.[Symbol.dispose]()
      const wait = at === null ? SELDOM_MS : Math.min(SELDOM_MS, Math.max(1000, +at - +now() + 100))
      next = timers.after(wait, changed)
    },
    [Symbol.dispose]: () => stack.dispose(),
  }
}
