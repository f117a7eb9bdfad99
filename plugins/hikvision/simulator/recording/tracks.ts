// The recording schedule of each track, in the spellings of the models, and its writing.
import type { Channel, Device } from '../device.ts'
import { kept, readWritten, write } from '../documents/write.ts'
import { type Answer, page, type Question, refuse } from '../http/answer.ts'
import type { Handler, Route } from '../http/router.ts'
import { dressed } from '../saved.ts'
import { type Element, titled, x } from '../xml.ts'
import { all, readXml, textAt } from '../xml-read.ts'

const WEEK = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']

interface Span {
  day: number
  from: string
  /** Counted from Monday, can be the next one. */
  untilDay: number
  until: string
  mode: string
}

/** This channel is set to record nothing. */
const DISABLED = 5

const modeOf = ({ number }: Channel) =>
  ['CMR', 'CMR', 'MOTION', 'EDR', 'ALARM', 'ALARMANDMOTION', 'AllEvent'][(number - 1) % 7]!

/** Whole days, but evenings on the second channel, nights that wrap on the fourth, and nothing on Sundays on the sixth. */
function spansOf(device: Device, channel: Channel): Span[] {
  const mode = modeOf(channel)
  const full = device.model.recording.fullDay
  const whole = (day: number): Span => {
    const ends = { next: [(day + 1) % 7, '00:00:00'], '24': [day, '24:00:00'], same: [day, '00:00:00'] } as const
    const [untilDay, until] = ends[full]
    return { day, from: '00:00:00', untilDay, until, mode }
  }
  return WEEK.flatMap((_, day): Span[] => {
    if (channel.number === 2 && day === 2)
      return [
        { day, from: '00:00:00', untilDay: day, until: '08:00:00', mode: 'MOTION' },
        { day, from: '08:00:00', untilDay: day, until: '17:30:00', mode: 'CMR' },
      ]
    if (channel.number === 4) return [{ day, from: '20:00:00', untilDay: (day + 1) % 7, until: '06:30:00', mode }]
    if (channel.number === 6 && day === 6) return []
    return [whole(day)]
  })
}

const secondsOf = (time: string) => time.split(':').reduce((sum, part) => sum * 60 + Number(part), 0)

/** How the channel was to be recorded when the wall clock showed that, by the schedule that it came with. */
export function scheduledAt(device: Device, channel: Channel, wall: Date): 'continuous' | 'motion' | null {
  if (channel.number === DISABLED) return null
  const day = (wall.getUTCDay() + 6) % 7
  const second = day * 86_400 + Math.floor((wall.getTime() % 86_400_000) / 1000)
  const span = spansOf(device, channel).find((one) => {
    const from = one.day * 86_400 + secondsOf(one.from)
    const until = one.untilDay * 86_400 + secondsOf(one.until)
    // The same day at midnight is its end.
    const length = (until - from + 7 * 86_400) % (7 * 86_400) || 86_400
    return (second - from + 7 * 86_400) % (7 * 86_400) < length
  })
  return span ? (span.mode === 'CMR' ? 'continuous' : 'motion') : null
}

const action = (span: Span, index: number) =>
  x('ScheduleAction', [
    x('id', index + 1),
    x('ScheduleActionStartTime', [x('DayOfWeek', WEEK[span.day]!), x('TimeOfDay', span.from)]),
    x('ScheduleActionEndTime', [x('DayOfWeek', WEEK[span.untilDay]!), x('TimeOfDay', span.until)]),
    x('ScheduleDSTEnable', false),
    x('Description', 'nothing'),
    x('Actions', [x('Record', true), x('Log', false), x('SaveImg', false), x('ActionRecordingMode', span.mode)]),
  ])

const place = (channel: Channel, id: number) =>
  x('SrcDescriptor', [
    x('SrcGUID', '{00000000-0000-0000-0000-000000000000}'),
    x('SrcChannel', channel.number),
    x('StreamHint', 'video, audio'),
    x('SrcDriver', 'RTSP'),
    x('SrcType', 'H.264-BP, G.711alaw'),
    x('SrcUrl', `rtsp://localhost/PSIA/Streaming/channels/${id}`),
    x('SrcUrlMethods', 'DESCRIBE, SETUP, PLAY, TEARDOWN'),
    x('SrcLogin', ''),
  ])

function made(device: Device, channel: Channel, id: number): Element {
  const { family, style } = device.model
  // Recorders say false here while they record.
  const enable = x('Enable', family === 'camera')
  const size = [x('Size', 1), x('Duration', { min: 0, max: 750 }, 'P0DT0H')]
  const mode = x('DefaultRecordingMode', modeOf(channel))
  const source = place(channel, id)
  const vendor = family === 'dvr' ? 'www.std-cgi.com' : 'www.hikvision.com'
  const schedule = x('TrackSchedule', [
    x('ScheduleBlockList', [
      x('ScheduleBlock', [
        x('ScheduleBlockGUID', '{00000000-0000-0000-0000-000000000000}'),
        x('ScheduleBlockType', `${vendor}/racm/schedule/ver10`),
        ...spansOf(device, channel).map(action),
      ]),
    ]),
  ])
  const about = `\ntrackType=standard,contentType=video,codecType=H.264-BP,resolution=${channel.main.width}x${channel.main.height},framerate=25.0 fps,bitrate=${channel.main.upperKbps} kbps`
  const guid = x('TrackGUID', `{0000000${id % 10}-0000-0000-0000-${String(id).padStart(12, '0')}}`)
  return titled(style, 'Track', [
    x('id', id),
    x('Channel', id),
    // The hybrid puts its switch behind everything that has to do with the source.
    family !== 'dvr' && enable,
    x('Description', about),
    guid,
    ...(family === 'dvr'
      ? [mode, x('LoopEnable', true), source, enable, ...size]
      : [...size, mode, x('LoopEnable', true), source]),
    schedule,
    x('CustomExtensionList', [
      x('CustomExtension', [
        x('CustomExtensionName', 'www.hikvision.com/RaCM/trackExt/ver10'),
        x('enableSchedule', channel.number !== DISABLED),
        x('SaveAudio', channel.audio === 'on'),
        x('PreRecordTimeSeconds', 5),
        family === 'nvr' &&
          x('HolidaySchedule', [
            x('ScheduleBlock', [x('ScheduleBlockGUID', '{00000000-0000-0000-0000-000000000000}')]),
          ]),
        x('PostRecordTimeSeconds', { opt: '5,10,30,60,120,300,600' }, 5),
      ]),
    ]),
  ])
}

const keyOf = (id: number) => `tracks/${id}`

function trackOf(device: Device, id: number): Element | null {
  const channel = device.channel(Math.floor(id / 100))
  if (!channel || id % 100 !== 1) return null
  return kept(device, keyOf(id), () => made(device, channel, id))
}

const list = ({ device }: Question): Answer =>
  page(
    device,
    titled(
      device.model.style,
      'TrackList',
      device.channels().map(({ number }) => trackOf(device, number * 100 + 1)),
    ),
  )

const TIME = /^(([01]\d|2[0-3]):[0-5]\d:[0-5]\d|24:00:00)$/

/** Days and times must be such, and a device holds so many actions a day. */
function isPossible(track: Element): boolean {
  const blocks = all(all(track, 'TrackSchedule')[0], 'ScheduleBlockList').flatMap((one) => all(one, 'ScheduleBlock'))
  const actions = blocks.flatMap((block) => all(block, 'ScheduleAction'))
  const perDay = new Map<string, number>()
  return actions.every((one) => {
    const day = textAt(one, 'ScheduleActionStartTime/DayOfWeek')
    perDay.set(day, (perDay.get(day) ?? 0) + 1)
    const days = [day, textAt(one, 'ScheduleActionEndTime/DayOfWeek')]
    const times = [textAt(one, 'ScheduleActionStartTime/TimeOfDay'), textAt(one, 'ScheduleActionEndTime/TimeOfDay')]
    return days.every((name) => WEEK.includes(name)) && times.every((time) => TIME.test(time)) && perDay.get(day)! <= 8
  })
}

function writeList(question: Question): Answer {
  const { device, path, body } = question
  const root = readXml(body)
  if (!root) return refuse(device, path, 'badXmlFormat')
  const tracks = all(root, 'Track')
  if (root.name !== 'TrackList' || tracks.length === 0) return refuse(device, path, 'badXmlContent', 400)
  const pairs = tracks.map((track) => ({ track, before: trackOf(device, Number(textAt(track, 'id'))) }))
  if (pairs.some(({ track, before }) => !before || !isPossible(track))) return refuse(device, path, 'badParameters')
  // All or nothing: only the tracks in the list change.
  for (const { track, before } of pairs) {
    const id = Number(textAt(track, 'id'))
    readWritten({ ...question, path: `${path}/${id}`, body: '' }, before!)
    device.saved.set(keyOf(id), dressed(track, before!))
  }
  return refuse(device, path, 'ok')
}

const one =
  (act: (question: Question, id: number, track: Element) => Answer): Handler =>
  (question, [text]) => {
    const track = trackOf(question.device, Number(text))
    return track ? act(question, Number(text), track) : refuse(question.device, question.path, 'badParameters')
  }

const guarded =
  (handle: Handler): Handler =>
  (question, params) =>
    question.device.quirks.has('no-tracks')
      ? refuse(question.device, question.path, 'notSupport')
      : handle(question, params)

const base = 'ContentMgmt/record/tracks'

export const trackRoutes: Route[] = (
  [
    { method: 'GET', path: base, handle: list },
    { method: 'PUT', path: base, handle: writeList },
    { method: 'GET', path: `${base}/{}`, handle: one(({ device }, _, track) => page(device, track)) },
    {
      method: 'PUT',
      path: `${base}/{}`,
      handle: one((question, id, before) =>
        write(question, {
          key: keyOf(id),
          before,
          settle: (written) => (isPossible(written) ? written : 'badParameters'),
        }),
      ),
    },
  ] satisfies Route[]
).map((route): Route => ({ ...route, handle: guarded(route.handle) }))
