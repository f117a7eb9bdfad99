// Being told of alarms, for tests: people with cameras, a push service that really listens, and a clock that the test moves.
import type { Alarm } from '../domain/alarm.ts'
import { createAddressGuard } from '../services/addresses.ts'
import { createPush, type PushFilter } from '../services/push/index.ts'
import { createClock } from './clock.ts'
import { createPeople } from './people.ts'
import { startPushService } from './push-service.ts'
import { until } from './until.ts'

let open: AsyncDisposableStack[] = []

/** After each test. */
export async function endStands(): Promise<void> {
  for (const one of open.reverse()) await one.disposeAsync()
  open = []
}

export const ALL: PushFilter = { kinds: null, channelIds: null }

export async function startPush({ allowLoopback = true, host = '192.0.2.77' } = {}) {
  const ending = new AsyncDisposableStack()
  open.push(ending)
  const people = ending.use(createPeople())
  const service = ending.use(startPushService())
  const clock = createClock()
  const { db, bus, log, secrets } = people
  const { access, activity } = people.services
  const lookup = async () => [{ address: host, family: 4 }]
  const guard = createAddressGuard({ allowLoopback, lookup })
  const make = () =>
    createPush({
      ...{ db, bus, access, activity, secrets, guard, allowLoopback, log },
      now: clock.now,
      timers: clock.timers,
      random: () => 0.5,
    })
  const push = ending.use(make())
  push.start()
  const { caller, user } = await people.person({ username: 'anna' })
  const { device, channels } = people.device(user.householdId, 3)
  const [first, second, third] = channels
  if (!first || !second || !third) throw new Error('no channels')
  let alarms = 0
  function began(values: Partial<Alarm> = {}): void {
    const { id: channelId, channelNo } = first as NonNullable<typeof first>
    bus.emit('alarm.began', {
      ...{ id: ++alarms, uuid: Bun.randomUUIDv7(), householdId: user.householdId, deviceId: device.id },
      ...{ channelId, channelNo, channelName: 'Front door', deviceAddress: '192.0.2.1', kind: 'motion' as const },
      ...{ rawType: 'VMD', message: 'Motion detected', region: null, area: null, target: null, rule: null },
      ...{ deviceTime: null, beganAt: clock.now(), endedAt: null, endReason: null, hasPicture: false },
      ...{ recordingId: null, ...values },
    })
  }
  const subscribed = async (who = caller, filter = ALL) => {
    const browser = await service.browser()
    const { endpoint, keys } = browser.subscription
    return { browser, endpoint, keys, row: await push.subscribe(who, { endpoint, ...keys }, filter) }
  }
  return {
    people,
    db,
    bus,
    log,
    clock,
    push,
    make,
    service,
    caller,
    user,
    device,
    first,
    second,
    third,
    began,
    subscribed,
    ending,
  }
}

type Stand = Awaited<ReturnType<typeof startPush>>

/** Moves the clock until it is so: what goes over the network takes its own time. */
export const moved = (what: string, { clock }: Pick<Stand, 'clock'>, seconds: number, ask: () => boolean) =>
  until(what, async () => {
    if (ask()) return true
    await clock.advance(seconds * 1000)
    return ask()
  })
