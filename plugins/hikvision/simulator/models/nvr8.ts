// A network recorder with eight IP channels, one of them offline, as firmware V4.74 speaks.
import { HIKVISION } from '../xml.ts'
import type { ChannelModel, Encoding, Model } from './model.ts'

const main: Encoding = { codec: 'H.264', width: 1280, height: 720, maxFrameRate: 0, upperKbps: 3072 }
const sub: Encoding = { codec: 'H.264', width: 640, height: 360, maxFrameRate: 1500, upperKbps: 512 }

const plain = ['VMD', 'tamper', 'videoloss']
const smart = [...plain, 'fielddetection', 'linedetection', 'regionEntrance', 'regionExiting', 'scenechangedetection']

function channel(number: number, name: string, rest: Partial<ChannelModel> = {}): ChannelModel {
  return {
    number,
    name,
    source: 'ip',
    online: true,
    behind: {
      protocol: 'HIKVISION',
      address: `192.0.2.${30 + number}`,
      model: 'DS-2CD2143G2-PL',
      serialNumber: `DS-2CD2143G2-PL2024010${number}AAWRPL000000${number}`,
      firmware: 'V5.7.12 build 230907',
    },
    main,
    sub,
    audio: 'on',
    alarms: plain,
    ...rest,
  }
}

export const nvr8: Model = {
  id: 'nvr8',
  family: 'nvr',
  title: 'network recorder with 8 IP channels',
  style: { prolog: '<?xml version="1.0" encoding="UTF-8" ?>', eol: '\n', version: '1.0', namespace: HIKVISION },
  contentType: 'application/xml; charset="UTF-8"',
  server: null,
  realm: 'e4c1d07a92b35f68',
  identity: {
    deviceName: 'Network Video Recorder',
    idPrefix: '48443930-3038',
    model: 'DS-7608NI-PL2/8P',
    serialEnd: 'WCVU',
    firmwareVersion: 'V4.74.210',
    firmwareReleasedDate: 'build 240108',
    encoderVersion: 'V5.0',
    encoderReleasedDate: 'build 231018',
    deviceType: 'NVR',
    hardwareVersion: 'B-R-K51-00',
    address: '192.0.2.20',
  },
  channels: [
    channel(1, 'Front door', { alarms: smart }),
    channel(2, 'Garden & Yard', { alarms: smart, audio: 'off' }),
    channel(3, 'Einfahrt Süd', {
      alarms: smart,
      behind: { protocol: 'ONVIF', address: '192.0.2.33', model: '', serialNumber: '', firmware: '' },
    }),
    channel(4, '车库', { audio: 'none' }),
    channel(5, 'Camera 01'),
    channel(6, 'Camera 01', { silent: ['tamper'], audio: 'none' }),
    channel(7, 'Terrasse', {
      alarms: [...plain, 'fielddetection', 'linedetection', 'facedetection'],
      // A small dome behind the recorder.
      moves: {
        ...{ azimuth: [0, 3600], elevation: [-50, 900], zoom: [10, 40], turns: 800, tilts: 500, zooms: 20 },
        ...{ presets: 255, momentary: false },
      },
    }),
    channel(8, 'Attic', {
      online: false,
      behind: { protocol: 'HIKVISION', address: '192.0.2.38', model: '', serialNumber: '', firmware: '' },
    }),
  ],
  exceptions: ['diskfull', 'diskerror', 'nicbroken', 'ipconflict', 'illaccess', 'recordingfailure'],
  inputs: 4,
  outputs: 1,
  maxIpChannels: 8,
  analogInputs: 0,
  triggersWrapped: false,
  triggersHidden: [],
  heartbeat: { channel: 0, count: 0, named: false, whileBusy: false },
  disks: [{ id: 1, capacity: 7630885, freeSpace: 0, status: 'ok' }],
  recording: { fullDay: 'next', takesPosition: false, countsAll: false, refusesTracks: false, logs: true },
}
