// A hybrid recorder with four analog inputs, one without a signal, and no IP camera, as firmware V4.75 speaks.
import { HIKVISION } from '../xml.ts'
import type { ChannelModel, Encoding, Model } from './model.ts'

const main: Encoding = { codec: 'H.264', width: 1280, height: 720, maxFrameRate: 2500, upperKbps: 2048 }
const sub: Encoding = { codec: 'H.264', width: 640, height: 360, maxFrameRate: 1500, upperKbps: 512 }

function channel(number: number, name: string, signal: string): ChannelModel {
  return {
    number,
    name,
    source: 'analog',
    online: signal !== 'NO VIDEO',
    signal,
    main,
    sub,
    audio: number === 1 ? 'on' : 'none',
    alarms: ['VMD', 'tamper', 'videoloss', 'fielddetection', 'linedetection', 'facedetection'],
  }
}

export const dvr4: Model = {
  id: 'dvr4',
  family: 'dvr',
  title: 'hybrid recorder with 4 analog inputs',
  style: { prolog: '<?xml version="1.0" encoding="UTF-8" ?>', eol: '\n', version: '1.0', namespace: HIKVISION },
  contentType: 'application/xml; charset="UTF-8"',
  server: null,
  realm: 'iDS-7204HQHI-PL1',
  identity: {
    deviceName: 'Embedded Net DVR',
    idPrefix: '48464437-3930',
    model: 'iDS-7204HQHI-PL1/S',
    serialEnd: 'WCVU',
    firmwareVersion: 'V4.75.011',
    firmwareReleasedDate: 'build 240625',
    encoderVersion: 'V5.0',
    encoderReleasedDate: 'build 240130',
    deviceType: 'DVR',
    hardwareVersion: '0xc0ebc00',
    address: '192.0.2.21',
  },
  channels: [
    channel(1, 'Shop', '1280*720(720P)P25'),
    channel(2, 'Camera 02', '1280*720(720P)P25'),
    channel(3, 'Stiegenhaus', '1480X1664(3KLite)P20'),
    channel(4, 'Camera 04', 'NO VIDEO'),
  ],
  exceptions: ['diskfull', 'diskerror', 'nicbroken', 'ipconflict', 'illaccess', 'badvideo', 'recordingfailure'],
  inputs: 0,
  outputs: 0,
  maxIpChannels: 2,
  analogInputs: 4,
  triggersWrapped: false,
  triggersHidden: [],
  heartbeat: { channel: 0, count: 0, named: false, whileBusy: true },
  disks: [
    { id: 1, capacity: 1907729, freeSpace: 277504, status: 'ok' },
    { id: 2, capacity: 0, freeSpace: 0, status: 'notexist' },
  ],
  recording: { fullDay: 'same', takesPosition: true, countsAll: true, refusesTracks: true, logs: true },
}
