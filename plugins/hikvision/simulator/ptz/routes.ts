// What moves a camera over HTTP: speeds, places, presets and home (WIRE 9).
import type { Device } from '../device.ts'
import { page, type Question, type Refusal, refuse } from '../http/answer.ts'
import type { Handler, Route } from '../http/router.ts'
import { type Element, titled, x } from '../xml.ts'
import { find, readXml, textAt } from '../xml-read.ts'
import type { Motor, Place, Speed } from './motor.ts'

/** Numbers that are commands and not places. */
const isCommand = (id: number) => id >= 33 && id <= 105

type Verb = (question: Question, motor: Motor, preset: number) => Refusal | Element

/** A camera that stands still, or is away from its recorder, has nothing of this. */
const of =
  (verb: Verb): Handler =>
  (question, [number, preset]) => {
    const { device, path } = question
    const channel = device.channel(Number(number))
    const motor = device.motor(Number(number))
    if (!channel?.online || !motor || device.quirks.has('no-ptz')) return refuse(device, path, 'notSupport')
    const answer = verb(question, motor, Number(preset))
    return typeof answer === 'string' ? refuse(device, path, answer) : page(device, answer)
  }

const range = (name: string, [from, to]: readonly [number, number]) => x(name, [x('Min', from), x('Max', to)])
const PERCENT = [-100, 100] as const

function capabilities({ device }: Question, { movement }: Motor): Element {
  const speeds = (kind: string) => [
    x(`${kind}PanTiltSpace`, [range('XRange', PERCENT), range('YRange', PERCENT)]),
    x(`${kind}ZoomSpace`, [range('ZRange', PERCENT)]),
  ]
  return titled(device.model.style, 'PTZChanelCap', [
    x('AbsolutePanTiltPositionSpace', [range('XRange', movement.azimuth), range('YRange', movement.elevation)]),
    x('AbsoluteZoomPositionSpace', [range('ZRange', movement.zoom)]),
    ...speeds('Continuous'),
    ...(movement.momentary ? speeds('Momentary') : []),
    x('homePostionSupport', true),
    x('maxPresetNum', movement.presets),
    x('maxPatrolNum', 8),
  ])
}

const heights = ({ azimuth, elevation, zoom }: Place) =>
  x('AbsoluteHigh', [x('elevation', elevation), x('azimuth', azimuth), x('absoluteZoom', zoom)])

/** A whole number at that path; null for anything else. */
function numberAt(data: Element, path: string): number | null {
  const text = textAt(data, path)
  return /^-?\d{1,6}$/.test(text) ? Number(text) : null
}

function written({ device, method, path, body, account }: Question): Element | null {
  const data = readXml(body)
  if (!data) return null
  const nothing = { lost: [], added: [], changed: [], moved: [] }
  device.saved.record({ method, path, user: account.name, body, ...nothing })
  return data
}

/** What is left out is zero. */
function speedIn(data: Element): Speed | null {
  const [pan, tilt, zoom] = ['pan', 'tilt', 'zoom'].map((name) => (find(data, name) ? numberAt(data, name) : 0))
  const all = [pan, tilt, zoom]
  if (all.some((part) => part === null || part === undefined || Math.abs(part) > 100)) return null
  return { pan: pan!, tilt: tilt!, zoom: zoom! }
}

function run(question: Question, motor: Motor): Refusal {
  const data = written(question)
  if (!data) return 'badXmlFormat'
  if (data.name !== 'PTZData') return 'badXmlContent'
  const speed = speedIn(data)
  if (!speed) return 'badParameters'
  const isStop = speed.pan === 0 && speed.tilt === 0 && speed.zoom === 0
  if (isStop) motor.stops++
  const isDeaf = isStop && motor.stops % 2 === 1 && question.device.quirks.has('deaf-to-stops')
  if (!isDeaf) motor.run(speed)
  return 'ok'
}

function momentary(question: Question, motor: Motor): Refusal {
  const { device } = question
  if (!motor.movement.momentary || device.quirks.has('no-momentary')) return 'notSupport'
  const data = written(question)
  if (!data) return 'badXmlFormat'
  const speed = data.name === 'PTZData' ? speedIn(data) : null
  const ms = numberAt(data, 'Momentary/duration')
  if (!speed || ms === null || ms < 1) return 'badParameters'
  motor.run(speed, ms)
  return 'ok'
}

function absolute(question: Question, motor: Motor): Refusal {
  const data = written(question)
  if (!data) return 'badXmlFormat'
  const [azimuth, elevation, zoom] = ['azimuth', 'elevation', 'absoluteZoom'].map((name) =>
    numberAt(data, `AbsoluteHigh/${name}`),
  )
  const { movement } = motor
  const fits = (value: number | null | undefined, [from, to]: readonly [number, number]) =>
    typeof value === 'number' && value >= from && value <= to
  const isThere = fits(azimuth, movement.azimuth) && fits(elevation, movement.elevation) && fits(zoom, movement.zoom)
  if (data.name !== 'PTZData' || !isThere) return 'badParameters'
  motor.goTo({ azimuth: azimuth!, elevation: elevation!, zoom: zoom! })
  return 'ok'
}

const preset = (device: Device, id: number, name: string, enabled: boolean) =>
  titled(device.model.style, 'PTZPreset', [x('enabled', enabled), x('id', id), x('presetName', name)])

/** All that there are, those that nobody set and the commands among them, as far as the first hundred. */
function presets({ device }: Question, motor: Motor): Element {
  const known = Array.from({ length: Math.min(motor.movement.presets, 105) }, (_, index) => {
    const id = index + 1
    const set = motor.presets.get(id)
    return preset(device, id, set?.name ?? `${isCommand(id) ? 'Command' : 'Preset'} ${id}`, isCommand(id) || !!set)
  })
  const later = [...motor.presets.values()].filter(({ id }) => id > 105)
  return titled(device.model.style, 'PTZPresetList', [
    ...known,
    ...later.map(({ id, name }) => preset(device, id, name, true)),
  ])
}

const isPlace = (motor: Motor, id: number) =>
  Number.isInteger(id) && id >= 1 && id <= motor.movement.presets && !isCommand(id)

function setPreset(question: Question, motor: Motor, id: number): Refusal {
  if (!isPlace(motor, id)) return 'badParameters'
  const data = written(question)
  if (!data) return 'badXmlFormat'
  const name = textAt(data, 'presetName')
  if (data.name !== 'PTZPreset' || numberAt(data, 'id') !== id || Buffer.byteLength(name) > 32) return 'badParameters'
  const { moving: _, ...place } = motor.look()
  motor.presets.set(id, { id, name: name || `Preset ${id}`, place })
  return 'ok'
}

function goToPreset(_question: Question, motor: Motor, id: number): Refusal {
  const known = motor.presets.get(id)
  if (!known) return 'badParameters'
  motor.goTo(known.place)
  return 'ok'
}

function setHome({ device }: Question, motor: Motor): Refusal {
  if (device.quirks.has('no-home')) return 'notSupport'
  const { moving: _, ...place } = motor.look()
  motor.home = place
  return 'ok'
}

function goHome({ device }: Question, motor: Motor): Refusal {
  if (device.quirks.has('no-home')) return 'notSupport'
  motor.goTo(motor.home)
  return 'ok'
}

const at = (method: Route['method'], path: string, verb: Verb): Route => ({
  method,
  path: `PTZCtrl/channels/{}/${path}`,
  handle: of(verb),
})

export const ptzRoutes: Route[] = [
  at('GET', 'capabilities', capabilities),
  at('GET', 'status', ({ device }, motor) => titled(device.model.style, 'PTZStatus', [heights(motor.look())])),
  at('PUT', 'continuous', run),
  at('PUT', 'momentary', momentary),
  at('PUT', 'absolute', absolute),
  at('GET', 'presets', presets),
  at('PUT', 'presets/{}', setPreset),
  at('DELETE', 'presets/{}', (_question, motor, id) => (motor.presets.delete(id) ? 'ok' : 'badParameters')),
  at('PUT', 'presets/{}/goto', goToPreset),
  at('PUT', 'homeposition', setHome),
  at('PUT', 'homeposition/goto', goHome),
]
