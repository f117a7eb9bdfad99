// When a channel is recorded (WIRE 4.1): three spellings of a full day, and one switch that counts.
import { Fault, type RecordingMode, type RecordingSchedule, type Schedule, type ScheduleEntry } from '#plugin'
import type { IsapiClient } from '../isapi/client.ts'
import { child, flag, list, type Node, nodeAt, pickXml, readXml, text } from '../isapi/xml.ts'
import type { Knowledge } from './channels.ts'
import { type Changes, inputOf, ofChannel, type Writer } from './writing.ts'

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']
const MIDNIGHT = '00:00:00'
const END_OF_DAY = '24:00:00'
const TRACKS = '/ISAPI/ContentMgmt/record/tracks'

/** Continuous or not: what is not recorded all the time waits for an event of some kind. */
export function modeOf(deviceMode: string | null): RecordingMode | null {
  if (!deviceMode) return null
  return /^(cmr|timing|continuous)$/i.test(deviceMode) ? 'continuous' : 'motion'
}

interface Moment {
  day: number
  time: string
}

function momentOf(node: Node | null): Moment | null {
  const day = DAYS.indexOf((text(node, 'DayOfWeek') ?? '').slice(0, 3).toLowerCase())
  const time = /^(\d{1,2}):(\d{2})(?::(\d{2}))?/.exec(text(node, 'TimeOfDay') ?? '')
  if (day < 0 || !time) return null
  return { day, time: `${time[1]?.padStart(2, '0')}:${time[2]}:${time[3] ?? '00'}` }
}

/** The days that an entry covers: one, or the two that it wraps over; more than that are cut into days. */
function spansOf(start: Moment, end: Moment): Omit<ScheduleEntry, 'mode' | 'deviceMode'>[] {
  const one = { day: start.day, endDay: start.day, start: start.time, end: end.time }
  const days = (end.day - start.day + 7) % 7
  // Both ends in one day: an end that is not later means the end of that day.
  if (days === 0) return [end.time > start.time ? one : { ...one, end: END_OF_DAY }]
  if (days === 1 && end.time === MIDNIGHT) return [{ ...one, end: END_OF_DAY }]
  if (days === 1) return [{ ...one, endDay: end.day }]
  const whole = Array.from({ length: days }, (_, at) => ({
    day: (start.day + at) % 7,
    endDay: (start.day + at) % 7,
    start: at === 0 ? start.time : MIDNIGHT,
    end: END_OF_DAY,
  }))
  return end.time === MIDNIGHT ? whole : [...whole, { day: end.day, endDay: end.day, start: MIDNIGHT, end: end.time }]
}

function entriesOf(action: Node): ScheduleEntry[] {
  const actions = child(action, 'Actions')
  const start = momentOf(child(action, 'ScheduleActionStartTime'))
  const end = momentOf(child(action, 'ScheduleActionEndTime'))
  const deviceMode = text(actions, 'ActionRecordingMode')
  if (!start || !end || flag(actions, 'Record') === false) return []
  const mode = modeOf(deviceMode) ?? 'continuous'
  return spansOf(start, end).map((span) => ({ ...span, mode, deviceMode: deviceMode ?? '' }))
}

const extensions = (track: Node) => child(track, 'CustomExtensionList')?.children ?? []

/** The element that switches: `Enable` is false on recorders while they record. */
function switchPath(track: Node): string | null {
  const extension = extensions(track).find((item) => flag(item, 'enableSchedule') !== null)
  if (!extension) return flag(track, 'Enable') === null ? null : 'Enable'
  const name = text(extension, 'CustomExtensionName')
  return `CustomExtensionList/CustomExtension${name ? `[CustomExtensionName=${name}]` : ''}/enableSchedule`
}

export function readTrack(track: Node): RecordingSchedule {
  const at = switchPath(track)
  const blocks = list(child(track, 'TrackSchedule'), 'ScheduleBlock')
  const deviceMode = text(track, 'DefaultRecordingMode')
  return {
    enabled: at !== null && nodeAt(track, at)?.text.toLowerCase() === 'true',
    mode: modeOf(deviceMode),
    deviceMode,
    entries: blocks
      .flatMap((block) => block.children.filter((item) => item.name === 'ScheduleAction').flatMap(entriesOf))
      .sort((a, b) => a.day - b.day || a.start.localeCompare(b.start)),
  }
}

export interface ScheduleOptions {
  client: IsapiClient
  writer: Writer
  knowledge(): Knowledge
}

export function createSchedule({ client, writer, knowledge }: ScheduleOptions): Schedule {
  const pathOf = (number: number) => `${TRACKS}/${number * 100 + 1}`

  /** The track by itself, or out of the list where a device has only that. */
  async function track(number: number): Promise<Node> {
    const single = await client.find(pathOf(number))
    if (single.document)
      return single.document.name === 'Track' ? single.document : (list(single.document, 'Track')[0] as Node)
    const xml = await client.read(TRACKS)
    const id = String(number * 100 + 1)
    if (!list(readXml(xml), 'Track').some((item) => text(item, 'id') === id))
      throw new Fault('device-denied', `The device has no recording of channel ${number}.`, { cause: single.fault })
    return readXml(pickXml(xml, `Track[id=${id}]`))
  }

  return {
    async read(sourceKey) {
      return readTrack(await track(inputOf(knowledge(), sourceKey).number))
    },

    async enable(sourceKey, enabled) {
      const input = inputOf(knowledge(), sourceKey)
      const changes = (xml: string): Changes => {
        const at = switchPath(readXml(xml))
        if (!at) throw new Fault('device-denied', `The device has no switch for the recording of ${input.name}.`)
        return { [at]: String(enabled) }
      }
      // Fault `unsupported` for a device without schedules, and not for a channel that has none.
      await track(input.number)
      const edited = await ofChannel(input, () => writer.set(pathOf(input.number), changes))
      const after = readTrack(readXml(edited.after))
      return {
        before: readTrack(readXml(edited.before)),
        after,
        ignored: after.enabled === enabled ? [] : ['enabled'],
        rebootRequired: edited.rebootRequired,
      }
    },
  }
}
