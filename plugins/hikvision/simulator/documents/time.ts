// The clock and its zone, the time servers, and how they are set.
import { parseZone } from '../clock.ts'
import type { Device } from '../device.ts'
import { page, plainText, type Question, type Refusal, refuse } from '../http/answer.ts'
import type { Handler, Route } from '../http/router.ts'
import { type Element, titled, x } from '../xml.ts'
import { find, textAt } from '../xml-read.ts'
import { kept, readWritten, write } from './write.ts'

const time = (device: Device): Element =>
  titled(device.model.style, 'Time', [
    x('timeMode', device.timeMode()),
    x('localTime', device.settingsTime()),
    x('timeZone', device.zoneText()),
    device.model.family === 'camera' && x('satelliteInterval', 60),
  ])

/** The digits are what counts: an offset behind them is not looked at. */
function wallOf(text: string): Date | null {
  const digits = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?$/.exec(text.trim())?.[1]
  const wall = digits === undefined ? null : new Date(`${digits}Z`)
  return wall && !Number.isNaN(wall.getTime()) ? wall : null
}

function isZone(text: string): boolean {
  try {
    parseZone(text)
    return true
  } catch {
    return false
  }
}

function setTime(device: Device, mode: string, zone: string, local: string): Refusal {
  const wall = local === '' ? null : wallOf(local)
  if (!['NTP', 'manual'].includes(mode) || (zone !== '' && !isZone(zone))) return 'badParameters'
  if (mode === 'manual' && !wall) return 'badParameters'
  device.setTime({ mode, ...(zone === '' ? {} : { zone }), ...(mode === 'manual' && wall ? { wall } : {}) })
  return 'ok'
}

const put: Handler = (question) => {
  const { device, path } = question
  const written = readWritten(question, time(device))
  if (typeof written === 'string') return refuse(device, path, written, 400)
  if (device.quirks.has('forgets-writes')) return refuse(device, path, 'ok')
  const [mode, zone, local] = ['timeMode', 'timeZone', 'localTime'].map((name) => textAt(written, name))
  return refuse(device, path, setTime(device, mode!, zone!, local!))
}

/** Zone and clock alone come and go as bare text. */
const bare =
  (set: (device: Device, text: string) => Refusal): Handler =>
  ({ device, path, body }) =>
    refuse(device, path, set(device, body.trim()))

const server = (device: Device, host: string): Element =>
  titled(device.model.style, 'NTPServer', [
    x('id', 1),
    x('addressingFormatType', 'hostname'),
    x('hostName', host),
    x('portNo', 123),
    x('synchronizeInterval', 60),
  ])

const serverNow = (device: Device) => kept(device, 'ntpServer', () => server(device, 'pool.example.net'))

/** Minutes, from one to a week; a name or an address. */
function settledServer(written: Element): Element | Refusal {
  const minutes = Number(textAt(written, 'synchronizeInterval') || 60)
  const isNamed = textAt(written, 'addressingFormatType') === 'hostname'
  const host = textAt(written, isNamed ? 'hostName' : 'ipAddress')
  return minutes >= 1 && minutes <= 10_080 && host !== '' ? written : 'badParameters'
}

const putServer = (question: Question, body = question.body) =>
  write({ ...question, body }, { key: 'ntpServer', before: serverNow(question.device), settle: settledServer })

export const timeRoutes: Route[] = [
  { method: 'GET', path: 'System/time', handle: ({ device }) => page(device, time(device)) },
  { method: 'PUT', path: 'System/time', handle: put },
  { method: 'GET', path: 'System/time/timeZone', handle: ({ device }) => plainText(device.zoneText()) },
  { method: 'GET', path: 'System/time/localTime', handle: ({ device }) => plainText(device.settingsTime()) },
  {
    method: 'PUT',
    path: 'System/time/timeZone',
    handle: bare((device, zone) => {
      if (!isZone(zone)) return 'badParameters'
      device.setTime({ zone })
      return 'ok'
    }),
  },
  {
    method: 'PUT',
    path: 'System/time/localTime',
    handle: bare((device, text) => setTime(device, 'manual', '', text)),
  },
  {
    method: 'GET',
    path: 'System/time/ntpServers',
    handle: ({ device }) => page(device, titled(device.model.style, 'NTPServerList', [serverNow(device)])),
  },
  {
    method: 'PUT',
    path: 'System/time/ntpServers',
    handle: (question) => {
      // The list is taken with one server in it.
      const inside = /<NTPServer[\s>][\s\S]*<\/NTPServer>/.exec(question.body)?.[0]
      return putServer(question, inside ?? '')
    },
  },
  { method: 'GET', path: 'System/time/ntpServers/1', handle: ({ device }) => page(device, serverNow(device)) },
  { method: 'PUT', path: 'System/time/ntpServers/1', handle: (question) => putServer(question) },
  {
    method: 'POST',
    path: 'System/time/ntpServers/test',
    handle: (question) => {
      const root = readWritten(question, x('NTPTestDescription', []))
      const isGiven = typeof root !== 'string' && find(root, 'hostName') !== undefined
      return page(
        question.device,
        titled(question.device.model.style, 'NTPTestResult', [
          x('errorCode', isGiven ? 0 : 1),
          x('errorDescription', isGiven ? 'ok' : 'no host'),
        ]),
      )
    },
  },
]
