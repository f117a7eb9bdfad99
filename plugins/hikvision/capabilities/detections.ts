// What a device looks out for, whether that is on, and whether it tells us (WIRE 8.3, 8.5).
import { ALARM_KINDS, type AlarmKind, alarmKindOf, type Detection, type Detections, Fault } from '#plugin'
import type { IsapiClient } from '../isapi/client.ts'
import { appendXml, child, flag, int, list, type Node, nodeAt, readXml, removeXml, text } from '../isapi/xml.ts'
import { motionPath } from './channel-config.ts'
import { type Knowledge, keyOf } from './channels.ts'
import { type Input, readTriggers } from './documents.ts'
import { inputOf, ofChannel, type Writer } from './writing.ts'

const TRIGGERS = '/ISAPI/Event/triggers'
const NOTIFICATIONS = 'EventTriggerNotificationList'

/** Devices spell these paths so, and the triggers' ids after the words behind them. */
const SMART: Partial<Record<AlarmKind, string>> = {
  intrusion: 'FieldDetection',
  line_crossing: 'LineDetection',
  region_entrance: 'regionEntrance',
  region_exiting: 'regionExiting',
  scene_change: 'SceneChangeDetection',
}
const TRIGGER_WORDS: Partial<Record<AlarmKind, string>> = {
  motion: 'VMD',
  tamper: 'tamper',
  video_loss: 'videoloss',
  intrusion: 'fielddetection',
  line_crossing: 'linedetection',
  region_entrance: 'regionentrance',
  region_exiting: 'regionexiting',
  scene_change: 'scenechangedetection',
}

/** Where a detection is switched; null for one that has no switch that we know. */
export function detectionPath(input: Pick<Input, 'connection' | 'number'>, kind: AlarmKind): string | null {
  const { connection, number } = input
  const motion = motionPath(input)
  const smart = SMART[kind]
  if (smart) return `/ISAPI/Smart/${smart}/${number}`
  switch (kind) {
    case 'motion':
      return motion
    case 'tamper':
      return motion.replace('motionDetection', 'tamperDetection')
    case 'video_loss':
      return motion.replace('motionDetection', 'videoLoss')
    case 'input':
      // Input 1 of the camera on channel 3 of a recorder is 301.
      return connection === 'ip' ? `/ISAPI/ContentMgmt/IOProxy/inputs/${number * 100 + 1}` : '/ISAPI/System/IO/inputs/1'
    case 'pir':
      return connection === 'ip' ? null : '/ISAPI/WLAlarm/PIR'
    default:
      return null
  }
}

interface Trigger {
  id: string
  sourceKey: string | null
  kind: AlarmKind
  notifies: boolean
}

export function notifiesCenter(trigger: Node): boolean {
  return list(child(trigger, NOTIFICATIONS), 'EventTriggerNotification').some(
    (item) => text(item, 'notificationMethod')?.toLowerCase() === 'center',
  )
}

/** One `EventTrigger`; null for one that belongs to no channel of ours and is no alarm of the device. */
function readTrigger(trigger: Node, recorder: boolean): Trigger | null {
  const id = text(trigger, 'id')
  const kind = alarmKindOf(text(trigger, 'eventType') ?? '')
  if (!id || kind === 'other') return null
  const notifies = notifiesCenter(trigger)
  if (ALARM_KINDS[kind].scope === 'device') return { id, sourceKey: null, kind, notifies }
  const [ability] = readTriggers(trigger, recorder)
  // A recorder's own alarm inputs belong to no picture.
  if (!ability)
    return kind === 'input' && int(trigger, 'inputIOPortID') !== null ? { id, sourceKey: null, kind, notifies } : null
  return { id, sourceKey: keyOf(ability), kind, notifies }
}

/** The document with or without the link to the centre; everything else in its place. */
export function linkCenter(xml: string, at: string, linked: boolean): string {
  const root = readXml(xml)
  const trigger = at === '' ? root : nodeAt(root, at)
  if (!trigger || notifiesCenter(trigger) === linked) return xml
  const path = at === '' ? NOTIFICATIONS : `${at}/${NOTIFICATIONS}`
  if (!linked) {
    const removed = removeXml(xml, `${path}/EventTriggerNotification[notificationMethod=center]`)
    return removed === xml ? xml : linkCenter(removed, at, false)
  }
  const others = list(child(trigger, NOTIFICATIONS), 'EventTriggerNotification')
  const recurs = others.some((item) => child(item, 'notificationRecurrence') !== null)
  const content = {
    id: 'center',
    notificationMethod: 'center',
    ...(recurs && { notificationRecurrence: 'beginning' }),
  }
  const listed = child(trigger, NOTIFICATIONS) ? xml : appendXml(xml, at, NOTIFICATIONS, {})
  return appendXml(listed, path, 'EventTriggerNotification', content)
}

/** Several triggers can be of one kind: a device tells us of it when one of them does. But each input is one of its own. */
const toldOf = (kind: AlarmKind, all: readonly boolean[]) => (kind === 'input' ? all.every(Boolean) : all.some(Boolean))

const notifiesOf = (kind: AlarmKind, all: readonly Trigger[]) =>
  toldOf(
    kind,
    all.map(({ notifies }) => notifies),
  )

export interface DetectionsOptions {
  client: IsapiClient
  writer: Writer
  knowledge(): Knowledge
}

export function createDetections({ client, writer, knowledge }: DetectionsOptions): Detections {
  const recorder = () => knowledge().kind === 'recorder'

  async function findOne(path: string): Promise<Node | null> {
    try {
      return (await client.find(path)).document
    } catch (error) {
      // A device that lacks a single thing may call itself busy; a camera that is away fails altogether.
      if (error instanceof Fault && (error.kind === 'device-busy' || error.kind === 'device-garbled')) return null
      throw error
    }
  }

  /** The triggers that the list holds, and those that it leaves out though a channel can raise them. */
  async function triggers(only?: { sourceKey: string | null; kind?: AlarmKind }): Promise<Trigger[]> {
    const { document, fault } = await client.find(TRIGGERS)
    if (fault?.lacksRight) throw fault
    const listed = list(child(document, 'EventTriggerList') ?? document, 'EventTrigger').flatMap(
      (item) => readTrigger(item, recorder()) ?? [],
    )
    const has = (key: string, kind: AlarmKind) =>
      listed.some((trigger) => trigger.sourceKey === key && trigger.kind === kind)
    const known = knowledge()
    const missing = known.abilities.filter((ability) => {
      const key = keyOf(ability)
      if (only && (only.sourceKey !== key || (only.kind ?? ability.kind) !== ability.kind)) return false
      return TRIGGER_WORDS[ability.kind] !== undefined && !has(key, ability.kind)
    })
    const unique = [...new Map(missing.map((ability) => [`${keyOf(ability)} ${ability.kind}`, ability])).values()]
    const found = await Promise.all(
      unique.map(async (ability): Promise<Trigger> => {
        const id = `${TRIGGER_WORDS[ability.kind]}-${ability.number}`
        const single = await findOne(`${TRIGGERS}/${id}`)
        return {
          id,
          sourceKey: keyOf(ability),
          kind: ability.kind,
          notifies: single !== null && notifiesCenter(single),
        }
      }),
    )
    return [...listed, ...found]
  }

  async function enabledOf(sourceKey: string | null, kind: AlarmKind): Promise<boolean | null> {
    if (sourceKey === null) return null
    const input = knowledge().inputs.find((candidate) => keyOf(candidate) === sourceKey)
    const path = input && input.online !== false ? detectionPath(input, kind) : null
    return path === null ? null : flag(await findOne(path), 'enabled')
  }

  function groupsOf(all: Trigger[]): Trigger[][] {
    const groups = new Map<string, Trigger[]>()
    for (const trigger of all) {
      const key = `${trigger.sourceKey} ${trigger.kind}`
      groups.set(key, [...(groups.get(key) ?? []), trigger])
    }
    return [...groups.values()]
  }

  async function group(sourceKey: string | null, kind: AlarmKind): Promise<Trigger[]> {
    return (await triggers({ sourceKey, kind })).filter((one) => one.sourceKey === sourceKey && one.kind === kind)
  }

  /** Links one trigger by itself, or with the whole list where it cannot be read alone. */
  async function link({ id }: Trigger, notifies: boolean) {
    const wrapper = (xml: string) =>
      child(readXml(xml), 'EventTriggerList') ? `EventTriggerList/EventTrigger[id=${id}]` : `EventTrigger[id=${id}]`
    const alone = (await findOne(`${TRIGGERS}/${id}`)) !== null
    const at = (xml: string) => (alone ? '' : wrapper(xml))
    const edited = await writer.edit(alone ? `${TRIGGERS}/${id}` : TRIGGERS, (xml) =>
      linkCenter(xml, at(xml), notifies),
    )
    const state = (xml: string) => {
      const root = readXml(xml)
      const node = alone ? root : nodeAt(root, wrapper(xml))
      return node !== null && notifiesCenter(node)
    }
    return { before: state(edited.before), after: state(edited.after), rebootRequired: edited.rebootRequired }
  }

  return {
    async list(only) {
      const all = await triggers(only === undefined ? undefined : { sourceKey: only })
      const wanted = all.filter(({ sourceKey }) => only === undefined || sourceKey === only)
      return Promise.all(
        groupsOf(wanted).map(async (all) => {
          const { sourceKey, kind } = all[0] as Trigger
          return { sourceKey, kind, notifies: notifiesOf(kind, all), enabled: await enabledOf(sourceKey, kind) }
        }),
      )
    },

    async enable(sourceKey, kind, enabled) {
      if (sourceKey === null)
        throw new Fault('invalid-input', 'This alarm is raised by the device itself and cannot be switched.')
      const input = inputOf(knowledge(), sourceKey)
      const path = detectionPath(input, kind)
      if (!path) throw new Fault('invalid-input', `${ALARM_KINDS[kind].hubName} cannot be switched from here.`)
      const all = await group(sourceKey, kind)
      const edited = await ofChannel(input, () => writer.set(path, () => ({ enabled: String(enabled) })))
      const state = (xml: string): Detection => ({
        sourceKey,
        kind,
        notifies: all.length ? notifiesOf(kind, all) : null,
        enabled: flag(readXml(xml), 'enabled'),
      })
      const after = state(edited.after)
      return {
        before: state(edited.before),
        after,
        ignored: after.enabled === enabled ? [] : ['enabled'],
        rebootRequired: edited.rebootRequired,
      }
    },

    async notify(sourceKey, kind, notifies) {
      const all = await group(sourceKey, kind)
      if (!all.length) throw new Fault('not-found', `Nothing here raises the alarm “${ALARM_KINDS[kind].label}”.`)
      const links: Awaited<ReturnType<typeof link>>[] = []
      for (const trigger of all) links.push(await link(trigger, notifies))
      const enabled = await enabledOf(sourceKey, kind)
      const told = (when: 'before' | 'after') =>
        toldOf(
          kind,
          links.map((one) => one[when]),
        )
      return {
        before: { sourceKey, kind, enabled, notifies: told('before') },
        after: { sourceKey, kind, enabled, notifies: told('after') },
        ignored: links.every(({ after }) => after === notifies) ? [] : ['notifies'],
        rebootRequired: links.some(({ rebootRequired }) => rebootRequired),
      }
    },
  }
}
