// Recording schedules: the spellings of a full day, switches, and their writing.
import { describe, expect, test } from 'bun:test'
import { startSimulator } from '../index.ts'
import { call, edit, get, texts } from '../testing/edit.ts'

const start = (model: 'nvr8' | 'dvr4' | 'camera' = 'nvr8') => startSimulator({ model, rtsp: false })
const path = 'ContentMgmt/record/tracks'

describe('schedules', () => {
  test.each([
    ['nvr8', 'Tuesday', '00:00:00', 'false'],
    ['camera', 'Monday', '24:00:00', 'true'],
    ['dvr4', 'Monday', '00:00:00', 'false'],
  ] as const)('%s ends a full Monday on %s at %s', async (model, day, time, enable) => {
    await using device = await start(model)
    const { text } = await get(device.port, `${path}/101`)
    expect(texts(text, 'DayOfWeek').slice(0, 2)).toEqual(['Monday', day])
    expect(texts(text, 'TimeOfDay')[1]).toBe(time)
    expect(texts(text, 'Enable')).toEqual([enable])
    expect(texts(text, 'enableSchedule')).toEqual(['true'])
  })

  test('the list holds all channels, one with nights that wrap and one that is off', async () => {
    await using device = await start()
    const { text } = await get(device.port, path)
    expect(text.match(/<Track version/g)).toHaveLength(8)
    const tracks = text.split('<Track version').slice(1)
    expect(texts(tracks[3]!, 'TimeOfDay').slice(0, 2)).toEqual(['20:00:00', '06:30:00'])
    expect(texts(tracks[4]!, 'enableSchedule')).toEqual(['false'])
    expect(new Set(texts(text, 'ActionRecordingMode')).size).toBeGreaterThan(4)
  })

  test('one track or a list of some is written, and nonsense is refused', async () => {
    await using device = await start()
    const { before, after } = await edit(device.port, `${path}/101`, '<enableSchedule>true', '<enableSchedule>false')
    expect(after).toBe(before.replace('<enableSchedule>true', '<enableSchedule>false'))
    const bad = await edit(device.port, `${path}/101`, '<TimeOfDay>00:00:00', '<TimeOfDay>25:00:00')
    expect(bad.answer.status).toBe(400)
    const track = after.slice(after.indexOf('<Track')).replace('<enableSchedule>false', '<enableSchedule>true')
    expect((await call(device.port, 'PUT', path, `<TrackList>${track}</TrackList>`)).status).toBe(200)
    expect((await get(device.port, `${path}/101`)).text).toBe(before)
    expect((await get(device.port, `${path}/101`)).text).toContain('<PostRecordTimeSeconds opt="5,10,')
  })
})
