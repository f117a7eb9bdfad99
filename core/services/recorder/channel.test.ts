// A channel's recorder holds its relay as its rule and its alarms want it, and goes on after whatever happens to the relay.
import { expect, test } from 'bun:test'
import { Fault } from '../../domain/fault.ts'
import type { Fragment } from '../../media/fragment.ts'
import type { Consumer } from '../../media/relay.ts'
import { createChannelRecorder } from './channel.ts'
import type { RecorderAlarm, RecorderRule } from './want.ts'

const START = Date.UTC(2026, 10, 23, 8)
const epoch = { id: 1, init: Buffer.alloc(0), mime: '', width: 0, height: 0 }

function startStand(rule: Partial<RecorderRule>) {
  const timers = new Map<number, { at: number; run: () => void }>()
  const joined = new Map<Consumer, number | undefined>()
  const taken: number[] = []
  let [time, next, cuts, tries] = [START, 0, 0, 0]
  const it = {
    alarms: [] as RecorderAlarm[],
    rule: { mode: 'alarm', schedule: [], kinds: null, preSeconds: 5, postSeconds: 10, ...rule } as RecorderRule,
    byHandSince: null as Date | null,
    refusal: null as Fault | null,
    joined,
    taken,
    cuts: () => cuts,
    tries: () => tries,
    pass(seconds: number) {
      time += seconds * 1000
      for (const [id, { at, run }] of [...timers]) if (at <= time && timers.delete(id)) run()
    },
    now: () => new Date(time),
    /** A picture for everybody who has joined; it shows what was so many seconds ago. */
    picture(late = 0) {
      const shows = time - late * 1000
      const fragment: Fragment = {
        ...{ epoch, data: Buffer.alloc(1), key: true, decodeTime: shows / 1000, duration: 1, time: shows },
      }
      for (const consumer of joined.keys()) consumer.onFragment?.(fragment)
    },
    end(fault: Fault | null) {
      const leaving = [...joined.keys()]
      joined.clear()
      for (const consumer of leaving) consumer.onEnd?.(fault)
    },
  }
  return Object.assign(it, {
    recorder: createChannelRecorder({
      rule: () => it.rule,
      alarms: () => it.alarms,
      utcOffsetMinutes: () => 0,
      byHandSince: () => it.byHandSince,
      relay: () => ({
        join(consumer = {}, since) {
          tries++
          if (it.refusal) throw it.refusal
          joined.set(consumer, since)
          return () => void joined.delete(consumer)
        },
      }),
      roll: { add: ({ time: at }) => void taken.push((at - START) / 1000), cut: async () => void cuts++ },
      timers: {
        after(ms, run) {
          const id = next++
          timers.set(id, { at: time + ms, run })
          return { [Symbol.dispose]: () => void timers.delete(id) }
        },
      },
      now: () => new Date(time),
      onChange: () => {},
    }),
  })
}
const since = (it: ReturnType<typeof startStand>) => [...it.joined.values()].map((at) => at && (at - START) / 1000)

test('in wait for alarms the past is kept, an alarm is recorded from before it on, and its file ends after the time after it', () => {
  const it = startStand({})
  it.recorder.look()
  expect([...it.joined.keys()]).toMatchObject([{ way: 'recorder', reachSeconds: 5 }])
  it.picture()
  it.pass(60)
  it.alarms = [{ kind: 'motion', beganAt: it.now(), endedAt: null }]
  it.recorder.look()
  expect([since(it), it.recorder.state.want]).toEqual([[55], 'record'])
  it.picture()
  it.pass(20)
  it.alarms[0]!.endedAt = it.now()
  it.recorder.look()
  it.picture()
  expect([it.taken, it.cuts()]).toEqual([[60, 80], 0])
  it.pass(10)
  it.picture()
  expect([it.taken, it.cuts(), it.recorder.state.want]).toEqual([[60, 80], 1, 'wait'])
  // The next alarm begins before the kept past is over: it is not recorded twice.
  it.alarms = [{ kind: 'motion', beganAt: new Date(START + 82_000), endedAt: null }]
  it.recorder.look()
  expect(since(it)).toEqual([81])
})

test('pictures that come late belong to the time after an alarm, too, and one that never comes is waited for a moment', () => {
  const it = startStand({})
  it.alarms = [{ kind: 'motion', beganAt: it.now(), endedAt: it.now() }]
  it.recorder.look()
  it.pass(9)
  it.picture(2)
  it.pass(1)
  expect([it.taken, it.cuts(), it.recorder.state.want]).toEqual([[7], 0, 'record'])
  it.pass(1)
  it.picture(2)
  it.picture(2)
  expect([it.taken, it.cuts(), it.recorder.state.want]).toEqual([[7, 9], 1, 'wait'])

  it.alarms = [{ kind: 'motion', beganAt: it.now(), endedAt: it.now() }]
  it.recorder.look()
  it.pass(10)
  expect(it.recorder.state.want).toBe('record')
  it.pass(3)
  expect([it.taken, it.cuts(), it.recorder.state.want]).toEqual([[7, 9], 2, 'wait'])
})

test('what is wanted anew while the last pictures of an alarm are waited for loses none of them', () => {
  const it = startStand({})
  it.alarms = [{ kind: 'motion', beganAt: it.now(), endedAt: it.now() }]
  it.recorder.look()
  it.pass(10)
  it.byHandSince = it.now()
  it.picture()
  expect([it.taken, it.cuts(), it.recorder.state.want]).toEqual([[10], 0, 'record'])
})

test('while it records, one more alarm begins no second file', () => {
  const it = startStand({})
  it.alarms = [{ kind: 'motion', beganAt: it.now(), endedAt: null }]
  it.recorder.look()
  it.alarms.push({ kind: 'intrusion', beganAt: it.now(), endedAt: null })
  it.recorder.look()
  expect([it.tries(), it.cuts()]).toEqual([1, 0])
})

test('a longer time before alarms holds from when it is set, not from after the next alarm', () => {
  const it = startStand({})
  it.recorder.look()
  it.rule = { ...it.rule, preSeconds: 30 }
  it.recorder.look()
  expect([...it.joined.keys()].map(({ reachSeconds }) => reachSeconds)).toEqual([30])
  const [kept] = it.joined.keys()
  it.recorder.look()
  expect([...it.joined.keys()][0]).toBe(kept as Consumer)
})

test('a relay that ends closes the file, is asked for again after a pause, and says why nothing comes until then', () => {
  const it = startStand({ mode: 'continuous' })
  it.recorder.look()
  it.picture()
  it.end(new Fault('device-refused-login', 'The device refused the login'))
  it.refusal = new Fault('device-refused-login', 'The device refused the login')
  expect([it.cuts(), it.recorder.state.fault?.kind]).toEqual([1, 'device-refused-login'])
  for (let tries = 0; tries < 4; tries++) it.pass(15)
  expect([it.tries(), it.joined.size]).toEqual([5, 0])
  it.refusal = null
  it.pass(15)
  it.picture()
  expect([it.taken, it.recorder.state]).toEqual([[0, 75], { want: 'record', fault: null }])
})

test('switched off it holds nothing, switched on again it begins anew, and stopped it never does', async () => {
  const it = startStand({ mode: 'continuous' })
  it.recorder.look()
  it.rule = { ...it.rule, mode: 'off' }
  it.recorder.look()
  expect([it.joined.size, it.cuts()]).toEqual([0, 1])
  it.recorder.look()
  expect(it.cuts()).toBe(1)
  it.rule = { ...it.rule, mode: 'continuous' }
  it.recorder.look()
  it.recorder.retry()
  expect([it.joined.size, it.tries(), it.cuts()]).toEqual([1, 2, 1])
  it.end(null)
  it.recorder.retry()
  expect([it.joined.size, it.tries(), it.cuts()]).toEqual([1, 3, 2])
  await it.recorder.stop()
  it.recorder.look()
  it.pass(3600)
  expect([it.joined.size, it.tries()]).toEqual([0, 3])
})

test('a schedule opens and closes by itself', () => {
  const it = startStand({
    mode: 'schedule',
    schedule: [{ days: [0], start: '08:01', end: '08:03', record: 'continuous' }],
  })
  it.recorder.look()
  const seen: string[] = []
  for (let minute = 0; minute < 4; minute++) {
    seen.push(it.recorder.state.want)
    it.pass(60)
  }
  expect([seen, it.cuts()]).toEqual([['nothing', 'record', 'record', 'nothing'], 1])
})
