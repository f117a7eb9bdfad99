// A channel's two encodings through the front door: what each has of its own, what they share, and a change that is only tried.
import { describe, expect, test } from 'bun:test'
import { Fault } from '#plugin'
import { createRecorderStand } from '../../testing/recorder-stand.ts'

const PATH = '/api/device/1/channel/1/infor'

describe('the sub-stream of a channel', () => {
  test('has settings of its own, kept beside those of the main one', async () => {
    await using stand = await createRecorderStand(1)
    const sub = await stand.ask('GET', `${PATH}?quality=sub`)
    expect(sub.body).toMatchObject({ id: 1, resolution_width: 640, vbr_upper_cap: 512 })
    const main = await stand.ask('GET', PATH)
    expect(main.body).toMatchObject({ resolution_width: 1920, vbr_upper_cap: 4096 })
    stand.device.online = false
    expect((await stand.ask('GET', `${PATH}?quality=sub`)).body).toEqual(sub.body)
    expect((await stand.ask('GET', PATH)).body).toEqual(main.body)
    expect(stand.called()).toEqual(['channelConfig.read', 'channelConfig.read'])
    expect((await stand.ask('GET', `${PATH}?quality=third`)).status).toBe(400)
  })

  test('is changed alone, said so in the activity log and changed back from there', async () => {
    await using stand = await createRecorderStand(1)
    const main = (await stand.ask('GET', PATH)).body
    expect((await stand.ask('PUT', `${PATH}?quality=sub`, { video_codec: 'H.265' })).status).toBe(200)
    expect(stand.recorder.settings.get('ip:1')?.codec).toBe('H.264')
    expect(stand.recorder.settings.get('ip:1/sub')?.codec).toBe('H.265')
    expect((await stand.ask('GET', `${PATH}?quality=sub`)).body.video_codec).toBe('H.265')
    expect((await stand.ask('GET', PATH)).body).toEqual(main)
    const [entry] = await stand.activity('update_channel_config')
    expect(entry).toMatchObject({
      metadata: { quality: 'sub', before: { codec: 'H.264' }, after: { codec: 'H.265' } },
    })
    const { id } = entry as unknown as { id: number }
    expect((await stand.ask('POST', `/api/activity/${id}/undo`)).status).toBe(200)
    expect(stand.recorder.settings.get('ip:1/sub')?.codec).toBe('H.264')
  })
})

describe('name and motion detection', () => {
  test('are the channel’s: whichever encoding was asked for them, both tell the same', async () => {
    await using stand = await createRecorderStand(1)
    const { settings } = stand.recorder
    const both = async () => {
      const told = await Promise.all(['main', 'sub'].map((quality) => stand.ask('GET', `${PATH}?quality=${quality}`)))
      return told.map(({ body }) => [body.channel_name, body.motion_detect, body.vbr_upper_cap])
    }
    expect(await both()).toEqual([
      ['Camera 1', true, 4096],
      ['Camera 1', true, 512],
    ])
    await stand.ask('PUT', PATH, { channel_name: 'Gate', motion_detect: false })
    expect(await both()).toEqual([
      ['Gate', false, 4096],
      ['Gate', false, 512],
    ])
    settings.set('ip:1/sub', { ...settings.get('ip:1/sub')!, name: 'Door', motionDetection: true })
    await stand.ask('GET', `${PATH}/sync?quality=sub`)
    expect(await both()).toEqual([
      ['Door', true, 4096],
      ['Door', true, 512],
    ])
  })
})

describe('a dry run', () => {
  test('says what would change in the words of the body, and writes, stores and records nothing', async () => {
    await using stand = await createRecorderStand(1)
    const before = (await stand.ask('GET', PATH)).body
    const body = { video_codec: 'H.265', max_frame_rate: 2500, vbr_upper_cap: 4096, dry_run: true }
    const { status, body: told } = await stand.ask('PUT', PATH, body)
    expect([status, told]).toEqual([
      200,
      {
        status: 'ok',
        dry_run: true,
        changes: [
          { field: 'video_codec', before: 'H.264', after: 'H.265' },
          { field: 'max_frame_rate', before: 1250, after: 2500 },
        ],
      },
    ])
    expect(stand.called()).toEqual(['channelConfig.read', 'channelConfig.try'])
    expect((await stand.ask('GET', PATH)).body).toEqual(before)
    expect(await stand.activity('update_channel_config')).toEqual([])
  })

  test('that names nothing stores nothing either', async () => {
    await using stand = await createRecorderStand(1)
    const { status, body } = await stand.ask('PUT', PATH, { dry_run: true })
    expect([status, body.changes]).toEqual([200, []])
    expect((await stand.ask('GET', '/api/channels/configurations')).body.data[0]).toMatchObject({ main: null })
  })

  test('of what the device does not take is refused like the write', async () => {
    await using stand = await createRecorderStand(1)
    const problems = [{ path: 'codec', code: 'out_of_range', message: 'the codec must be one of H.265.' }]
    const refused = new Fault('invalid-input', 'Camera 1: the codec must be one of H.265.', { problems })
    stand.recorder.failing.set('channelConfig.try', refused)
    const { status, body } = await stand.ask('PUT', PATH, { video_codec: 'MPEG-4', dry_run: true })
    expect([status, body.errors[0].path]).toEqual([400, 'body.video_codec'])
    expect(await stand.activity('update_channel_config')).toEqual([])
  })
})
