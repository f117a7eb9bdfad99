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
/** Many channels are read one after the other. */
const CALENDAR_MS = 2000
const SETTINGS = new Set(['discovery', 'public_url', 'hub_control', 'hub_images'])

export function createModelChanges({ bus, timers, now, changed }: Deps): ModelChanges {
  const stack = new DisposableStack()
  let next: Disposable | null = null
  let calendar: Disposable | null = null

  const told = ['channels.changed', 'device.removed', 'device.told', 'device.listens', 'live.changed'] as const
  for (const event of told) stack.use(bus.on(event, changed))
  stack.use(
    bus.on('footage.changed', () => {
      calendar ??= timers.after(CALENDAR_MS, () => {
        calendar = null
        changed()
      })
    }),
  )
  // What a person must see to.
  stack.use(bus.on('device.state', ({ state }) => void (state.phase === 'refused' || state.fault ? changed() : null)))
  stack.use(bus.on('setting.changed', ({ key }) => void (SETTINGS.has(key) && changed())))
  stack.defer(() => next?.[Symbol.dispose]())
  stack.defer(() => calendar?.[Symbol.dispose]())

  return {
    readUntil(at) {
      next?.[Symbol.dispose]()
      const wait = at === null ? SELDOM_MS : Math.min(SELDOM_MS, Math.max(1000, +at - +now() + 100))
      next = timers.after(wait, changed)
    },
    [Symbol.dispose]: () => stack.dispose(),
  }
}
