// Events that the appliance makes by itself: a state of a device, a disk or a round, from its beginning to its end.
import { expect, setDefaultTimeout, test } from 'bun:test'
import { Fault } from '../../domain/fault.ts'
import { eventsDevice, type Row, startEvents } from '../../testing/events-stand.ts'
import { until } from '../../testing/until.ts'

setDefaultTimeout(60_000)

test('a device that is away is one event, from its beginning to its end, over a restart too', async () => {
  await using it = await startEvents()
  it.recorder.online = false
  it.recorder.breakWatch()
  const away = await it.event('it is told', 'type=offline')
  expect(away).toMatchObject({ source: 'appliance', severity: 'error', ended_at: null, device_id: it.deviceId })
  expect(away.message).toStartWith('Recorder is away. ')
  const tries = it.recorder.seen.connects
  await until('it was tried again', () => it.recorder.seen.connects > tries + 1)
  await it.app.restart()
  await until('it was tried after the restart', () => it.recorder.seen.connects > tries + 3)
  it.recorder.online = true
  const back = await it.event('it has ended', 'type=offline', (row) => row.ended_at !== null)
  expect(back.id).toBe(away.id)
  expect((await it.events('source=appliance')).data).toHaveLength(1)
  expect((await it.ask('GET', '/api/user/alarm')).body.items).toEqual([])
})

test('refused sign-ins, disks in trouble, channels that are gone and rounds that fail are events, and end', async () => {
  await using it = await startEvents()
  const sync = async () => (await it.ask('POST', `/api/devices/${it.deviceId}/channelsdata/sync`)).status
  it.disk.status = 'error'
  it.recorder.channels[1]!.online = false
  await sync()
  const disk = await it.event('the disk is told', 'type=disk_error')
  expect(disk).toMatchObject({
    severity: 'critical',
    message: 'Recorder: disk hdd1 reports an error',
    channel_id: null,
  })
  const channel = await it.event('the channel is told', `cameraId=${it.channels[1].id}`)
  expect(channel).toMatchObject({ type: 'offline', message: 'Camera 2 is away: Recorder does not see it' })
  await sync()
  it.recorder.fault = new Fault('device-garbled', 'It answers what nobody understands')
  await sync()
  await sync()
  const failed = await it.event('the round is told', 'type=error')
  expect(failed).toMatchObject({ severity: 'warning', metadata: { reason: 'device-garbled' } })
  it.disk.status = 'ok'
  it.recorder.channels[1]!.online = true
  it.recorder.fault = null
  await until('it is synced again', async () => (await sync()) === 200)
  await until('all have ended', async () => (await it.events()).data.every((row: Row) => row.ended_at !== null))
  expect((await it.events()).data.map((row: Row) => row.id).sort()).toEqual([disk.id, channel.id, failed.id].sort())

  it.recorder.password = 'another-one'
  it.recorder.breakWatch()
  const refused = await it.event('the refusal is told', 'type=error', (row) => row.metadata.state === 'refused')
  expect(refused.message).toStartWith('Recorder refuses our sign-in. ')
  const off = await it.ask('PUT', `/api/devices/${it.deviceId}`, { ...eventsDevice, is_checked: false })
  expect(off.status).toBe(204)
  await it.event('nobody asks any more', 'type=error', (row) => row.id === refused.id && row.ended_at !== null)
})
