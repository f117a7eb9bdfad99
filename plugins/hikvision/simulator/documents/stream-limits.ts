// What a stream can be set to, and what becomes of a wish beyond it: values snap, unknown words are ignored.
import type { Device } from '../device.ts'
import type { Refusal } from '../http/answer.ts'
import type { Attributes, Element } from '../xml.ts'
import { x } from '../xml.ts'
import { find, textAt } from '../xml-read.ts'
import { withText } from './write.ts'

interface Limits {
  codecs: string[]
  /** Width and height. */
  sizes: [number, number][]
  rates: number[]
  qualities: number[]
  bitRate: [number, number]
}

function limitsOf(device: Device, number: number, width: number): Limits {
  const isCamera = device.model.family === 'camera'
  const isMain = number !== 2
  const rates = [3000, 2500, 2200, 2000, 1800, 1600, 1500, 1200, 1000, 800, 600, 400, 200, 100, 50, 25, 12, 6]
  // The largest picture is possible at fewer frames only.
  const possible = rates.filter((rate) => rate <= (width > 1920 ? 2000 : 2500))
  const hasFull = !isCamera && !device.quirks.has('no-rates')
  return {
    codecs: isMain ? ['H.264', 'H.265'] : ['H.264', 'H.265', 'MJPEG'],
    sizes: isMain
      ? [
          [1280, 720],
          [1920, 1080],
          [2560, 1440],
        ]
      : [
          [352, 288],
          [640, 360],
          [704, 576],
        ],
    rates: hasFull ? [0, ...possible] : possible,
    qualities: isCamera ? [1, 20, 40, 60, 80, 100] : [15, 30, 45, 60, 75, 90],
    bitRate: isMain ? [32, 8192] : [32, 2048],
  }
}

/** The same document with `opt`, `min`, `max` and `def` on what can be set. */
export function capable(device: Device, root: Element, number: number): Element {
  const { codecs, sizes, rates, qualities, bitRate } = limitsOf(
    device,
    number,
    Number(textAt(root, 'Video/videoResolutionWidth')),
  )
  const range: Attributes = { min: bitRate[0], max: bitRate[1] }
  const isLower = find(root, 'Video/dynVideoInputChannelID') !== undefined
  const attributes: Record<string, Attributes> = {
    videoCodecType: { opt: codecs.join() },
    videoScanType: { opt: 'progressive' },
    videoResolutionWidth: { opt: sizes.map(([width]) => width).join() },
    videoResolutionHeight: { opt: sizes.map(([, height]) => height).join() },
    videoQualityControlType: { opt: isLower ? 'cbr,vbr' : 'CBR,VBR' },
    constantBitRate: range,
    fixedQuality: { opt: qualities.join(), def: 60 },
    vbrUpperCap: range,
    vbrLowerCap: { min: 32, max: 32 },
    vbrAverageCap: range,
    maxFrameRate: { opt: rates.join() },
    GovLength: { min: 1, max: 250 },
    keyFrameInterval: { min: 1, max: 100_000 },
    snapShotImageType: { opt: 'JPEG' },
    enabled: { opt: 'true,false' },
  }
  const marked = (element: Element, isInside: boolean): Element => ({
    ...element,
    attributes: { ...element.attributes, ...(isInside ? attributes[element.name] : {}) },
    content: Array.isArray(element.content)
      ? element.content.map((child) => marked(child, isInside || child.name === 'Video' || child.name === 'Audio'))
      : element.content,
  })
  const all = marked(root, false)
  if (!Array.isArray(all.content)) return all
  return { ...all, content: [...all.content, x('isSpportDynamicCapWithCondition', true)] }
}

const nearest = (options: readonly number[], wish: number) =>
  options.reduce((best, one) => (Math.abs(one - wish) < Math.abs(best - wish) ? one : best))

/** The next possible rate below; 0 is the full rate and no neighbour of the small ones. */
function rate(options: readonly number[], wish: number): number {
  if (options.includes(wish)) return wish
  const below = options.filter((one) => one > 0 && one <= wish)
  return below.length > 0 ? Math.max(...below) : Math.min(...options.filter((one) => one > 0))
}

function smart(device: Device, root: Element): Element {
  const video = find(root, 'Video')
  if (!video || !Array.isArray(video.content) || device.model.family === 'dvr') return root
  const isOn = textAt(video, 'SmartCodec/enabled') === 'true'
  const upper = Number(textAt(video, 'vbrUpperCap') || textAt(video, 'constantBitRate'))
  const rest = video.content.filter(({ name }) => name !== 'vbrAverageCap')
  const average = find(video, 'vbrAverageCap') ?? x('vbrAverageCap', upper >> 1)
  // This element is there while the smart codec is on, and only then.
  const content = isOn ? [...rest, average] : rest
  return withContent(root, { ...video, content })
}

const withContent = (root: Element, video: Element): Element => ({
  ...root,
  content: (root.content as Element[]).map((child) => (child.name === 'Video' ? video : child)),
})

/** What the device makes of a written stream. */
export function settled(device: Device, written: Element, before: Element, number: number): Element | Refusal {
  let next = written
  const old = (name: string) => textAt(before, `Video/${name}`)
  const wish = (name: string) => textAt(written, `Video/${name}`)
  const set = (name: string, value: string | number) => {
    if (find(next, `Video/${name}`)) next = withText(next, `Video/${name}`, String(value))
  }
  const sized = [Number(wish('videoResolutionWidth')), Number(wish('videoResolutionHeight'))]
  const limits = limitsOf(device, number, sized[0]!)
  const isSize = limits.sizes.some(([width, height]) => width === sized[0] && height === sized[1])
  if (!isSize) {
    set('videoResolutionWidth', old('videoResolutionWidth'))
    set('videoResolutionHeight', old('videoResolutionHeight'))
  }
  const isOtherCodec = wish('videoCodecType') !== '' && wish('videoCodecType') !== old('videoCodecType')
  const isHeld = old('SmartCodec/enabled') === 'true'
  if (isOtherCodec && isHeld && device.quirks.has('refuses-codec')) return 'badParameters'
  if (isOtherCodec && (isHeld || !limits.codecs.includes(wish('videoCodecType'))))
    set('videoCodecType', old('videoCodecType'))
  for (const name of ['vbrUpperCap', 'vbrAverageCap', 'constantBitRate']) {
    const value = Number(wish(name))
    if (device.quirks.has('ignores-bitrate') && old(name) !== '') set(name, old(name))
    else if (wish(name) !== '')
      set(
        name,
        Number.isFinite(value)
          ? Math.min(limits.bitRate[1], Math.max(limits.bitRate[0], Math.round(value)))
          : old(name),
      )
  }
  if (wish('maxFrameRate') !== '') set('maxFrameRate', rate(limits.rates, Number(wish('maxFrameRate')) || 0))
  if (wish('fixedQuality') !== '') set('fixedQuality', nearest(limits.qualities, Number(wish('fixedQuality')) || 0))
  const control = wish('videoQualityControlType').toUpperCase()
  set('videoQualityControlType', control === 'CBR' || control === 'VBR' ? control : old('videoQualityControlType'))
  return smart(device, next)
}

function renamed(root: Element, from: string, to: string): Element {
  if (!Array.isArray(root.content)) return root
  return {
    ...root,
    content: root.content.map((child) => ({
      ...renamed(child, from, to),
      name: child.name === from ? to : child.name,
    })),
  }
}

const turned = (root: Element, turn: (word: string) => string): Element => {
  const word = textAt(root, 'Video/videoQualityControlType')
  return word === '' ? root : withText(root, 'Video/videoQualityControlType', turn(word))
}

/** The proxy path says the same in other words. */
export const asProxied = (root: Element): Element =>
  turned(renamed(root, 'videoInputChannelID', 'dynVideoInputChannelID'), (word) => word.toLowerCase())

/** And back, from either. */
export const plainly = (root: Element): Element =>
  turned(renamed(root, 'dynVideoInputChannelID', 'videoInputChannelID'), (word) => word.toUpperCase())
