// The device's log: entries that follow from the day, searched in pages, and cut after two thousand without a word.
import { instantOf, wallClock } from '../clock.ts'
import type { Device } from '../device.ts'
import { type Answer, page, type Question, refuse } from '../http/answer.ts'
import type { Route } from '../http/router.ts'
import { PSIA, titled, x } from '../xml.ts'
import { readXml, textAt } from '../xml-read.ts'
import { chanceOf } from './chance.ts'
import { dayAfter, dayOf } from './footage.ts'
import { createSearches, type Searches } from './found.ts'
import { positionOf, searchIdOf, windowOf } from './search.ts'
import { placeOf, timeText, wallDayOf } from './times.ts'

export interface LogEntry {
  at: Date
  major: string
  minor: string
  channel: number | null
  user: string
  address: string
}

/** A search that found more tells of so many and says OK. */
export const MOST_ENTRIES = 2000
const MOST_ON_A_PAGE = 100
/** How far back it remembers. */
const DAYS = 90

const kinds: readonly (readonly [major: string, minor: string, of: 'channel' | 'user' | 'device'])[] = [
  ['Alarm', 'motionStart', 'channel'],
  ['Alarm', 'motionStop', 'channel'],
  ['Alarm', 'hideStart', 'channel'],
  ['Alarm', 'hideStop', 'channel'],
  ['Alarm', 'lineDetectionStart', 'channel'],
  ['Exception', 'videoLost', 'channel'],
  ['Exception', 'ipcDisconnect', 'channel'],
  ['Exception', 'ipcIpConfilict', 'channel'],
  ['Exception', 'illlegealAccess', 'user'],
  ['Exception', 'hdFull', 'device'],
  ['Operation', 'remoteLogin', 'user'],
  ['Operation', 'remoteLogout', 'user'],
  ['Operation', 'remoteDisArm', 'user'],
  ['Information', 'runStatusInfo', 'device'],
  ['Information', 'hddInfo', 'device'],
]

/** What stands in the log of that day of the wall clock, oldest first. */
export function logOfDay(device: Device, day: string): LogEntry[] {
  const today = dayOf(device.wallClock())
  if (day > today || day <= dayAfter(today, -DAYS)) return []
  const random = chanceOf(device.logs.seed, 'log', day)
  const base = instantOf(device.zone(), new Date(Date.parse(day))).getTime()
  const step = 86_400 / device.logs.perDay
  const channels = device.model.channels.length
  const isOfDay = ({ at }: { at: Date }) => at <= device.clock() && dayOf(wallClock(device.zone(), at)) === day
  const noted = device.outages().flatMap(({ from: at, channels, noted }): LogEntry[] => {
    const channel = channels?.length === 1 ? channels[0]! : null
    return noted && isOfDay({ at }) ? [{ at, ...noted, channel, user: '', address: '' }] : []
  })
  const usual = Array.from({ length: device.logs.perDay }, (_, index): LogEntry => {
    const [major, minor, of] = kinds[Math.floor(random() * kinds.length)]!
    const channel = 1 + Math.floor(random() * channels)
    return {
      at: new Date(base + Math.floor(step * (index + random())) * 1000),
      ...{ major, minor },
      channel: of === 'channel' ? channel : null,
      user: of === 'user' ? (random() < 0.7 ? 'admin' : 'guest') : '',
      address: of === 'user' ? `192.0.2.${100 + Math.floor(random() * 20)}` : '',
    }
  }).filter(isOfDay)
  return [...usual, ...noted].sort((one, other) => one.at.getTime() - other.at.getTime())
}

function findEntries(device: Device, window: { from: number; until: number }, filter: string[]): LogEntry[] {
  const [major, minor] = filter
  const found: LogEntry[] = []
  const end = dayAfter(wallDayOf(device, window.until), 1)
  const first = dayAfter(dayOf(device.wallClock()), -DAYS)
  const start = dayAfter(wallDayOf(device, window.from), -1)
  for (let day = start > first ? start : first; day <= end; day = dayAfter(day)) {
    if (day > dayOf(device.wallClock())) break
    for (const entry of logOfDay(device, day)) {
      const place = placeOf(device, entry.at)
      if (place < window.from || place > window.until) continue
      if (major && entry.major.toLowerCase() !== major) continue
      if (minor && entry.minor.toLowerCase() !== minor && !device.quirks.has('minor-ignored')) continue
      found.push(entry)
      if (found.length >= MOST_ENTRIES && !device.quirks.has('uncapped')) return found
    }
  }
  return found
}

function search(question: Question, searches: Searches<LogEntry>): Answer {
  const { device, path, body } = question
  if (!device.model.recording.logs || device.quirks.has('no-logs')) return refuse(device, path, 'notSupport')
  const root = readXml(body)
  if (!root) return refuse(device, path, 'badXmlFormat')
  const window = windowOf(device, root)
  const [vendor, ...filter] = textAt(root, 'metaId').toLowerCase().split('/')
  if (!window || vendor !== 'log.std-cgi.com') return refuse(device, path, 'badXmlContent', 400)
  const found = searches.of(JSON.stringify([searchIdOf(root), window, filter]), () =>
    findEntries(device, window, filter),
  )
  const position = positionOf(device, root)
  const most = Math.min(MOST_ON_A_PAGE, Number(textAt(root, 'maxResults') || MOST_ON_A_PAGE))
  const items = found.slice(position, position + most)
  const isMore = position + items.length < found.length
  const style = device.quirks.has('psia') ? { version: '1.0' as const, namespace: PSIA } : device.model.style
  return page(
    device,
    titled(style, 'CMSearchResult', [
      x('searchID', searchIdOf(root)),
      x('responseStatus', true),
      x('responseStatusStrg', items.length === 0 ? 'NO MATCHES' : isMore ? 'MORE' : 'OK'),
      x('numOfMatches', items.length),
      items.length > 0 &&
        x(
          'matchList',
          items.map(({ at, major, minor, channel, user, address }) =>
            x('searchMatchItem', [
              x('logDescriptor', [
                x('metaId', `log.hikvision.com/${major}/${minor}${channel === null ? '' : `/${channel}`}`),
                x('StartDateTime', timeText(device, at)),
                channel !== null && x('localId', device.model.family === 'nvr' ? `D${channel}` : `A${channel}`),
                x('paraType', ''),
                x('userName', user),
                x('ipAddress', address),
              ]),
            ]),
          ),
        ),
    ]),
  )
}

export function logRoutes(): Route[] {
  const searches = createSearches<LogEntry>()
  return [{ method: 'POST', path: 'ContentMgmt/logSearch', handle: (question) => search(question, searches) }]
}
