// Recording schedules in all the spellings that devices have.
import { describe, expect, test } from 'bun:test'
import { readXml } from '../isapi/xml.ts'
import { faultOf, recorder } from '../test-session.ts'
import { modeOf, readTrack } from './schedule.ts'

const action = (
  from: [string, string],
  to: [string, string],
  mode = 'CMR',
  record = true,
) => `<ScheduleAction><id>1</id>
<ScheduleActionStartTime><DayOfWeek>${from[0]}</DayOfWeek><TimeOfDay>${from[1]}</TimeOfDay></ScheduleActionStartTime>
<ScheduleActionEndTime><DayOfWeek>${to[0]}</DayOfWeek><TimeOfDay>${to[1]}</TimeOfDay></ScheduleActionEndTime>
<Actions><Record>${record}</Record><ActionRecordingMode>${mode}</ActionRecordingMode></Actions></ScheduleAction>`
const track = (actions: string, id = 101, on = true) => `<Track version="1.0"><id>${id}</id><Enable>false</Enable>
<Duration min="0" max="750">P0DT0H</Duration><DefaultRecordingMode>CMR</DefaultRecordingMode>
<TrackSchedule xmlns=""><ScheduleBlockList><ScheduleBlock>${actions}</ScheduleBlock></ScheduleBlockList></TrackSchedule>
<CustomExtensionList><CustomExtension><CustomExtensionName>other</CustomExtensionName></CustomExtension>
<CustomExtension><CustomExtensionName>www.hikvision.com/RaCM/trackExt/ver10</CustomExtensionName><enableSchedule>${on}</enableSchedule><PostRecordTimeSeconds opt="30,60">60</PostRecordTimeSeconds></CustomExtension></CustomExtensionList></Track>`
const read = (actions: string) => readTrack(readXml(track(actions)))
const spans = (actions: string) => read(actions).entries.map(({ day, endDay, start, end }) => [day, endDay, start, end])

describe('a recording schedule', () => {
  test('a full day is one, however it is spelled', () => {
    const full = [[0, 0, '00:00:00', '24:00:00']]
    expect(spans(action(['Monday', '00:00:00'], ['Tuesday', '00:00:00']))).toEqual(full)
    expect(spans(action(['Monday', '00:00:00'], ['Monday', '24:00:00']))).toEqual(full)
    expect(spans(action(['Monday', '00:00:00'], ['Monday', '00:00:00']))).toEqual(full)
    expect(spans(action(['Sunday', '00:00:00'], ['Monday', '00:00:00']))).toEqual([[6, 6, '00:00:00', '24:00:00']])
  })

  test('an entry may wrap into the next day, and a longer one is cut into days', () => {
    expect(spans(action(['Sunday', '22:00:00'], ['Monday', '06:30:00']))).toEqual([[6, 0, '22:00:00', '06:30:00']])
    expect(spans(action(['Friday', '18:00'], ['Sunday', '12:00']))).toEqual([
      [4, 4, '18:00:00', '24:00:00'],
      [5, 5, '00:00:00', '24:00:00'],
      [6, 6, '00:00:00', '12:00:00'],
    ])
  })

  test('words for events are kinds of motion, and what is not recorded is no entry', () => {
    expect(['CMR', 'MOTION', 'EDR', 'AllEvent', 'LineDetection'].map(modeOf)).toEqual([
      'continuous',
      'motion',
      'motion',
      'motion',
      'motion',
    ])
    const both =
      action(['Monday', '08:00:00'], ['Monday', '09:00:00'], 'EDR') +
      action(['Monday', '09:00:00'], ['Monday', '10:00:00'], 'CMR', false)
    expect(read(both)).toMatchObject({
      enabled: true,
      mode: 'continuous',
      deviceMode: 'CMR',
      entries: [{ mode: 'motion', deviceMode: 'EDR' }],
    })
  })

  test('switching it off changes the one element that counts', async () => {
    const path = '/ISAPI/ContentMgmt/record/tracks/101'
    const before = track(action(['Monday', '00:00:00'], ['Tuesday', '00:00:00'], 'MOTION'))
    await using stand = await recorder({ documents: { [path]: before } })
    const { schedule } = await stand.connect()
    expect(await schedule?.enable('ip:1', true)).toMatchObject({ ignored: [] })
    expect(stand.device.writes).toEqual([])
    expect(await schedule?.enable('ip:1', false)).toMatchObject({
      before: { enabled: true },
      after: { enabled: false },
      ignored: [],
    })
    expect(stand.device.writes).toEqual([
      { request: `PUT ${path}`, body: before.replace('<enableSchedule>true', '<enableSchedule>false') },
    ])
  })

  test('a device that gives only the whole list is read from it', async () => {
    const all = `<TrackList>${track('', 101)}${track('', 201, false)}</TrackList>`
    await using stand = await recorder({ documents: { '/ISAPI/ContentMgmt/record/tracks': all } })
    const { schedule } = await stand.connect()
    expect([await schedule?.read('ip:1'), await schedule?.read('ip:2')].map((one) => one?.enabled)).toEqual([
      true,
      false,
    ])
  })

  test('a device without schedules is not supported', async () => {
    await using stand = await recorder({ documents: {} })
    expect((await faultOf((await stand.connect()).schedule?.read('ip:1'))).kind).toBe('unsupported')
  })
})
