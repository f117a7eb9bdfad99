// Brightness and the like of each lens, on the camera's own scales: read, and changed without touching what is not named.
import { z } from 'zod'
import { Fault, type ImageSettings, type Imaging } from '#plugin'
import { escapeXml } from '../letters.ts'
import { listOf, maybe, number, text } from '../shapes.ts'
import type { OnvifClient } from '../soap.ts'
import { type ImagingDocument, readImaging } from './imaging-document.ts'

type Level = 'brightness' | 'contrast' | 'saturation' | 'sharpness'

const NAMES: Record<Level, string> = {
  ...{ brightness: 'Brightness', contrast: 'Contrast', saturation: 'ColorSaturation', sharpness: 'Sharpness' },
}
const LEVELS = Object.keys(NAMES) as Level[]
const FILTER = 'IrCutFilter'
const WORDS = { ON: 'on', OFF: 'off', AUTO: 'auto' } as const

interface Range {
  min: number
  max: number
}

const range = maybe(z.object({ min: number, max: number }).refine(({ min, max }) => min < max))
const Options = z.object({
  getOptionsResponse: z.object({
    imagingOptions: z.object({
      ...{ brightness: range, contrast: range, colorSaturation: range, sharpness: range },
      irCutFilterModes: listOf(text),
    }),
  }),
})

interface Scales extends Record<Level, Range | null> {
  filters: string[]
}

/** Where a camera does not say what it takes: what nearly all of them do. */
const USUAL: Range = { min: 0, max: 100 }

function shareOf(value: number, { min, max }: Range): number {
  return Math.round(Math.min(1, Math.max(0, (value - min) / (max - min))) * 100)
}

/** Whole numbers where the scale has room for them: many cameras take no others. */
function valueAt(share: number, { min, max }: Range): string {
  const value = min + (share / 100) * (max - min)
  return String(max - min >= 10 ? Math.round(value) : Number(value.toFixed(3)))
}

function settingsOf(document: ImagingDocument, scales: Scales): ImageSettings {
  const level = (name: Level) => {
    const said = document.value(NAMES[name])
    const [value, scale] = [Number(said ?? Number.NaN), scales[name]]
    return scale && Number.isFinite(value) ? shareOf(value, scale) : null
  }
  const filter = document.value(FILTER)?.toUpperCase() ?? ''
  return {
    ...{ brightness: level('brightness'), contrast: level('contrast') },
    ...{ saturation: level('saturation'), sharpness: level('sharpness') },
    irCut: Object.hasOwn(WORDS, filter) ? WORDS[filter as keyof typeof WORDS] : null,
  }
}

function refused(path: string, message: string): Fault {
  return new Fault('invalid-input', message, { problems: [{ path, code: 'unsupported', message }] })
}

/** Puts what is named into the document; nothing of it is sent before all of it is known to fit. */
function change(
  document: ImagingDocument,
  scales: Scales,
  before: ImageSettings,
  patch: Partial<ImageSettings>,
): (keyof ImageSettings)[] {
  const changed: (keyof ImageSettings)[] = []
  for (const name of LEVELS) {
    const [wish, scale] = [patch[name], scales[name]]
    if (wish === undefined || wish === before[name]) continue
    if (wish === null || before[name] === null || !scale) throw refused(name, `This camera has no ${name} to set.`)
    if (!(wish >= 0 && wish <= 100)) throw refused(name, `The ${name} is from 0 to 100.`)
    document.set(NAMES[name], valueAt(wish, scale))
    changed.push(name)
  }
  const { irCut } = patch
  if (irCut !== undefined && irCut !== before.irCut) {
    const word = String(irCut).toUpperCase()
    const known = scales.filters.length === 0 || scales.filters.includes(word)
    if (irCut === null || before.irCut === null || !known)
      throw refused('irCut', `This camera does not take ${word} for its infrared filter.`)
    document.set(FILTER, word)
    changed.push('irCut')
  }
  return changed
}

export interface ImagingOptions {
  client: OnvifClient
  /** The token of a channel's video source; Fault `not-found` for a channel that is unknown. */
  sourceOf(sourceKey: string): string
}

export function createImaging({ client, sourceOf }: ImagingOptions): Imaging {
  const learned = new Map<string, Scales>()

  async function scalesOf(source: string): Promise<Scales> {
    const known = learned.get(source)
    if (known) return known
    const body = `<GetOptions xmlns="http://www.onvif.org/ver20/imaging/wsdl"><VideoSourceToken>${escapeXml(source)}</VideoSourceToken></GetOptions>`
    const told = await client
      .ask('say which picture settings it takes', 'imaging', body, Options)
      .catch((error: unknown) => {
        if (error instanceof Fault && ['unsupported', 'device-garbled'].includes(error.kind)) return null
        throw error
      })
    const options = told?.getOptionsResponse.imagingOptions
    const usual = options ? null : USUAL
    const scales: Scales = {
      ...{ brightness: options?.brightness ?? usual, contrast: options?.contrast ?? usual },
      ...{ saturation: options?.colorSaturation ?? usual, sharpness: options?.sharpness ?? usual },
      filters: (options?.irCutFilterModes ?? []).map((word) => word.trim().toUpperCase()),
    }
    learned.set(source, scales)
    return scales
  }

  async function read(source: string): Promise<ImagingDocument> {
    const what = 'tell its picture settings'
    // What a document holds beyond what the package reads of it is in the letter alone.
    const xml = await client.call(what, z.string(), (camera, done) =>
      camera.getImagingSettings({ token: escapeXml(source) }, (error, _, letter) => done(error ?? null, letter)),
    )
    return readImaging(xml)
  }

  return {
    async read(sourceKey) {
      const source = sourceOf(sourceKey)
      return settingsOf(await read(source), await scalesOf(source))
    },
    async write(sourceKey, patch) {
      const source = sourceOf(sourceKey)
      const scales = await scalesOf(source)
      const document = await read(source)
      const before = settingsOf(document, scales)
      const changed = change(document, scales, before, patch)
      if (changed.length === 0) return { before, after: before, ignored: [], rebootRequired: false }
      const wanted = settingsOf(document, scales)
      await client.ask('change its picture settings', 'imaging', document.letter(source), z.unknown())
      const after = settingsOf(await read(source), scales)
      const ignored = changed.filter((name) => after[name] !== wanted[name])
      return { before, after, ignored, rebootRequired: false }
    },
  }
}
