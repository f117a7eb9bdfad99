// One stream's document: what its elements mean, which may be set to what, and what a change of ours is in them. Pure.
import type { ChannelLimits, ChannelSettings } from '#plugin'
import { child, flag, int, type Node, text } from '../isapi/xml.ts'

type Encoding = Omit<ChannelSettings, 'name' | 'motionDetection'>

/** Frames per second of the device's hundredths; 0 is the full rate. */
function rateOf(hundredths: number | null): number | null {
  return hundredths === null ? null : hundredths / 100
}

export function readSettings(root: Node): Encoding {
  const video = child(root, 'Video')
  const control = text(video, 'videoQualityControlType')?.toUpperCase()
  const bitRate = control === 'VBR' ? 'variable' : control === 'CBR' ? 'constant' : null
  const upper = int(video, 'vbrUpperCap')
  const constant = int(video, 'constantBitRate')
  return {
    codec: text(video, 'videoCodecType'),
    smartCodec: flag(video, 'SmartCodec', 'enabled'),
    width: int(video, 'videoResolutionWidth'),
    height: int(video, 'videoResolutionHeight'),
    frameRate: rateOf(int(video, 'maxFrameRate')),
    quality: int(video, 'fixedQuality'),
    bitRate,
    // Cameras show a constant rate beside the variable one, where it means nothing.
    maxKbps: bitRate === 'constant' ? (constant ?? upper) : (upper ?? constant),
    averageKbps: int(video, 'vbrAverageCap'),
  }
}

/** The values in an element's list of options, or the one that is in force. */
function options(video: Node | null, ...path: string[]): string[] {
  const node = path.reduce<Node | null>((at, name) => child(at, name), video)
  const said = node?.attributes.opt ?? node?.text ?? ''
  return said
    .split(',')
    .map((value) => value.trim())
    .filter(Boolean)
}

function numbers(video: Node | null, ...path: string[]): number[] {
  return options(video, ...path)
    .filter((value) => /^\d{1,7}$/.test(value))
    .map(Number)
}

/** What attributes say that a number may be; null where they say nothing. */
function allowed(node: Node | null): { min: number; max: number } | null {
  const at = (name: string) => (/^\d{1,7}$/.test(node?.attributes[name] ?? '') ? Number(node?.attributes[name]) : null)
  const [min, max] = [at('min'), at('max')]
  if (min !== null && max !== null) return { min, max }
  const values = (node?.attributes.opt ?? '').split(',').filter(Boolean).map(Number).filter(Number.isInteger)
  return values.length ? { min: Math.min(...values), max: Math.max(...values) } : null
}

/** The same, or just the value in force. */
function rangeOf(node: Node | null): { min: number; max: number } | null {
  const said = allowed(node)
  if (said || !/^\d{1,7}$/.test(node?.text ?? '')) return said
  return { min: Number(node?.text), max: Number(node?.text) }
}

/** Sizes, from two lists that belong together by position. */
function sizesOf(video: Node | null): ChannelLimits['sizes'] {
  const heights = numbers(video, 'videoResolutionHeight')
  const pairs = numbers(video, 'videoResolutionWidth').map((width, at) => ({ width, height: heights[at] ?? 0 }))
  const seen = new Set<string>()
  return pairs.filter(({ width, height }) => {
    const key = `${width}x${height}`
    return height > 0 && !seen.has(key) && seen.add(key) !== undefined
  })
}

function presetOf(node: Node | null): number | null {
  const said = node?.attributes.def ?? node?.attributes.default ?? ''
  return /^\d+$/.test(said) ? Number(said) : null
}

/** What the device says it can do; `current` is the stream as it is now. */
export function readLimits(capabilities: Node, current: Node): ChannelLimits {
  const video = child(capabilities, 'Video')
  return {
    sizes: sizesOf(video),
    codecs: options(video, 'videoCodecType'),
    frameRates: numbers(video, 'maxFrameRate').map((value) => value / 100),
    quality: {
      options: numbers(video, 'fixedQuality'),
      current: int(current, 'Video', 'fixedQuality'),
      preset: presetOf(child(video, 'fixedQuality')),
    },
    maxKbps: rangeOf(child(video, 'vbrUpperCap') ?? child(video, 'constantBitRate')),
    minKbps: rangeOf(child(video, 'vbrLowerCap')),
  }
}

/** What a setting is in the document, for the elements that it has. Lower case stays lower case: old web pages wrote `vbr`. */
export function wantedChanges(root: Node, patch: Partial<ChannelSettings>): Record<string, string> {
  const video = child(root, 'Video')
  const control = child(video, 'videoQualityControlType')
  const word = patch.bitRate === 'variable' ? 'VBR' : patch.bitRate === 'constant' ? 'CBR' : null
  const constant = (word ?? control?.text.toUpperCase()) === 'CBR'
  const rate = constant && child(video, 'constantBitRate') ? 'constantBitRate' : 'vbrUpperCap'
  const wanted: Record<string, string | null> = {
    videoCodecType: patch.codec ?? null,
    videoResolutionWidth: patch.width?.toString() ?? null,
    videoResolutionHeight: patch.height?.toString() ?? null,
    maxFrameRate: patch.frameRate == null ? null : String(Math.round(patch.frameRate * 100)),
    fixedQuality: patch.quality?.toString() ?? null,
    videoQualityControlType: word && control?.text === control?.text.toLowerCase() ? word.toLowerCase() : word,
    [rate]: patch.maxKbps?.toString() ?? null,
    vbrAverageCap: patch.averageKbps?.toString() ?? null,
    'SmartCodec/enabled': patch.smartCodec == null ? null : String(patch.smartCodec),
  }
  return Object.fromEntries(
    Object.entries(wanted).flatMap(([path, value]) => {
      const there = path.split('/').reduce<Node | null>((at, name) => child(at, name), video)
      return value !== null && there ? [[`Video/${path}`, value] as const] : []
    }),
  )
}

/** What is wrong with a change, before anything is sent; null when nothing is known to be. */
export function problemWith(
  stream: Node,
  capabilities: Node | null,
  before: ChannelSettings,
  patch: Partial<ChannelSettings>,
): { field: keyof ChannelSettings; message: string } | null {
  const caps = child(capabilities, 'Video')
  const lists = (path: string) => child(caps, path)?.attributes.opt !== undefined
  for (const field of Object.keys(patch) as (keyof ChannelSettings)[]) {
    const problem = (message: string) => ({ field, message })
    const later =
      (field === 'averageKbps' && before.smartCodec !== null) || (field === 'maxKbps' && patch.bitRate !== undefined)
    if (before[field] === null && !later) return problem(`this channel has no setting ${field}.`)
    if (field === 'name' && !patch.name?.trim()) return problem('the name must not be empty.')
    if (field === 'codec' && lists('videoCodecType') && !options(caps, 'videoCodecType').includes(patch.codec ?? ''))
      return problem(`the codec must be one of ${options(caps, 'videoCodecType').join(', ')}.`)
    if (field === 'quality' && lists('fixedQuality') && !numbers(caps, 'fixedQuality').includes(patch.quality ?? -1))
      return problem(`the quality must be one of ${numbers(caps, 'fixedQuality').join(', ')}.`)
    if (field === 'frameRate') {
      const rates = numbers(caps, 'maxFrameRate').map((rate) => rate / 100)
      if ((patch.frameRate ?? -1) < 0 || (lists('maxFrameRate') && !rates.includes(patch.frameRate ?? -1)))
        return problem(`the frame rate must be one of ${rates.join(', ') || 'those of the camera'}.`)
    }
    if ((field === 'width' || field === 'height') && lists('videoResolutionWidth')) {
      const current = readSettings(stream)
      const [width, height] = [patch.width ?? current.width, patch.height ?? current.height]
      const sizes = sizesOf(caps)
      if (!sizes.some((size) => size.width === width && size.height === height))
        return problem(`the size must be one of ${sizes.map((size) => `${size.width}×${size.height}`).join(', ')}.`)
    }
    if (field === 'maxKbps' || field === 'averageKbps') {
      const value = patch[field] ?? 0
      const range = field === 'maxKbps' ? allowed(child(caps, 'vbrUpperCap') ?? child(caps, 'constantBitRate')) : null
      if (!Number.isInteger(value) || value < 1 || (range && (value < range.min || value > range.max)))
        return problem(
          `the bit rate must be ${range ? `from ${range.min} to ${range.max}` : 'a whole number of'} kbit/s.`,
        )
    }
  }
  return null
}
