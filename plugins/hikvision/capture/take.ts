// Reads everything that the driver could want to know of a device, by GETs alone, one after another.
import { Fault, type FaultKind } from '#plugin'
import { readInputs, readProxied } from '../capabilities/documents.ts'
import type { IsapiClient } from '../isapi/client.ts'
import { xmlOrNull } from '../isapi/faults.ts'
import { type Json, jsonOfXml, list, type Node, text } from '../isapi/xml.ts'
import { type Anonymiser, createAnonymiser } from './anonymous.ts'

/** What the device answered to one path: a document, the status of a refusal with its word, or what went wrong. */
export type CapturedAnswer = { response: Json } | { status_code: number; said?: string } | { error: string }
/** By path below `/ISAPI/`, without private things. */
export type Captured = Record<string, CapturedAnswer>

export interface TakeOptions {
  client: Pick<IsapiClient, 'fetch'>
  /** Waited for before every request but the first: many devices have a small processor. */
  pause(): Promise<void>
  progress?(done: number, total: number): void
  /** Texts that must not be in the capture wherever a device may have put them. */
  never: readonly string[]
}

export interface Taken {
  captured: Captured
  replaced: ReturnType<Anonymiser['replaced']>
  model: string
}

const FIRST = [
  'System/deviceInfo',
  'System/Video/inputs/channels',
  'ContentMgmt/InputProxy/channels',
  'System/IO/inputs',
  'System/IO/outputs',
  'Security/users',
]
const DEVICE = [
  'System/capabilities',
  'System/time',
  'System/status',
  'System/Holidays',
  'ContentMgmt/InputProxy/channels/status',
  'ContentMgmt/Storage',
  'ContentMgmt/record/tracks',
  'Streaming/channels',
  'Event/triggers',
  'Event/triggers/VMD-1',
  'Event/channels/capabilities',
  'Event/notification/httpHosts',
  'Security/adminAccesses',
  'Security/UserPermission',
  'Security/ONVIF/users',
  'PTZCtrl/channels/1/capabilities',
  'WLAlarm/PIR',
]
const SMART = ['FieldDetection', 'LineDetection', 'regionEntrance', 'regionExiting', 'SceneChangeDetection']
const OWN = ['motionDetection', 'tamperDetection', 'videoLoss']

const ofChannel = (number: number): string[] => [
  ...[1, 2].map((stream) => `Streaming/channels/${number}0${stream}`),
  `Streaming/channels/${number}01/capabilities`,
  `ContentMgmt/record/tracks/${number}01`,
  `Event/triggers/scenechangedetection-${number}`,
  `PTZCtrl/channels/${number}/capabilities`,
  ...SMART.map((kind) => `Smart/${kind}/${number}`),
]
const ofInput = (number: number): string[] => [
  `System/Video/inputs/channels/${number}`,
  ...OWN.map((kind) => `System/Video/inputs/channels/${number}/${kind}`),
]
const ofProxied = (number: number): string[] => [
  `ContentMgmt/InputProxy/channels/${number}`,
  `ContentMgmt/InputProxy/channels/${number}/status`,
  `ContentMgmt/StreamingProxy/channels/${number}01`,
  `ContentMgmt/StreamingProxy/channels/${number}01/capabilities`,
  ...OWN.map((kind) => `ContentMgmt/InputProxy/channels/${number}/video/${kind}`),
]

/** After these, asking on would harm somebody or lead nowhere. */
const ENDING: readonly FaultKind[] = ['device-refused-login', 'device-locked', 'device-unreachable']

/** Captures the device. Fails with the login, the network, or when something private could not be taken out. */
export async function takeCapture({ client, pause, progress, never }: TakeOptions): Promise<Taken> {
  const anonymiser = createAnonymiser()
  const captured: Captured = {}
  let total = FIRST.length + DEVICE.length

  async function answerTo(path: string): Promise<{ captured: CapturedAnswer; root: Node | null }> {
    try {
      const answer = await client.fetch(`/ISAPI/${path}`)
      const body = answer.text()
      const root = xmlOrNull(body)
      if (answer.status === 200 && root) return { captured: { response: anonymiser.document(jsonOfXml(body)) }, root }
      if (answer.status === 200) return { captured: { error: 'no document' }, root: null }
      const said = text(root, 'subStatusCode') ?? ''
      const word = /^[A-Za-z]{1,40}$/.test(said) ? { said } : {}
      return { captured: { status_code: answer.status, ...word }, root: null }
    } catch (error) {
      if (!(error instanceof Fault) || ENDING.includes(error.kind)) throw error
      // Its text names the device.
      return { captured: { error: error.kind }, root: null }
    }
  }

  async function ask(path: string): Promise<Node | null> {
    const done = Object.keys(captured).length
    if (done > 0) await pause()
    const answer = await answerTo(path)
    captured[path] = answer.captured
    progress?.(done + 1, Math.max(total, done + 1))
    return answer.root
  }

  const first = new Map<string, Node | null>()
  for (const path of FIRST) {
    first.set(path, await ask(path))
    if (first.size === 1 && first.get(path)?.name !== 'DeviceInfo')
      throw new Fault('device-garbled', 'This is not a device that speaks ISAPI, or ISAPI is switched off on it.')
  }
  const root = (path: string) => first.get(path) ?? null
  const idsIn = (path: string, item: string) =>
    list(root(path), item).flatMap((node) =>
      /^\d{1,4}$/.test(text(node, 'id') ?? '') ? [Number(text(node, 'id'))] : [],
    )
  const inputs = readInputs(root('System/Video/inputs/channels')).map(({ number }) => number)
  const proxied = readProxied(root('ContentMgmt/InputProxy/channels')).map(({ number }) => number)
  const ports = (direction: 'input' | 'output') =>
    idsIn(`System/IO/${direction}s`, `IO${direction === 'input' ? 'Input' : 'Output'}Port`).flatMap((id) => [
      `System/IO/${direction}s/${id}`,
      `System/IO/${direction}s/${id}/status`,
    ])
  const rest = new Set([
    ...DEVICE,
    ...ports('input'),
    ...ports('output'),
    ...idsIn('Security/users', 'User').map((id) => `Security/UserPermission/${id}`),
    ...inputs.flatMap(ofInput),
    ...proxied.flatMap(ofProxied),
    ...[...new Set([...inputs, ...proxied])].flatMap(ofChannel),
  ])
  total = FIRST.length + rest.size
  for (const path of rest) await ask(path)
  refuseWhatTells(captured, [...never, ...anonymiser.telling()])
  return { captured, replaced: anonymiser.replaced(), model: text(root('System/deviceInfo'), 'model') ?? 'device' }
}

/** The last look: what was replaced in one place must not stand in another, in an element that was taken for harmless. */
function refuseWhatTells(captured: Captured, private_: readonly string[]): void {
  for (const [path, answer] of Object.entries(captured)) {
    const written = JSON.stringify(answer).toLowerCase()
    if (!private_.some((text) => written.includes(JSON.stringify(text).slice(1, -1).toLowerCase()))) continue
    captured[path] = { error: 'left out: something private was still in it' }
  }
}
