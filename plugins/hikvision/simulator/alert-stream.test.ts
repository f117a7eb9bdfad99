// The alert stream as a socket sees it: framing to the byte, heartbeats, repeats, ends, pictures, places.
import { describe, expect, test } from 'bun:test'
import { startSimulator } from './index.ts'
import { ask } from './testing/raw.ts'
import { ALERTS, eventually, openAlerts } from './testing/stream.ts'

const recorder = { model: 'nvr8', rtsp: false } as const

describe('the alert stream', () => {
  test('a recorder frames its parts by length alone, without prolog, with line feeds', async () => {
    await using simulator = await startSimulator({ ...recorder, now: () => new Date('2026-03-01T12:00:00Z') })
    using alerts = await openAlerts(simulator.port)
    expect(alerts.head).toContain('\r\nContent-Type: multipart/mixed; boundary=boundary\r\n')
    expect(alerts.head).not.toMatch(/transfer-encoding|content-length/i)
    const heartbeat = await alerts.part()
    expect(heartbeat.head).toBe(
      `Content-Type: application/xml; charset="UTF-8"\r\nContent-Length: ${heartbeat.body.length}\r\n\r\n`,
    )
    expect(heartbeat.text).toStartWith('<EventNotificationAlert version="2.0" xmlns="')
    expect(heartbeat.text).toEndWith('</EventNotificationAlert>\n')
    expect(heartbeat.text).not.toContain('\r')
    expect(heartbeat.value('dateTime')).toBe('2026-03-01T20:00:00+08:00')
    expect(heartbeat.value('channelID')).toBe('0')
    expect(heartbeat.value('activePostCount')).toBe('0')
    await simulator.raise({ type: 'VMD', channel: 2, state: 'active' })
    const motion = await alerts.part()
    expect(motion.value('eventType')).toBe('VMD')
    expect(motion.value('dynChannelID')).toBe('2')
    expect(motion.value('channelName')).toBe('Garden &amp; Yard')
    expect(alerts.client.pending()).toBeEmpty()
  })

  test('a camera sends a prolog and CRLF, its channel in the heartbeat, and forgets to escape its name', async () => {
    await using simulator = await startSimulator({ model: 'camera', rtsp: false })
    using alerts = await openAlerts(simulator.port)
    const heartbeat = await alerts.part()
    expect(heartbeat.text).toStartWith(
      '<?xml version="1.0" encoding="UTF-8"?>\r\n<EventNotificationAlert version="2.0"',
    )
    expect(heartbeat.text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
    expect(heartbeat.value('channelID')).toBe('1')
    expect(heartbeat.value('activePostCount')).toBe('1')
    expect(heartbeat.value('channelName')).toBe('Porch & Drive')
  })

  test('heartbeats go on while nothing happens', async () => {
    await using simulator = await startSimulator({ model: 'dvr4', rtsp: false, speed: 200 })
    using alerts = await openAlerts(simulator.port)
    for (let beat = 0; beat < 4; beat++) {
      const { value } = await alerts.part()
      expect([value('eventType'), value('eventState')]).toEqual(['videoloss', 'inactive'])
    }
  })

  test('motion on a recorder is repeated in batches and ends without a word', async () => {
    await using simulator = await startSimulator({ ...recorder, speed: 40 })
    using alerts = await openAlerts(simulator.port)
    await simulator.raise({ type: 'VMD', channel: 1, duration: 4 })
    await simulator.raise({ type: 'VMD', channel: 2, duration: 4 })
    const seen: string[] = []
    await eventually(async () => {
      const { value } = await alerts.part()
      if (value('eventType') === 'videoloss') return true
      seen.push(`${value('channelID')}/${value('activePostCount')}/${value('eventState')}`)
      return false
    }, 'the alarms are over and a heartbeat comes')
    // The heartbeat of the opening came first.
    const rest: string[] = []
    await eventually(async () => {
      const { value } = await alerts.part()
      if (value('eventType') === 'videoloss') return true
      rest.push(`${value('channelID')}/${value('activePostCount')}/${value('eventState')}`)
      return false
    }, 'the alarms are over and a heartbeat comes')
    expect(seen).toEqual([])
    expect(rest.slice(0, 2)).toEqual(['1/1/active', '2/1/active'])
    expect(rest.slice(2, 4)).toEqual(['1/1/active', '2/2/active'])
    expect(rest.length).toBeGreaterThanOrEqual(6)
    expect(rest.some((line) => line.endsWith('inactive'))).toBe(false)
  })

  test('motion on a camera ends with inactive', async () => {
    await using simulator = await startSimulator({ model: 'camera', rtsp: false, speed: 20 })
    using alerts = await openAlerts(simulator.port)
    await simulator.raise({ type: 'VMD', duration: 2 })
    expect((await alerts.alert()).value('eventState')).toBe('active')
    await eventually(async () => (await alerts.alert()).value('eventState') === 'inactive', 'the motion ends')
  })

  test('a stated notice comes exactly once', async () => {
    await using simulator = await startSimulator({ ...recorder, speed: 50 })
    using alerts = await openAlerts(simulator.port)
    for (const channel of [1, 2, 3]) {
      await simulator.raise({ type: 'fielddetection', channel, state: 'active' })
      await simulator.raise({ type: 'fielddetection', channel, state: 'inactive' })
    }
    const seen: string[] = []
    for (let notice = 0; notice < 6; notice++) {
      const { value } = await alerts.alert()
      seen.push(`${value('channelID')} ${value('eventState')}`)
    }
    const expected = ['1 active', '1 inactive', '2 active', '2 inactive', '3 active', '3 inactive']
    expect(seen).toEqual(expected)
  })

  test('a smart alarm brings its region and target, and a picture as a part of its own', async () => {
    await using simulator = await startSimulator(recorder)
    using alerts = await openAlerts(simulator.port)
    await simulator.raise({ type: 'linedetection', channel: 1, target: 'vehicle', region: 2, picture: true })
    const alarm = await alerts.alert()
    expect(alarm.value('detectionTarget')).toBe('vehicle')
    expect(alarm.value('regionID')).toBe('2')
    expect(alarm.value('detectionPicturesNumber')).toBe('1')
    const picture = await alerts.part()
    expect(picture.type).toBe('image/jpeg')
    expect(picture.head).toContain('Content-Disposition: form-data; name="linedetection_1"')
    expect(picture.body.subarray(0, 3)).toEqual(Buffer.from([0xff, 0xd8, 0xff]))
    expect(picture.body.subarray(-2)).toEqual(Buffer.from([0xff, 0xd9]))
  }, 120_000)

  test('an alarm input is active in its status while its alarm lasts', async () => {
    await using simulator = await startSimulator(recorder)
    const state = async () => {
      const { body } = await ask(simulator.port, '/ISAPI/System/IO/inputs/3/status')
      return /<ioState>(\w+)</.exec(body.toString())?.[1]
    }
    await simulator.raise({ type: 'IO', input: 3, state: 'active' })
    expect(await state()).toBe('active')
    await simulator.raise({ type: 'IO', input: 3, state: 'inactive' })
    expect(await state()).toBe('inactive')
  })

  test('raw bytes go out as they are', async () => {
    await using simulator = await startSimulator(recorder)
    using alerts = await openAlerts(simulator.port)
    await alerts.part()
    await simulator.raise({ raw: '--boundary\r\nContent-Type: application/json\r\n\r\n{' })
    expect((await alerts.client.until('{')).toString()).toBe('--boundary\r\nContent-Type: application/json\r\n\r\n{')
  })

  test('there are few places, and one that is left is free again', async () => {
    await using simulator = await startSimulator({ ...recorder, alertStreams: 2 })
    using first = await openAlerts(simulator.port)
    using _second = await openAlerts(simulator.port)
    const third = await ask(simulator.port, ALERTS)
    expect(third.body.toString()).toContain('<subStatusCode>deployExceedMax</subStatusCode>')
    expect(simulator.stats.alertStreams).toBe(2)
    first[Symbol.dispose]()
    await eventually(() => simulator.stats.alertStreams === 1, 'the place is free')
    using _next = await openAlerts(simulator.port)
    expect(simulator.stats.alertStreams).toBe(2)
  })
})
