// A small recorder for the driver's tests: connects, and has the documents that a test gives it.
import { type DeviceSession, type DriverContext, Fault } from '#plugin'
import { driver } from './driver.ts'
import { testContext, testTarget } from './test-device.ts'
import { type DocumentDevice, type DocumentDeviceOptions, startDocumentDevice } from './test-documents.ts'

const PROXY = '/ISAPI/ContentMgmt/InputProxy/channels'
const state = (id: number, online: boolean) =>
  `<InputProxyChannelStatus><id>${id}</id><online>${online}</online></InputProxyChannelStatus>`

/** Two channels, the second of them away. */
const BASE: Readonly<Record<string, string>> = {
  '/ISAPI/System/deviceInfo': '<DeviceInfo><deviceName>NVR</deviceName><model>DS-1</model></DeviceInfo>',
  '/ISAPI/System/time':
    '<Time><timeMode>NTP</timeMode><localTime>2026-01-01T08:00:00+08:00</localTime><timeZone>CST-8:00:00</timeZone></Time>',
  '/ISAPI/System/capabilities': '<DeviceCap><RacmCap><recordSearchType opt="CMR"/></RacmCap></DeviceCap>',
  [PROXY]:
    '<L><InputProxyChannel><id>1</id><name>Door</name></InputProxyChannel><InputProxyChannel><id>2</id><name>Gate</name></InputProxyChannel></L>',
  [`${PROXY}/status`]: `<L>${state(1, true)}${state(2, false)}</L>`,
  '/ISAPI/Streaming/channels':
    '<L><StreamingChannel><id>101</id><Video><videoCodecType>H.264</videoCodecType></Video></StreamingChannel></L>',
}

export interface Stand extends AsyncDisposable {
  readonly device: DocumentDevice
  connect(context?: Partial<DriverContext>): Promise<DeviceSession>
}

export async function recorder(options: DocumentDeviceOptions): Promise<Stand> {
  const device = await startDocumentDevice({ ...options, documents: { ...BASE, ...options.documents } })
  return {
    device,
    connect: (context = {}) => driver.connect(testTarget(device), testContext(context)),
    [Symbol.asyncDispose]: () => device[Symbol.asyncDispose](),
  }
}

/** The fault of some work; anything else is an error of the test. */
export async function faultOf(work: Promise<unknown> | undefined): Promise<Fault> {
  const error = await (work ?? Promise.reject(new Error('not offered'))).then(
    () => new Error('it did not fail'),
    (thrown: unknown) => thrown,
  )
  if (error instanceof Fault) return error
  throw error
}
