// Our documents beside those of real devices: no element that the real one lacks, and the same order.
import { describe, expect, test } from 'bun:test'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type ModelId, startSimulator } from '../index.ts'
import { ask } from '../testing/raw.ts'

const folder = join(import.meta.dir, '../../../../../shared/isapi/captures/hikvision_next/devices')
const isThere = existsSync(folder)
if (!isThere) console.log('Skipped: the answers of real devices are not beside this checkout.')

interface Shape {
  [name: string]: Shape
}

/** Names below each other, in their order; the items of a list are laid over each other. */
function shapeOfJson(value: unknown, shape: Shape = {}): Shape {
  if (Array.isArray(value)) {
    for (const item of value) shapeOfJson(item, shape)
  } else if (value !== null && typeof value === 'object') {
    for (const [name, child] of Object.entries(value)) {
      if (name.startsWith('@') || name === '#text') continue
      shape[name] ??= {}
      shapeOfJson(child, shape[name])
    }
  }
  return shape
}

/** The same from our text, read line by line as old clients do. */
function shapeOfLines(text: string): Shape {
  const root: Shape = {}
  const open = [root]
  for (const line of text.trimEnd().split(/\r?\n/).slice(1)) {
    const [, closing, name, attributes] = /^<(\/?)(\w+)([^>]*)>/.exec(line) ?? []
    if (!name) continue
    const here = open.at(-1)!
    if (closing) open.pop()
    else {
      here[name] ??= {}
      const isWhole = attributes!.endsWith('/') || line.endsWith(`</${name}>`)
      if (!isWhole) open.push(here[name])
    }
  }
  return root
}

/** What of ours is missing there, or stands in another order. */
function differences(ours: Shape, real: Shape, path = ''): string[] {
  const names = Object.keys(real)
  const places = Object.keys(ours).map((name) => names.indexOf(name))
  const wrong = Object.keys(ours).flatMap((name) => {
    if (!real[name]) return [`${path}/${name} is unknown`]
    return differences(ours[name]!, real[name], `${path}/${name}`)
  })
  const known = places.filter((place) => place >= 0)
  const isOrdered = known.every((place, index) => index === 0 || known[index - 1]! < place)
  return isOrdered ? wrong : [...wrong, `${path} is in another order: ${Object.keys(ours)} but really ${names}`]
}

const K2 = 'DS-7616NI-K2'
const DVR = 'iDS-7208HQHI-M1'
const CAMERA = 'DS-2CD2346G2-ISU'

/** `allowed`: what that very device lacks and others have. */
const pairs: { model: ModelId; real: string; path: string; allowed?: RegExp }[] = [
  { model: 'nvr8', real: K2, path: 'System/deviceInfo' },
  { model: 'dvr4', real: DVR, path: 'System/deviceInfo' },
  { model: 'camera', real: CAMERA, path: 'System/deviceInfo' },
  { model: 'nvr8', real: K2, path: 'System/capabilities' },
  { model: 'dvr4', real: DVR, path: 'System/capabilities' },
  { model: 'camera', real: CAMERA, path: 'System/capabilities' },
  { model: 'nvr8', real: K2, path: 'ContentMgmt/InputProxy/channels' },
  { model: 'dvr4', real: DVR, path: 'System/Video/inputs/channels' },
  { model: 'camera', real: CAMERA, path: 'System/Video/inputs/channels' },
  { model: 'nvr8', real: K2, path: 'Security/adminAccesses' },
  { model: 'dvr4', real: DVR, path: 'Security/adminAccesses' },
  { model: 'camera', real: CAMERA, path: 'Security/adminAccesses' },
  { model: 'nvr8', real: K2, path: 'Streaming/channels/101' },
  { model: 'dvr4', real: DVR, path: 'Streaming/channels/101' },
  // The other camera sends H.265 there.
  { model: 'camera', real: 'DS-2CD2386G2-IU', path: 'Streaming/channels/101' },
  { model: 'camera', real: CAMERA, path: 'Streaming/channels' },
  { model: 'nvr8', real: K2, path: 'Event/triggers' },
  { model: 'dvr4', real: DVR, path: 'Event/triggers' },
  { model: 'camera', real: 'DS-2CD2532F-IWS', path: 'Event/triggers' },
  { model: 'nvr8', real: K2, path: 'ContentMgmt/Storage', allowed: /manufacturer/ },
  { model: 'camera', real: CAMERA, path: 'ContentMgmt/Storage' },
  { model: 'nvr8', real: K2, path: 'System/IO/inputs/1/status' },
  { model: 'camera', real: CAMERA, path: 'System/IO/inputs/1' },
  { model: 'nvr8', real: K2, path: 'System/Holidays' },
  { model: 'nvr8', real: K2, path: 'ContentMgmt/InputProxy/channels/1/video/motionDetection' },
  { model: 'nvr8', real: K2, path: 'ContentMgmt/InputProxy/channels/1/video/tamperDetection' },
  { model: 'dvr4', real: DVR, path: 'System/Video/inputs/channels/1/motionDetection' },
  { model: 'nvr8', real: K2, path: 'Smart/FieldDetection/1' },
  { model: 'nvr8', real: K2, path: 'Smart/LineDetection/1' },
  { model: 'nvr8', real: K2, path: 'Smart/regionEntrance/1', allowed: /RegionCoordinates is unknown/ },
  { model: 'camera', real: CAMERA, path: 'Smart/FieldDetection/1' },
  { model: 'camera', real: CAMERA, path: 'Smart/LineDetection/1' },
  { model: 'camera', real: CAMERA, path: 'Smart/regionExiting/1', allowed: /RegionCoordinates is unknown/ },
  { model: 'camera', real: CAMERA, path: 'Smart/SceneChangeDetection/1' },
]

describe.if(isThere)('our documents beside real ones', () => {
  test.each(pairs)('$model $path is built like that of $real', async ({ model, real, path, allowed }) => {
    const file = JSON.parse(readFileSync(join(folder, `${real}.json`), 'utf8'))
    const answer = file.data.ISAPI[path].response
    await using device = await startSimulator({ model, rtsp: false })
    const { status, body } = await ask(device.port, `/ISAPI/${path}`)
    expect(status).toBe(200)
    const found = differences(shapeOfLines(body.toString()), shapeOfJson(answer))
    expect(found.filter((difference) => !allowed?.test(difference))).toEqual([])
  })
})
