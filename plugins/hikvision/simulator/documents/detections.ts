// Settings of the detections: motion, tamper and video loss by input, smart ones by channel.
import type { Channel, Device } from '../device.ts'
import { type Answer, page, type Question, type Refusal, refuse } from '../http/answer.ts'
import type { Handler, Route } from '../http/router.ts'
import { type Attributes, type Element, ISAPI_ORG, type Style, titled, x } from '../xml.ts'
import { textAt } from '../xml-read.ts'
import { kept, withText, write } from './write.ts'

type Writer = (device: Device, channel: Channel) => Element

/** Recorders hand these three on from the camera, with the newer namespace and version. */
const handedOn = (device: Device): Pick<Style, 'version' | 'namespace'> =>
  device.model.family === 'camera' ? device.model.style : { version: '2.0', namespace: ISAPI_ORG }

const point = (horizontal: number, vertical: number) =>
  x('RegionCoordinates', [x('positionX', horizontal), x('positionY', vertical)])

const whole = () => x('RegionCoordinatesList', [point(0, 0), point(1000, 0), point(1000, 1000), point(0, 1000)])

/** All cells on the first channel, areas of their own on the others, nothing on every fifth. */
function gridMap({ number }: Channel): string {
  if (number === 1) return 'fffffc'.repeat(18)
  return Array.from({ length: 18 }, (_, row) => {
    const isInside = number % 5 !== 0 && row >= number % 7 && row < 12
    return isInside ? ((((1 << 14) - 1) << (number % 5)) & 0x3fffff).toString(2).padStart(22, '0') : '0'.repeat(22)
  })
    .map((bits) => Number.parseInt(`${bits}00`, 2).toString(16).padStart(6, '0'))
    .join('')
}

const motion: Writer = (device, channel) => {
  const isCamera = device.model.family === 'camera'
  const style = handedOn(device)
  return titled(style, 'MotionDetection', [
    x('enabled', true),
    x('enableHighlight', !isCamera),
    x('samplingInterval', isCamera ? 2 : 5),
    x('startTriggerTime', isCamera ? 500 : 1000),
    x('endTriggerTime', isCamera ? 500 : 1000),
    x('regionType', 'grid'),
    x('Grid', [x('rowGranularity', 18), x('columnGranularity', 22)]),
    titled(style, 'MotionDetectionLayout', [
      x('sensitivityLevel', [60, 40, 80][(channel.number - 1) % 3]!),
      x('layout', [
        x('gridMap', gridMap(channel)),
        x('RegionList', isCamera ? { size: 4 } : {}, [x('Region', [x('id', 1), whole()])]),
      ]),
      x('targetType', 'human,vehicle'),
    ]),
  ])
}

const tamper: Writer = (device) =>
  titled(handedOn(device), 'TamperDetection', [
    x('enabled', true),
    x('normalizedScreenSize', [x('normalizedScreenWidth', 704), x('normalizedScreenHeight', 576)]),
    x('tampersensitivityLevel', 2),
    x('TamperDetectionRegionList', []),
  ])

const videoLoss: Writer = (device) => titled(handedOn(device), 'VideoLoss', [x('enabled', true)])

const screen = () => x('normalizedScreenSize', [x('normalizedScreenWidth', 1000), x('normalizedScreenHeight', 1000)])

/** Intrusion on a recorder tells the target before the corners, everything else after them. */
function regions(name: string, isCamera: boolean): Element {
  const isField = name === 'FieldDetection'
  const size: Attributes = isField || isCamera ? { size: 4 } : {}
  const region = (id: number) => {
    const corners = id === 1 ? whole() : x('RegionCoordinatesList', [])
    const target = x('detectionTarget', 'human')
    return x(`${name}Region`, [
      x('id', id),
      isField && isCamera && x('enabled', id === 1),
      x('sensitivityLevel', 50),
      isField && x('timeThreshold', 0),
      ...(isField && !isCamera ? [target, corners] : [corners, target]),
    ])
  }
  return x(`${name}RegionList`, size, [1, 2, 3, 4].map(region))
}

const area =
  (name: string): Writer =>
  (device, channel) =>
    titled(device.model.style, name, [
      x('id', channel.number),
      x('enabled', true),
      screen(),
      regions(name, device.model.family === 'camera'),
    ])

const line: Writer = (device, channel) => {
  const corner = (horizontal: number, vertical: number) =>
    x('Coordinates', [x('positionX', horizontal), x('positionY', vertical)])
  const content = [
    x('id', channel.number),
    x('enabled', true),
    device.model.family === 'camera' && x('enableDualVca', false),
    screen(),
    x(
      'LineItemList',
      { size: 4 },
      [1, 2, 3, 4].map((id) =>
        x('LineItem', [
          x('id', id),
          x('enabled', id === 1),
          x('sensitivityLevel', 50),
          x('directionSensitivity', 'any'),
          x('CoordinatesList', [corner(0, 500), corner(id === 1 ? 1000 : 0, 500)]),
          x('detectionTarget', 'human'),
        ]),
      ),
    ),
  ]
  // No camera puts version or namespace on this one.
  return device.model.family === 'camera'
    ? x('LineDetection', content)
    : titled(device.model.style, 'LineDetection', content)
}

const sceneChange: Writer = (device, channel) =>
  titled(device.model.style, 'SceneChangeDetection', [
    x('id', channel.number),
    x('enabled', true),
    x('sensitivityLevel', 50),
  ])

interface Detection {
  /** The word in the channel's list of alarms. */
  word: string
  write: Writer
}

const byInput: Record<string, Detection> = {
  motionDetection: { word: 'VMD', write: motion },
  tamperDetection: { word: 'tamper', write: tamper },
  videoLoss: { word: 'videoloss', write: videoLoss },
}

const bySmart: Record<string, Detection> = {
  FieldDetection: { word: 'fielddetection', write: area('FieldDetection') },
  LineDetection: { word: 'linedetection', write: line },
  regionEntrance: { word: 'regionEntrance', write: area('RegionEntrance') },
  regionExiting: { word: 'regionExiting', write: area('RegionExiting') },
  SceneChangeDetection: { word: 'scenechangedetection', write: sceneChange },
}

type Fits = (channel: Channel) => boolean

const current = (device: Device, channel: Channel, { word, write: made }: Detection) =>
  kept(device, `${word}/${channel.number}`, () => made(device, channel))

/** `act` is for a channel that is there, answers, and has this detection. */
const of =
  (detection: Detection, fits: Fits, act: (question: Question, channel: Channel) => Answer): Handler =>
  (question, [number]) => {
    const channel = question.device.channel(Number(number))
    return channel && fits(channel) && channel.online && channel.alarms.includes(detection.word)
      ? act(question, channel)
      : refuse(question.device, question.path, 'notSupport')
  }

function routes(path: string, detection: Detection, fits: Fits): Route[] {
  return [
    {
      method: 'GET',
      path,
      handle: of(detection, fits, ({ device }, channel) => page(device, current(device, channel, detection))),
    },
    {
      method: 'PUT',
      path,
      handle: of(detection, fits, (question, channel) =>
        write(question, {
          key: `${detection.word}/${channel.number}`,
          before: current(question.device, channel, detection),
          settle: (written) => (detection.word === 'VMD' ? settledMotion(written) : written),
        }),
      ),
    },
  ]
}

/** The sensitivity snaps to steps of 20; a map of another size than the grid is refused. */
function settledMotion(written: Element): Element | Refusal {
  const layout = 'MotionDetectionLayout'
  const map = textAt(written, `${layout}/layout/gridMap`)
  if (map !== '' && !/^[0-9a-f]{108}$/i.test(map)) return 'badParameters'
  const level = textAt(written, `${layout}/sensitivityLevel`)
  if (level === '') return written
  const snapped = Math.min(100, Math.max(0, Math.round((Number(level) || 0) / 20) * 20))
  return withText(written, `${layout}/sensitivityLevel`, String(snapped))
}

export const detectionRoutes: Route[] = [
  ...Object.entries(byInput).flatMap(([name, detection]) => [
    ...routes(`System/Video/inputs/channels/{}/${name}`, detection, (channel) => channel.source !== 'ip'),
    ...routes(`ContentMgmt/InputProxy/channels/{}/video/${name}`, detection, (channel) => channel.source === 'ip'),
  ]),
  ...Object.entries(bySmart).flatMap(([name, detection]) => routes(`Smart/${name}/{}`, detection, () => true)),
]
