// What is looked out for, switched and told.
import { describe, expect, test } from 'bun:test'
import { readXml } from '../isapi/xml.ts'
import { faultOf, recorder } from '../test-session.ts'
import { detectionPath, linkCenter, notifiesCenter } from './detections.ts'

const trigger = (
  id: string,
  type: string,
  methods: string[],
  inside = '',
) => `<EventTrigger version="2.0"><id>${id}</id><eventType>${type}</eventType>${inside}
<EventTriggerNotificationList>
${methods.map((method) => `<EventTriggerNotification><id>${method}</id><notificationMethod>${method}</notificationMethod><notificationRecurrence>beginning</notificationRecurrence></EventTriggerNotification>`).join('\n')}
</EventTriggerNotificationList></EventTrigger>`
const on = (channel: number) => `<dynVideoInputChannelID>${channel}</dynVideoInputChannelID>`
const MOTION = '/ISAPI/ContentMgmt/InputProxy/channels/1/video/motionDetection'
const LINE = '/ISAPI/Smart/LineDetection/1'
const DOCUMENTS = {
  '/ISAPI/Event/triggers': `<EventTriggerList>${trigger('VMD-1', 'VMD', ['record-1', 'center'], on(1))}${trigger('linedetection-1', 'linedetection', ['record-1'], on(1))}${trigger('VMD-2', 'VMD', [], on(2))}${trigger('diskfull', 'diskfull', ['center'])}${trigger('odd', 'strange', [])}</EventTriggerList>`,
  [MOTION]: '<MotionDetection><enabled>true</enabled><gridMap>ff</gridMap></MotionDetection>',
  [LINE]:
    '<LineDetection><id>1</id><enabled>false</enabled><LineItemList size="1"><LineItem><enabled>false</enabled></LineItem></LineItemList></LineDetection>',
  '/ISAPI/Event/triggers/VMD-1': trigger('VMD-1', 'VMD', ['record-1', 'center'], on(1)),
}

describe('detections', () => {
  test('are listed with their state, by channel or for the device', async () => {
    await using stand = await recorder({ documents: DOCUMENTS })
    const { detections } = await stand.connect()
    expect(await detections?.list()).toEqual([
      { sourceKey: 'ip:1', kind: 'motion', notifies: true, enabled: true },
      { sourceKey: 'ip:1', kind: 'line_crossing', notifies: false, enabled: false },
      { sourceKey: 'ip:2', kind: 'motion', notifies: false, enabled: null },
      { sourceKey: null, kind: 'disk_full', notifies: true, enabled: null },
    ])
  })

  test('of one channel are asked for without asking for any other', async () => {
    await using stand = await recorder({ documents: DOCUMENTS })
    const { detections } = await stand.connect()
    const kinds = (await detections?.list('ip:1'))?.map(({ sourceKey, kind }) => `${sourceKey} ${kind}`)
    expect(kinds).toEqual(['ip:1 motion', 'ip:1 line_crossing'])
  })

  test('are switched by the one element at the root', async () => {
    await using stand = await recorder({ documents: DOCUMENTS })
    const { detections } = await stand.connect()
    expect(await detections?.enable('ip:1', 'line_crossing', true)).toMatchObject({
      before: { enabled: false },
      after: { enabled: true, notifies: false },
      ignored: [],
    })
    expect(stand.device.writes).toEqual([
      { request: `PUT ${LINE}`, body: DOCUMENTS[LINE]?.replace('false', 'true') ?? '' },
    ])
    expect((await faultOf(detections?.enable('ip:2', 'motion', true))).kind).toBe('not-ready')
    expect((await faultOf(detections?.enable('ip:1', 'defocus', true))).kind).toBe('invalid-input')
  })

  test('are linked to us and unlinked, by themselves or in the list', async () => {
    await using stand = await recorder({ documents: DOCUMENTS })
    const { detections } = await stand.connect()
    expect((await detections?.notify('ip:1', 'motion', false))?.after.notifies).toBe(false)
    expect((await detections?.notify('ip:1', 'line_crossing', true))?.after.notifies).toBe(true)
    await detections?.notify(null, 'disk_full', true)
    expect(stand.device.writes.map(({ request }) => request)).toEqual([
      'PUT /ISAPI/Event/triggers/VMD-1',
      'PUT /ISAPI/Event/triggers',
    ])
    expect(stand.device.writes[0]?.body).toContain('<id>record-1</id>')
    expect(stand.device.writes[1]?.body).toContain(
      '<EventTriggerNotification><id>center</id><notificationMethod>center</notificationMethod><notificationRecurrence>beginning</notificationRecurrence></EventTriggerNotification>\n</EventTriggerNotificationList></EventTrigger><EventTrigger version="2.0"><id>VMD-2</id>',
    )
  })

  test('a trigger without a list of links gets one', () => {
    const linked = linkCenter('<EventTrigger><id>x</id></EventTrigger>', '', true)
    expect(notifiesCenter(readXml(linked))).toBe(true)
    expect(notifiesCenter(readXml(linkCenter(linked, '', false)))).toBe(false)
  })

  test('have a path of their own for each connection', () => {
    expect(detectionPath({ connection: 'analog', number: 2 }, 'tamper')).toBe(
      '/ISAPI/System/Video/inputs/channels/2/tamperDetection',
    )
    expect(detectionPath({ connection: 'ip', number: 3 }, 'video_loss')).toBe(
      '/ISAPI/ContentMgmt/InputProxy/channels/3/video/videoLoss',
    )
    expect(detectionPath({ connection: 'ip', number: 3 }, 'input')).toBe('/ISAPI/ContentMgmt/IOProxy/inputs/301')
    expect(detectionPath({ connection: 'analog', number: 1 }, 'region_entrance')).toBe('/ISAPI/Smart/regionEntrance/1')
  })
})
