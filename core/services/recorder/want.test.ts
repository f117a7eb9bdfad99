// What a recorder does at which moment.
import { expect, test } from 'bun:test'
import { nextChange, type RecorderAlarm, type RecorderRule, wantAt } from './want.ts'

/** A Monday. */
const at = (time: string) => new Date(`2026-11-23T${time}Z`)
const ruleOf = (rule: Partial<RecorderRule>): RecorderRule => ({
  ...{ mode: 'alarm', schedule: [], kinds: null, preSeconds: 5, postSeconds: 10 },
  ...rule,
})
const alarm = (began: string, ended: string | null, kind: RecorderAlarm['kind'] = 'motion'): RecorderAlarm => ({
  ...{ kind, beganAt: at(began) },
  endedAt: ended === null ? null : at(ended),
})
const want = (rule: Partial<RecorderRule>, now: string, alarms: RecorderAlarm[] = [], offset = 0) =>
  wantAt(ruleOf(rule), alarms, at(now), offset)

test('off is off whatever happens, and continuous needs no alarm', () => {
  const motion = [alarm('08:00:00', null)]
  expect(want({ mode: 'off' }, '08:00:01', motion)).toEqual({ do: 'nothing' })
  expect(want({ mode: 'continuous' }, '08:00:01')).toEqual({ do: 'record', since: null })
})

test('an alarm is recorded with the time before and the time after, and then the stream is kept ready', () => {
  expect(want({}, '07:59:59')).toEqual({ do: 'wait', reachSeconds: 5 })
  expect(want({}, '08:00:01', [alarm('08:00:00', null)])).toEqual({ do: 'record', since: +at('07:59:55') })
  const over = [alarm('08:00:00', '08:00:30')]
  expect(want({}, '08:00:39.999', over)).toEqual({ do: 'record', since: +at('07:59:55') })
  expect(want({}, '08:00:40', over)).toEqual({ do: 'wait', reachSeconds: 5 })
  expect(nextChange(ruleOf({}), over, at('08:00:31'))).toEqual(at('08:00:40'))
  expect(nextChange(ruleOf({}), over, at('08:00:40'))).toBeNull()
})

test('alarms that overlap are one, from the first beginning on', () => {
  const two = [alarm('08:00:20', null, 'line_crossing'), alarm('08:00:00', '08:00:25')]
  expect(want({}, '08:00:30', two)).toEqual({ do: 'record', since: +at('07:59:55') })
  expect(want({ kinds: ['line_crossing'] }, '08:00:30', two)).toEqual({ do: 'record', since: +at('08:00:15') })
  expect(want({ kinds: ['tamper'] }, '08:00:30', two)).toEqual({ do: 'wait', reachSeconds: 5 })
})

test('a schedule says by the wall clock of the camera when what is recorded, over midnight too', () => {
  const schedule = [
    { days: [0, 1, 2, 3, 4], start: '08:00', end: '18:00', record: 'continuous' as const },
    { days: [0, 6], start: '18:00', end: '08:00', record: 'alarm' as const },
  ]
  const rule = { mode: 'schedule' as const, schedule }
  const motion = [alarm('05:59:00', null)]
  expect(want(rule, '07:59:59')).toEqual({ do: 'wait', reachSeconds: 5 })
  expect(want(rule, '08:00:00')).toEqual({ do: 'record', since: null })
  expect(want(rule, '06:00:00', [], 120)).toEqual({ do: 'record', since: null })
  expect(want(rule, '05:59:30', motion)).toEqual({ do: 'record', since: +at('05:58:55') })
  expect(wantAt(ruleOf(rule), motion, new Date('2026-11-25T07:00:00Z'), 0)).toEqual({ do: 'nothing' })
  expect(nextChange(ruleOf(rule), [], at('07:59:12'))).toEqual(at('08:00:00'))
})

test('what is recorded by hand is recorded whatever the rule says, from then on, but for what is recorded anyway', () => {
  const since = at('08:00:10')
  const byHand = (rule: Partial<RecorderRule>, alarms: RecorderAlarm[] = []) =>
    wantAt(ruleOf(rule), alarms, at('08:00:20'), 0, since)
  for (const mode of ['off', 'alarm', 'schedule'] as const)
    expect(byHand({ mode }, [alarm('08:00:00', null)])).toEqual({ do: 'record', since: +since })
  expect(byHand({ mode: 'continuous' })).toEqual({ do: 'record', since: null })
})
