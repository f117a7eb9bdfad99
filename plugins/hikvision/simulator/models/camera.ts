// A network camera with sound, as firmware V5.7 speaks; its name holds the `&` that it forgets to escape in alerts.
import { HIKVISION } from '../xml.ts'
import type { Model } from './model.ts'

export const camera: Model = {
  id: 'camera',
  family: 'camera',
  title: 'network camera',
  style: { prolog: '<?xml version="1.0" encoding="UTF-8"?>', eol: '\r\n', version: '2.0', namespace: HIKVISION },
  contentType: 'application/xml',
  server: 'App-webs/',
  realm: 'IP Camera(70417)',
  identity: {
    deviceName: 'IP CAMERA',
    idPrefix: 'a1c9e000-5b21',
    model: 'DS-2CD2346G2-PLU',
    serialEnd: '',
    firmwareVersion: 'V5.7.15',
    firmwareReleasedDate: 'build 240201',
    encoderVersion: 'V7.3',
    encoderReleasedDate: 'build 240110',
    deviceType: 'IPCamera',
    hardwareVersion: '0x0',
    address: '192.0.2.22',
  },
  channels: [
    {
      number: 1,
      name: 'Porch & Drive',
      source: 'own',
      online: true,
      main: { codec: 'H.264', width: 1280, height: 720, maxFrameRate: 2500, upperKbps: 4096 },
      sub: { codec: 'H.264', width: 640, height: 360, maxFrameRate: 1500, upperKbps: 512 },
      audio: 'on',
      alarms: [
        'VMD',
        'tamper',
        'linedetection',
        'fielddetection',
        'regionEntrance',
        'regionExiting',
        'scenechangedetection',
      ],
    },
  ],
  exceptions: ['diskfull', 'diskerror', 'nicbroken', 'ipconflict', 'illaccess'],
  inputs: 1,
  outputs: 1,
  maxIpChannels: null,
  // The real ones say 0 here although they have a picture of their own.
  analogInputs: 0,
  triggersWrapped: true,
  triggersHidden: ['scenechangedetection'],
  heartbeat: { channel: 1, count: 1, named: true, whileBusy: true },
  disks: [{ id: 1, capacity: 30436, freeSpace: 27392, status: 'ok' }],
  recording: { fullDay: '24', takesPosition: false, countsAll: false, refusesTracks: true, logs: false },
}
