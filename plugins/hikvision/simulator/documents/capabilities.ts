// The device's own list of what it can do, with the misspelt and doubled flags of the real ones.
import type { Device } from '../device.ts'
import { page } from '../http/answer.ts'
import type { Route } from '../http/router.ts'
import { type Attributes, type Child, type Element, titled, x } from '../xml.ts'

const flags = (values: Record<string, boolean>): Element[] =>
  Object.entries(values).map(([name, value]) => x(name, value))

const has = (device: Device, word: string) => device.model.channels.some((channel) => channel.alarms.includes(word))

function systemPart(device: Device): Element {
  const { model } = device
  const isCamera = model.family === 'camera'
  const part = (name: string, children: Child[]) => titled(model.style, name, children)
  return x('SysCap', [
    x('isSupportDst', true),
    part('NetworkCap', [
      ...flags({ isSupportWireless: false, isSupportPPPoE: true, isSupport802_1x: true, isSupportNtp: true }),
      ...flags({ isSupportHttps: true, isSupportEZVIZ: true, isSupportIntegrate: true }),
    ]),
    part(
      'IOCap',
      isCamera
        ? [x('IOInputPortNums', model.inputs), x('IOOutputPortNums', model.outputs), x('isSupportStrobeLamp', false)]
        : [
            x('IOInputPortNums', model.inputs),
            x('IOOutputPortNums', model.outputs),
            x('isSupportSetAllIOOutput', true),
            x('enabledIOOutputPortNums', 1),
          ],
    ),
    part('SerialCap', [x('rs485PortNums', 0), x('rs422PortNums', 0), x('rs232PortNums', 0)]),
    part('VideoCap', [x('videoInputPortNums', model.analogInputs), x('videoOutputPortNums', isCamera ? 0 : 2)]),
    part('AudioCap', [x('audioInputNums', model.analogInputs || 1), x('audioOutputNums', isCamera ? 0 : 1)]),
    !isCamera && x('isSupportHolidy', true),
    x('isSupportSubscribeEvent', true),
    !isCamera && x('isSupportTimeCap', true),
  ])
}

function securityPart(device: Device): Element {
  const isCamera = device.model.family === 'camera'
  const certificate: Attributes = { opt: 'digest,digest/basic' }
  return titled(device.model.style, 'SecurityCap', [
    x('supportUserNums', 32),
    x('userBondIpNums', isCamera ? 0 : 1),
    isCamera && x('issupIllegalLoginLock', true),
    x('isSupportOnlineUser', true),
    x('securityVersion', { opt: '1' }),
    x('keyIterateNum', 100),
    x('isSupportUserCheck', true),
    x('isSupportONVIFUserManagement', true),
    x('WebCertificateCap', [
      isCamera ? x('CertificateType', certificate) : x('CertificateType', certificate, 'digest'),
      isCamera && x('SecurityAlgorithm', [x('algorithmType', { opt: 'MD5,SHA256,MD5/SHA256' })]),
    ]),
    isCamera && x('maxIllegalLoginTimes', { min: 3, max: 20, def: 5 }),
    isCamera && x('maxIllegalLoginLockTime', { min: 1, max: 120, def: 30 }),
  ])
}

function eventPart(device: Device): Element {
  const isCamera = device.model.family === 'camera'
  return titled(device.model.style, 'EventCap', [
    ...flags({ isSupportHDFull: true, isSupportHDError: true, isSupportNicBroken: true, isSupportIpConflict: true }),
    ...flags({ isSupportIllAccess: true, isSupportViException: false, isSupportViMismatch: false }),
    x('isSupportRecordException', !isCamera),
    ...(isCamera
      ? flags({ isSupportMotionDetection: true, isSupportVideoLoss: false, isSupportTamperDetection: true })
      : flags({ isSupportFaceSnap: false, isSupportTriggerCapCheck: true })),
  ])
}

function recordingPart(device: Device): Element {
  const { model } = device
  if (model.maxIpChannels === null)
    return titled(model.style, 'RacmCap', [
      x('nasNums', 8),
      x('pictureSearchType', { opt: 'AllEvent,CMR,MOTION,ALARM,EDR,ALARMANDMOTION' }),
      x('recordSearchType', { opt: 'AllEvent,CMR,MOTION,ALARM,EDR,ALARMANDMOTION,LineDetection,FieldDetection' }),
    ])
  return titled(model.style, 'RacmCap', [
    x('isSupportZeroChan', true),
    x('inputProxyNums', model.maxIpChannels),
    ...[x('eSATANums', 0), x('nasNums', 8), x('ipSanNums', 8)],
    ...flags({ isSupportRaid: false, isSupportIOInputProxy: true, isSupportIOOutputProxy: true }),
    x('recordSearchType', { opt: 'CMR,MOTION,ALARM,EDR,ALARMANDMOTION,Command,manual,AllEvent' }),
    x('isSupportMainAndSubRecord', model.family === 'dvr'),
    ...flags({ isSupportFindCommonFileByUTC: true, isSupportFindLogByUTC: true, isSupportPlaybackByUTC: true }),
    x('isSupportFaceDetecttionAlarmByTimeZone', true),
    x('isSupportRecordSearchByTargetType', true),
  ])
}

function smartPart(device: Device): Element {
  const line = x('isSupportLineDetection', has(device, 'linedetection'))
  const field = x('isSupportFieldDetection', has(device, 'fielddetection'))
  const face = x('isSupportFaceDetect', has(device, 'facedetection'))
  const scene = x('isSupportSceneChangeDetection', has(device, 'scenechangedetection'))
  const regions = [
    x('isSupportRegionEntrance', has(device, 'regionEntrance')),
    x('isSupportRegionExiting', has(device, 'regionExiting')),
  ]
  const sound = x('isSupportAudioDetection', false)
  const focus = x('isSupportDefocusDetection', false)
  // The same flags, in the order of each family.
  const flagged =
    device.model.family === 'camera'
      ? [x('isSupportROI', true), sound, face, line, field, ...regions, focus, scene]
      : [x('isSupportROI', false), face, field, focus, sound, scene, line, ...regions]
  return titled(device.model.style, 'SmartCap', flagged)
}

function capabilities(device: Device): Element {
  const { model } = device
  const isCamera = model.family === 'camera'
  return titled(model.style, 'DeviceCap', [
    systemPart(device),
    x('voicetalkNums', isCamera ? 0 : 2),
    // Recorders deny it although their pictures work.
    x('isSupportSnapshot', isCamera),
    securityPart(device),
    eventPart(device),
    recordingPart(device),
    (!isCamera || model.channels.some(({ moves }) => moves)) &&
      titled(model.style, 'PTZCtrlCap', [x('isSupportPatrols', true)]),
    smartPart(device),
    ...(isCamera
      ? []
      : [
          ...flags({ isSupportStreamingEncrypt: true, isSupportGetmutexFuncErrMsg: false }),
          // Written twice by the real ones too.
          x('isSupportTokenAuthenticate', true),
          x('isSupportTokenAuthenticate', true),
        ]),
    x('isSupportChannelEventCap', isCamera),
  ])
}

export const capabilityRoutes: Route[] = [
  { method: 'GET', path: 'System/capabilities', handle: ({ device }) => page(device, capabilities(device)) },
]
