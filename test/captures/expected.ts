// What each captured device must show, written down by reading its capture.
import type { AlarmKind } from '../../core/domain/alarm-kinds.ts'

export interface ExpectedChannel {
  key: string
  name: string
  /** Left out where the capture does not tell. */
  online?: boolean
  audio?: boolean
  sub?: boolean
  ptz?: boolean
  alarms: string
}

export interface Expected {
  kind: 'recorder' | 'camera'
  model: string
  firmware: string
  rtspPort: number
  /** Capabilities of `OFFERED` that this device does not have. */
  without?: readonly string[]
  channels: ExpectedChannel[]
}

/** What a session offers, in the contract's order. */
export const OFFERED: readonly string[] = [
  'live',
  'snapshot',
  'alarms',
  'footage',
  'channelConfig',
  'schedule',
  'storage',
  'users',
  'permissions',
  'onvifUsers',
  'logs',
  'health',
  'detections',
  'inputs',
  'outputs',
  'ptz',
  'holiday',
  'power',
]
/** A camera that does not say that it records. */
const NO_RECORDINGS = ['footage', 'schedule', 'logs']
const NO_PORTS = ['inputs', 'outputs']
/** No camera here has holidays, and all but one stand still. */
const CAMERA = ['ptz', 'holiday']

/** Kinds as short letters keep the tables readable. */
export const LETTERS: Readonly<Record<string, AlarmKind>> = {
  m: 'motion',
  t: 'tamper',
  v: 'video_loss',
  i: 'intrusion',
  l: 'line_crossing',
  e: 'region_entrance',
  x: 'region_exiting',
  s: 'scene_change',
  f: 'face',
  p: 'pir',
  a: 'sound',
  o: 'input',
}

const ip = (number: number, name: string, alarms: string, more: Partial<ExpectedChannel> = {}): ExpectedChannel => ({
  key: `ip:${number}`,
  name,
  online: true,
  alarms,
  ...more,
})
const analog = (
  number: number,
  name: string,
  alarms: string,
  more: Partial<ExpectedChannel> = {},
): ExpectedChannel => ({
  key: `analog:${number}`,
  name,
  alarms,
  ...more,
})

/** By file name without `.json`. Audio is what the list of streams says; six of these lists are one pasted text (no sound). */
export const EXPECTED: Readonly<Record<string, Expected>> = {
  'DS-2CD2146G2-ISU': {
    kind: 'camera',
    model: 'DS-2CD2146G2-ISU',
    firmware: 'V5.7.17 build 240606',
    rtspPort: 554,
    without: CAMERA,
    channels: [analog(1, 'Terrasse', 'omtliexs')],
  },
  'DS-2CD2346G2-ISU': {
    kind: 'camera',
    model: 'DS-2CD2346G2-ISU/SL',
    firmware: 'V5.7.18 build 240826',
    rtspPort: 554,
    without: CAMERA,
    channels: [analog(1, 'Atelier', 'omtliexs')],
  },
  'DS-2CD2386G2-IU': {
    kind: 'camera',
    model: 'DS-2CD2386G2-IU',
    firmware: 'V5.7.15 build 240201',
    rtspPort: 10554,
    without: [...NO_PORTS, ...CAMERA],
    channels: [analog(1, 'yard', 'mtliexs')],
  },
  'DS-2CD2532F-IWS': {
    kind: 'camera',
    model: 'DS-2CD2532F-IWS',
    firmware: 'V5.2.0 build 140721',
    rtspPort: 554,
    without: [...NO_RECORDINGS, ...CAMERA],
    channels: [analog(1, 'SCD14', 'omvtlipf')],
  },
  'DS-2CD2T46G2-ISU': {
    kind: 'camera',
    model: 'DS-2CD2T46G2-ISU/SL',
    firmware: 'V5.7.18 build 240826',
    rtspPort: 554,
    without: CAMERA,
    channels: [analog(1, 'Cour', 'omtliexs')],
  },
  'DS-2CD2T86G2-ISU': {
    kind: 'camera',
    model: 'DS-2CD2T86G2-ISU/SL',
    firmware: 'V5.7.18 build 240826',
    rtspPort: 554,
    without: CAMERA,
    channels: [analog(1, 'Passage', 'omtliexs')],
  },
  'DS-2SE4C425MWG-E-26': {
    kind: 'camera',
    model: 'DS-2SE4C425MWG-E-26',
    firmware: 'V5.8.1 build 240929',
    rtspPort: 554,
    without: ['holiday'],
    channels: [analog(1, 'DS-2SE4C425MWG-E-26(FC2493386)', 'omtaf', { ptz: true }), analog(2, 'IPdome 02', 'ilex')],
  },
  'DS-2TD1228-2-QA': {
    kind: 'camera',
    model: 'DS-2TD1228-2-QA',
    firmware: 'V5.5.98 build 240726',
    rtspPort: 554,
    without: CAMERA,
    channels: [analog(1, 'Camera 01', 'omtas', { audio: true }), analog(2, 'Camera 02', '')],
  },
  'DS-7608NXI-I2': {
    kind: 'recorder',
    model: 'DS-7608NXI-I2/8P/S',
    firmware: 'V4.62.210 build 230619',
    rtspPort: 10554,
    channels: [
      ip(1, 'garden', 'mtvilfexs'),
      ip(2, 'home', 'mtvilfexs'),
      ip(3, 'road', 'omtvilfex', { audio: true }),
      ip(4, 'gate', '', { online: false }),
    ],
  },
  'DS-7616NI-K2': {
    kind: 'recorder',
    model: 'DS-7616NI-K2',
    firmware: 'V4.74.210 build 240108',
    rtspPort: 554,
    channels: [
      ip(1, 'tagahoov', 'omtvilexs', { audio: true }),
      ip(2, 'garaazh', 'mtv'),
      ip(3, 'eeshoov', 'omtvilexs', { audio: true }),
      ip(4, 'sauna uks', 'omtvilexs', { audio: true }),
      ip(5, 'terrass', 'omtvilexs', { audio: true }),
      ip(6, 'uksekell', 'mv', { audio: true }),
    ],
  },
  'DS-7616NI-Q2': {
    kind: 'recorder',
    model: 'DS-7616NI-Q2/16P',
    firmware: 'V4.30.097 build 240401',
    rtspPort: 554,
    channels: [
      ip(1, 'Garage', 'mtvils'),
      ip(2, 'Driveway', 'mtvil'),
      ip(3, 'Side Yard', 'mtvilf'),
      ip(4, 'Front Door', 'mtvilf'),
      ip(5, 'Front Walkway', 'mtvilf'),
      ip(6, 'Gate', 'mtvil'),
      ip(7, 'Lower Patio', 'mtvilf'),
      ip(8, 'Back Yard', 'mtvilf'),
      ip(9, 'Back Path', 'mtvilf'),
    ],
  },
  'iDS-7208HQHI-M1': {
    kind: 'recorder',
    model: 'iDS-7208HQHI-M1(A)/S(C)',
    firmware: 'V4.75.011 build 240625',
    rtspPort: 554,
    without: NO_PORTS,
    channels: [1, 2, 3, 4, 5, 6, 7, 8].map((number) =>
      analog(number, `Camera 0${number}`, 'mtvilf', { online: number !== 8, audio: true }),
    ),
  },
}
