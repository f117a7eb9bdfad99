// A device's own log through the front door: two shapes, times by the device's clock, and what is refused.
import { expect, test } from 'bun:test'
import { Fault, type LogQuery } from '#plugin'
import { createRecorderStand } from '../../testing/recorder-stand.ts'

const LOG = '/api/logs/device/1'

const createStand = () =>
  createRecorderStand(2, ({ device, log }) => {
    device.info.utcOffsetMinutes = 120
    const nobody = { channelNumber: null, localId: null, userName: null, address: null }
    log.push(
      {
        ...nobody,
        time: new Date('2025-01-22T08:15:30Z'),
        major: 'Alarm',
        minor: 'motionStart',
        channelNumber: 1,
        localId: 'D1',
      },
      {
        ...nobody,
        time: new Date('2025-01-22T08:00:00Z'),
        major: 'Operation',
        minor: 'remoteLogin',
        userName: 'admin',
        address: '192.0.2.9',
      },
    )
  })

const asked = ({ recorder }: Awaited<ReturnType<typeof createStand>>) => recorder.calls.at(-1)?.given[0] as LogQuery

test('the log is the document’s list, in the time of the device', async () => {
  await using stand = await createStand()
  const body = { from_: '2025-01-22T00:00:00', to: '2025-01-22T23:59:59', maxResults: 100, majorType: 'all' }
  const answer = await stand.ask('POST', LOG, body)
  expect([answer.status, answer.body]).toEqual([
    200,
    [
      {
        eventTime: '2025-01-22T10:15:30',
        majorType: 'alarm',
        subType: 'motionStart',
        channelID: 1,
        description: 'Motion detected on Camera 1',
        time: '2025-01-22T08:15:30.000Z',
        localId: 'D1',
        userName: null,
        ipAddress: null,
      },
      expect.objectContaining({
        subType: 'remoteLogin',
        channelID: null,
        description: 'Remote login',
        userName: 'admin',
      }),
    ],
  ])
  expect(asked(stand)).toEqual({
    from: new Date('2025-01-21T22:00:00Z'),
    to: new Date('2025-01-22T21:59:59Z'),
    major: 'all',
    limit: 100,
  })
})

test('who asks with `from` gets the front end’s object', async () => {
  await using stand = await createStand()
  const body = { from: '2025-01-22T00:00:00Z', to: '2025-01-22T23:59:59+02:00', majorType: 'ALARM' }
  const answer = await stand.ask('POST', LOG, body)
  expect(answer.body).toEqual({
    device_id: 1,
    total: 2,
    logs: [
      {
        time: '2025-01-22T10:15:30',
        majorType: 'Alarm',
        minorType: 'Motion detected',
        localId: 'D1',
        userName: null,
        ipAddress: null,
      },
      expect.objectContaining({ minorType: 'Remote login', ipAddress: '192.0.2.9' }),
    ],
  })
  expect(asked(stand)).toEqual({
    from: new Date('2025-01-22T00:00:00Z'),
    to: new Date('2025-01-22T21:59:59Z'),
    major: 'alarm',
    limit: 2000,
  })
})

test('at most 2000 are asked for', async () => {
  await using stand = await createStand()
  for (const [maxResults, limit] of [
    [1, 1],
    [2000, 2000],
    [0, 2000],
    [-5, 2000],
    [2001, 2000],
    [null, 2000],
  ]) {
    const answer = await stand.ask('POST', LOG, { from_: '2025-01-01', to: '2025-01-02', maxResults })
    expect([maxResults, answer.status, asked(stand).limit]).toEqual([maxResults!, 200, limit!])
  }
})

test('what cannot be read as a time or a kind is 400 and says where', async () => {
  await using stand = await createStand()
  const good = { from_: '2025-01-01T00:00:00', to: '2025-01-02T00:00:00' }
  const wrongs: [object, string][] = [
    [{ from_: 'yesterday' }, 'from_'],
    [{ from_: '2025-02-30T00:00:00' }, 'from_'],
    [{ from_: '2025-01-01T25:00:00' }, 'from_'],
    [{ from: 5 }, 'from'],
    [{ from_: undefined }, 'from_'],
    [{ to: undefined }, 'to'],
    [{ to: '' }, 'to'],
    [{ maxResults: 'many' }, 'maxResults'],
    [{ majorType: 'weather' }, 'majorType'],
    [{ from_: '2025-01-03T00:00:00' }, 'to'],
  ]
  for (const [wrong, field] of wrongs) {
    const { status, body } = await stand.ask('POST', LOG, { ...good, ...wrong })
    expect([wrong, status, body.errors[0].path]).toEqual([wrong, 400, `body.${field}`])
  }
  expect(stand.called()).toEqual([])
})

test('a device that fails says why', async () => {
  await using stand = await createStand()
  stand.recorder.failing.set('logs.search', new Fault('device-garbled', 'Nonsense.'))
  const { status, body } = await stand.ask('POST', LOG, { from_: '2025-01-01', to: '2025-01-02' })
  expect([status, body.detail]).toEqual([502, 'Failed to fetch logs from device: Nonsense.'])
})
