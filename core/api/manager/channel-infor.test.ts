// A channel's settings and schedule through the front door: the document's shapes, and the device first at every change.
import { describe, expect, test } from 'bun:test'
import { Fault } from '#plugin'
import { createRecorderStand } from '../../testing/recorder-stand.ts'

const PATH = '/api/device/1/channel/1/infor'

const whole = {
  id: 1,
  channel_name: 'Camera 1',
  connected_type: 'ip',
  motion_detect: true,
  resolution_width: 1920,
  resolution_height: 1080,
  video_codec: 'H.264',
  max_frame_rate: 1250,
  fixed_quality: 60,
  vbr_average_cap: 2048,
  vbr_upper_cap: 4096,
  h265_plus: false,
  bit_rate: 'variable',
}

describe('the settings of a channel', () => {
  test('are asked of the device once, then answered from the database', async () => {
    await using stand = await createRecorderStand()
    const first = await stand.ask('GET', PATH)
    expect([first.status, first.body]).toEqual([200, { ...whole, read_at: expect.any(String) }])
    stand.device.online = false
    expect((await stand.ask('GET', PATH)).body).toEqual(first.body)
    expect(stand.called()).toEqual(['channelConfig.read'])
  })

  test('are read anew by a sync, the name included', async () => {
    await using stand = await createRecorderStand()
    await stand.ask('GET', PATH)
    stand.recorder.settings.set('ip:1', { ...stand.recorder.settings.get('ip:1')!, name: 'Gate', frameRate: 0 })
    const synced = await stand.ask('GET', `${PATH}/sync`)
    expect(synced.body).toMatchObject({ id: 1, channel_name: 'Gate', max_frame_rate: 0 })
    expect((await stand.ask('GET', PATH)).body).toEqual(synced.body)
    expect((await stand.ask('GET', '/api/channels')).body[0]).toMatchObject({ name: 'Gate', device_name: 'Gate' })
  })

  test('that the device does not have are null, not zero', async () => {
    await using stand = await createRecorderStand(1, ({ settings }) =>
      settings.set('ip:1', { ...settings.get('ip:1')!, frameRate: null, smartCodec: null, motionDetection: null }),
    )
    expect((await stand.ask('GET', PATH)).body).toMatchObject({
      max_frame_rate: null,
      h265_plus: null,
      motion_detect: null,
    })
  })

  test('have limits, straight from the device and whole', async () => {
    await using stand = await createRecorderStand()
    const { status, body } = await stand.ask('GET', `${PATH}/capabilities`)
    expect([status, body]).toEqual([
      200,
      {
        resolutions: [
          { width: 1280, height: 720 },
          { width: 1920, height: 1080 },
        ],
        video_codec: ['H.264', 'H.265'],
        max_frame_rates: [0, 625, 1250, 2500],
        fixed_quality: { options: [20, 30, 45, 60, 75, 90], current: 60, default: 60 },
        vbr: { upper_cap: { min: 32, max: 16384 }, lower_cap: { min: 0, max: 0 } },
      },
    ])
  })
})

describe('changing settings', () => {
  test('with the body of the document writes the device in its own units', async () => {
    await using stand = await createRecorderStand()
    const body = {
      channel_name: 'Front Door',
      motion_detect: true,
      resolution_width: 1920,
      resolution_height: 1080,
      video_codec: 'H.265',
      max_frame_rate: 2500,
      fixed_quality: 6,
      vbr_average_cap: 2048,
      vbr_upper_cap: 3072,
      h265_plus: true,
    }
    const answer = await stand.ask('PUT', PATH, body)
    expect([answer.status, answer.body]).toEqual([200, { status: 'ok' }])
    expect(stand.recorder.settings.get('ip:1')).toMatchObject({
      name: 'Front Door',
      codec: 'H.265',
      frameRate: 25,
      quality: 90,
      maxKbps: 3072,
      smartCodec: true,
    })
    expect((await stand.ask('GET', PATH)).body).toMatchObject({ ...body, fixed_quality: 90 })
    expect(stand.called()).toEqual(['channelConfig.write'])
  })

  test('sends only what is named: absent and null stay, what GET gave is taken back', async () => {
    await using stand = await createRecorderStand()
    const { body } = await stand.ask('GET', PATH)
    expect((await stand.ask('PUT', PATH, { ...body, h265_plus: null, vbr_upper_cap: 2000 })).status).toBe(200)
    await stand.ask('PUT', PATH, { motion_detect: false, channel_name: null })
    await stand.ask('PUT', PATH, {})
    const writes = stand.recorder.calls
      .filter(({ name }) => name === 'channelConfig.write')
      .map(({ given }) => given[1])
    expect(writes).toHaveLength(2)
    expect(writes[0]).not.toHaveProperty('smartCodec')
    expect(writes[1]).toEqual({ motionDetection: false })
  })

  test('to a quality of 1 to 6 means the device’s own scale', async () => {
    await using stand = await createRecorderStand(1)
    for (const [index, quality] of [20, 30, 45, 60, 75, 90].entries()) {
      await stand.ask('PUT', PATH, { fixed_quality: index + 1 })
      expect(stand.recorder.settings.get('ip:1')?.quality).toBe(quality)
    }
  })

  test('to a level that the device’s scale does not have takes its place on that scale, or the nearest', async () => {
    await using stand = await createRecorderStand(1)
    const problems = [{ path: 'quality', code: 'out_of_range', message: 'must be one of the scale' }]
    const refused = new Fault('invalid-input', 'The quality must be one of the scale', { problems })
    for (const [options, level, quality] of [
      [[100, 80, 60, 40, 20, 1], 6, 100],
      [[100, 80, 60, 40, 20, 1], 1, 1],
      [[15, 50, 80], 6, 80],
    ] as const) {
      stand.recorder.limits.quality = { options: [...options], current: 50, preset: null }
      stand.recorder.failing.set('channelConfig.write', () => {
        stand.recorder.failing.delete('channelConfig.write')
        return refused
      })
      expect((await stand.ask('PUT', PATH, { fixed_quality: level })).status).toBe(200)
      expect(stand.recorder.settings.get('ip:1')?.quality).toBe(quality)
    }
  })

  test('is written to the activity log with before and after', async () => {
    await using stand = await createRecorderStand()
    await stand.ask('PUT', PATH, { channel_name: 'Gate', motion_detect: true })
    expect(await stand.activity('update_channel_config')).toMatchObject([
      { success: true, resource_id: '1', metadata: { before: { name: 'Camera 1' }, after: { name: 'Gate' } } },
    ])
  })

  test('names what the device did not change although it said yes', async () => {
    await using stand = await createRecorderStand()
    stand.recorder.deaf.add('smartCodec')
    const { body } = await stand.ask('PUT', PATH, { h265_plus: true, vbr_upper_cap: 1024 })
    expect(body).toEqual({ status: 'ok', ignored: ['h265_plus'] })
    expect((await stand.ask('GET', PATH)).body).toMatchObject({ h265_plus: false, vbr_upper_cap: 1024 })
  })

  test('that fails claims nothing that was not saved', async () => {
    await using stand = await createRecorderStand()
    await stand.ask('GET', PATH)
    stand.recorder.failing.set('channelConfig.write', new Fault('device-garbled', 'The device answered nonsense.'))
    const nothing = await stand.ask('PUT', PATH, { channel_name: 'Gate' })
    expect([nothing.status, nothing.body.detail]).toEqual([
      502,
      'Nothing was saved. Failed to push config to device: The device answered nonsense.',
    ])
    expect((await stand.ask('GET', PATH)).body.channel_name).toBe('Camera 1')

    stand.recorder.failing.set('channelConfig.write', () => {
      stand.recorder.settings.set('ip:1', { ...stand.recorder.settings.get('ip:1')!, name: 'Gate' })
      return new Fault('device-denied', 'The device did not accept the stream.')
    })
    const half = await stand.ask('PUT', PATH, { channel_name: 'Gate', vbr_upper_cap: 1024 })
    expect([half.status, half.body.detail]).toEqual([
      502,
      'Saved only the name. Failed to push the rest to device: The device did not accept the stream.',
    ])
    expect((await stand.ask('GET', PATH)).body).toMatchObject({ channel_name: 'Gate', vbr_upper_cap: 4096 })
    const log = await stand.activity('update_channel_config')
    expect(log.map((entry) => (entry as unknown as { success: boolean }).success)).toEqual([false, false])
  })

  test('outside the limits is 400 in the words of the body, and nothing is sent', async () => {
    await using stand = await createRecorderStand()
    const problems = [{ path: 'frameRate', code: 'out_of_range', message: 'must be one of 0, 12.5, 25' }]
    stand.recorder.failing.set('channelConfig.write', new Fault('invalid-input', 'must be one of 0', { problems }))
    const { status, body } = await stand.ask('PUT', PATH, { max_frame_rate: 9900 })
    expect([status, body.errors[0].path]).toEqual([400, 'body.max_frame_rate'])
  })

  test('to nonsense is 400, says where, and never reaches the device', async () => {
    await using stand = await createRecorderStand(1)
    const wrongs: [string, unknown][] = [
      ['channel_name', ''],
      ['channel_name', 'a\nb'],
      ['channel_name', 7],
      ['max_frame_rate', -1],
      ['max_frame_rate', 12.5],
      ['motion_detect', 'yes'],
      ['resolution_width', '1920'],
    ]
    for (const [field, value] of wrongs) {
      const { status, body } = await stand.ask('PUT', PATH, { [field]: value })
      expect([field, status, body.errors[0].path]).toEqual([field, 400, `body.${field}`])
    }
    expect(stand.called()).toEqual([])
  })

  test('by two at once goes one after the other', async () => {
    await using stand = await createRecorderStand()
    const answers = await Promise.all(
      [1000, 2000, 3000].map((vbr_upper_cap) => stand.ask('PUT', PATH, { vbr_upper_cap })),
    )
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
    expect((await stand.ask('GET', PATH)).body.vbr_upper_cap).toBe(stand.recorder.settings.get('ip:1')?.maxKbps)
  })
})

describe('the recording schedule', () => {
  test('is empty but whole before the device was asked', async () => {
    await using stand = await createRecorderStand()
    expect((await stand.ask('GET', `${PATH}/recording-mode`)).body).toEqual({
      device_id: 1,
      channel_id: 1,
      channel_no: 1,
      channel_name: 'Camera 1',
      schedule_enable: false,
      default_mode: null,
      timeline: [],
      default_device_mode: null,
      read_at: null,
    })
    expect(stand.called()).toEqual([])
  })

  test('has the document’s words and the front end’s in every entry', async () => {
    await using stand = await createRecorderStand()
    const { status, body } = await stand.ask('POST', `${PATH}/recording-mode/sync`)
    expect([status, body.success]).toEqual([200, true])
    expect(body.data).toMatchObject({ schedule_enable: true, schedule_enabled: true, default_mode: 'continuous' })
    expect(body.data.timeline).toEqual([
      {
        id: 1,
        day_of_week: 0,
        day_end_of_week: 0,
        start_time: '00:00:00',
        end_time: '00:00:00',
        mode: 'continuous',
        device_mode: 'CMR',
        day_start: 'Monday',
        time_start: '00:00:00',
        day_end: 'Monday',
        time_end: '00:00:00',
      },
      expect.objectContaining({ day_start: 'Saturday', day_end: 'Sunday', end_time: '06:00:00', mode: 'motion' }),
    ])
    const { schedule_enabled: _both, ...stored } = body.data
    expect((await stand.ask('GET', `${PATH}/recording-mode`)).body).toEqual(stored)
  })

  test('of all channels is read at once, and says which failed', async () => {
    await using stand = await createRecorderStand(3)
    let asked = 0
    stand.recorder.failing.set('schedule.read', () => (++asked === 2 ? new Fault('device-garbled', 'Nonsense.') : null))
    const { status, body } = await stand.ask('POST', '/api/device/1/channels/recording-mode/sync')
    expect([status, body]).toEqual([
      200,
      {
        success: true,
        synced_channels: [1, 3],
        failed_channels: [{ channel_id: 2, error: 'Failed to sync from NVR: Nonsense.' }],
      },
    ])
    stand.recorder.failing.set('schedule.read', new Fault('device-busy', 'Busy.'))
    expect((await stand.ask('POST', '/api/device/1/channels/recording-mode/sync')).status).toBe(503)
  })

  test('of all channels is told at once as it is stored, without asking the device', async () => {
    await using stand = await createRecorderStand(3)
    await stand.ask('POST', `${PATH}/recording-mode/sync`)
    stand.recorder.calls.length = 0
    const { status, body } = await stand.ask('GET', '/api/device/1/channels/recording-mode')
    expect(status).toBe(200)
    expect(body.map((one: Record<string, unknown>) => [one.channel_no, one.read_at !== null])).toEqual([
      [1, true],
      [2, false],
      [3, false],
    ])
    expect(body[0]).toEqual((await stand.ask('GET', `${PATH}/recording-mode`)).body)
    expect(stand.called()).toEqual([])
    const stranger = await stand.person('stranger')
    expect((await stand.ask('GET', '/api/device/1/channels/recording-mode', undefined, stranger)).status).toBe(404)
  })

  test('of a device without channels is not there', async () => {
    await using stand = await createRecorderStand(0)
    const { status, body } = await stand.ask('POST', '/api/device/1/channels/recording-mode/sync')
    expect([status, body.detail]).toEqual([404, 'No channels found'])
  })

  test('is switched on the device', async () => {
    await using stand = await createRecorderStand()
    const { body } = await stand.ask('PUT', `${PATH}/recording-mode`, { schedule_enable: false })
    expect(body.schedule_enable).toBe(false)
    expect(stand.recorder.schedules.get('ip:1')?.enabled).toBe(false)
    expect(await stand.activity('update_recording_mode')).toHaveLength(1)
    expect(body).not.toHaveProperty('reboot_required')
    stand.recorder.rebootRequired = true
    const later = await stand.ask('PUT', `${PATH}/recording-mode`, { schedule_enable: true })
    expect(later.body).toMatchObject({ schedule_enable: true, reboot_required: true })
  })
})
