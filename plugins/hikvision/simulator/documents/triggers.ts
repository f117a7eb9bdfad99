// Event triggers: what the device can raise, and whether it tells anybody.
import type { Channel, Device } from '../device.ts'
import { page, refuse } from '../http/answer.ts'
import type { Handler, Route } from '../http/router.ts'
import { type Child, type Element, HIKVISION, ISAPI_ORG, type Style, titled, x } from '../xml.ts'
import { all, find, textAt } from '../xml-read.ts'
import { write } from './write.ts'

interface Trigger {
  id: string
  eventType: string
  /** The elements that name the channel or input. */
  where: Child[]
  notifies: boolean
  recordsOn: number | null
}

/** Ids say `tamper-1` where the type says tamperdetection. */
const typeOf = (word: string) => (word === 'tamper' ? 'tamperdetection' : word)

function place(device: Device, channel: Channel | null, number: number): Child[] {
  if (device.model.family === 'camera')
    return [x('videoInputChannelID', number), x('dynVideoInputChannelID', channel?.number ?? number)]
  return [x(channel?.source === 'ip' ? 'dynVideoInputChannelID' : 'videoInputChannelID', number)]
}

function triggers(device: Device): Trigger[] {
  const { model } = device
  const isCamera = model.family === 'camera'
  const channels = device.channels()
  const inputs = Array.from({ length: model.inputs }, (_, index): Trigger => {
    const where = [x('inputIOPortID', index + 1), ...(isCamera ? place(device, null, 1) : [])]
    return { id: `IO-${index + 1}`, eventType: 'IO', where, notifies: true, recordsOn: isCamera ? 1 : null }
  })
  const words = [...new Set(channels.flatMap((channel) => channel.alarms))]
  const ofChannels = words.flatMap((word) =>
    channels
      .filter((channel) => channel.alarms.includes(word))
      .map(
        (channel): Trigger => ({
          id: `${word}-${channel.number}`,
          eventType: typeOf(word),
          where: place(device, channel, channel.number),
          notifies: !channel.silent?.includes(word),
          recordsOn: channel.number,
        }),
      ),
  )
  const exceptions = model.exceptions.map(
    (word): Trigger => ({
      id: word,
      eventType: word,
      where: isCamera ? place(device, null, 1) : [],
      notifies: true,
      recordsOn: null,
    }),
  )
  return [...inputs, ...ofChannels, ...exceptions]
}

function notifications(device: Device, { notifies, recordsOn, where }: Trigger): Child[] {
  const isCamera = device.model.family === 'camera'
  const repeats = isCamera && x('notificationRecurrence', 'beginning')
  const isProxied = where.some((element) => element && element.name === 'dynVideoInputChannelID') && !isCamera
  return [
    recordsOn !== null &&
      x('EventTriggerNotification', [
        x('id', `record-${recordsOn}`),
        x('notificationMethod', 'record'),
        repeats,
        x(isProxied ? 'dynVideoInputID' : 'videoInputID', recordsOn),
      ]),
    notifies && x('EventTriggerNotification', [x('id', 'center'), x('notificationMethod', 'center'), repeats]),
  ]
}

/** Recorders declare another namespace and version inside of the list than around it. */
const inner: Pick<Style, 'version' | 'namespace'> = { version: '2.0', namespace: ISAPI_ORG }

const keyOf = (trigger: Trigger) => `triggers/${trigger.id}`

/** Alone a camera's trigger is titled, in the list it is not. */
function describe(device: Device, trigger: Trigger, alone: boolean): Element {
  const own = made(device, trigger, alone)
  const written = device.saved.get(keyOf(trigger))
  return written ? { ...own, content: written.content } : own
}

function made(device: Device, trigger: Trigger, alone: boolean): Element {
  const isCamera = device.model.family === 'camera'
  const listed = notifications(device, trigger)
  const text =
    trigger.where.length > 0 && !device.model.exceptions.includes(trigger.id)
      ? `${trigger.eventType === 'tamperdetection' ? 'shelteralarm' : trigger.eventType} Event trigger Information`
      : 'exception Information'
  const children = [
    x('id', trigger.id),
    x('eventType', trigger.eventType),
    isCamera && x('eventDescription', text),
    ...trigger.where,
    isCamera ? x('EventTriggerNotificationList', listed) : titled(inner, 'EventTriggerNotificationList', listed),
  ]
  if (!isCamera) return titled(inner, 'EventTrigger', children)
  return alone
    ? titled({ version: '2.0', namespace: HIKVISION }, 'EventTrigger', children)
    : x('EventTrigger', children)
}

const list: Handler = ({ device, path }) => {
  if (device.quirks.has('no-trigger-list')) return refuse(device, path, 'deviceBusy')
  const { model } = device
  const items = triggers(device)
    .filter((trigger) => !model.triggersHidden.includes(trigger.eventType))
    .map((trigger) => describe(device, trigger, false))
  const inside = titled(model.style, 'EventTriggerList', items)
  return page(device, model.triggersWrapped ? titled(model.style, 'EventNotification', [inside]) : inside)
}

const byId = (device: Device, id: string) =>
  triggers(device).find((trigger) => trigger.id.toLowerCase() === id.toLowerCase())

/** Whether anybody hears of it: without `center` an event does not come over the stream by itself. */
export function tellsCenter(device: Device, channel: Channel, word: string): boolean {
  const written = device.saved.get(`triggers/${word}-${channel.number}`)
  if (!written) return !channel.silent?.includes(word)
  const notifications = all(find(written, 'EventTriggerNotificationList'), 'EventTriggerNotification')
  return notifications.some((one) => textAt(one, 'notificationMethod') === 'center')
}

const change: Handler = (question, [id]) => {
  const { device, path } = question
  const found = byId(device, id!)
  if (!found) return refuse(device, path, 'badParameters')
  return write(question, {
    key: keyOf(found),
    before: describe(device, found, true),
  })
}

const one: Handler = ({ device, path }, [id]) => {
  const found = byId(device, id!)
  if (found) return page(device, describe(device, found, true))
  return refuse(device, path, device.model.family === 'nvr' ? 'deviceBusy' : 'notSupport')
}

/** Newer cameras list the types by channel, with doubled spellings. */
const channelCapabilities: Handler = ({ device, path }) => {
  if (device.model.family !== 'camera') return refuse(device, path, 'notSupport')
  return page(
    device,
    titled(
      device.model.style,
      'ChannelEventCapList',
      device.channels().map((channel) =>
        x('ChannelEventCap', [
          x('eventType', {
            opt: [
              ...['motionDetection', 'VMD', 'tamperDetection', 'Shelteralarm', 'fieldDetection', 'fielddetection'],
              ...['lineDetection', 'linedetection', 'regionEntrance', 'regionExiting', 'scenechangedetection'],
              ...device.model.exceptions,
            ].join(','),
          }),
          x('channelID', channel.number),
          x('id', channel.number),
        ]),
      ),
    ),
  )
}

export const triggerRoutes: Route[] = [
  { method: 'GET', path: 'Event/triggers', handle: list },
  { method: 'GET', path: 'Event/triggers/{}', handle: one },
  { method: 'PUT', path: 'Event/triggers/{}', handle: change },
  { method: 'GET', path: 'Event/channels/capabilities', handle: channelCapabilities },
]
