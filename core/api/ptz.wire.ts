// Moving cameras on the wire: speeds, ways and places as shares, presets by the camera's own tokens.
import { z } from 'zod'
import { idOrUuid } from '../http/validate.ts'
import type { PtzAbilities, PtzPosition, PtzVector } from '../plugin/index.ts'

const both = z.number().min(-1).max(1)
const parts = { pan: both.optional(), tilt: both.optional(), zoom: both.optional() }
const NAMED = 'name at least one of pan, tilt and zoom'
const isNamed = (body: { pan?: unknown; tilt?: unknown; zoom?: unknown }) =>
  body.pan !== undefined || body.tilt !== undefined || body.zoom !== undefined

export const ptzPath = z.object({ id: idOrUuid })
const UNSEEN = 'must not hold control characters'
const token = z
  .string()
  .min(1)
  .max(64)
  .regex(/^\P{Cc}*$/u, UNSEEN)
export const presetPath = ptzPath.extend({ token })

export const moveIn = z
  .object({
    ...parts,
    seconds: z.number().min(0.1).max(10).default(1).meta({ description: 'Then it ends by itself; renew it before' }),
  })
  .refine(isNamed, NAMED)
export const relativeIn = z.object(parts).refine(isNamed, NAMED)
export const absoluteIn = z
  .object({ ...parts, zoom: z.number().min(0).max(1).optional().meta({ description: 'From wide to near' }) })
  .refine(isNamed, NAMED)
export const presetIn = z.object({
  name: z
    .string()
    .trim()
    .min(1, 'Name must not be empty')
    .max(64)
    .regex(/^\P{Cc}*$/u, UNSEEN),
  token: token.optional().meta({ description: 'Of the preset to overwrite' }),
})

/** What is not named does not move. */
export const vectorIn = ({ pan = 0, tilt = 0, zoom = 0 }: z.output<typeof relativeIn>): PtzVector => ({
  pan,
  tilt,
  zoom,
})

export const placeIn = ({ pan, tilt, zoom }: z.output<typeof absoluteIn>): Partial<PtzVector> => ({
  ...(pan !== undefined && { pan }),
  ...(tilt !== undefined && { tilt }),
  ...(zoom !== undefined && { zoom }),
})

const success = z.literal(true)
const preset = z.object({ token: z.string(), name: z.string() })

export const ptzSchema = z
  .object({
    success,
    data: z.object({
      pan_tilt: z.boolean(),
      zoom: z.boolean(),
      continuous: z.boolean(),
      relative: z.boolean(),
      absolute: z.boolean(),
      home: z.boolean(),
      set_home: z.boolean(),
      presets: z
        .object({ most: z.int().nullable().meta({ description: 'Null: it does not say' }) })
        .nullable()
        .meta({ description: 'Null: it keeps none' }),
      position: z
        .object({
          pan: z.number().nullable(),
          tilt: z.number().nullable(),
          zoom: z.number().nullable(),
          moving: z.boolean().nullable(),
        })
        .nullable()
        .meta({ description: 'Pan and tilt from -1 to 1, zoom from 0 to 1; null where the camera does not tell' }),
    }),
  })
  .meta({ description: 'What a camera that moves can, and where it looks' })
export const movedSchema = z.object({ success }).meta({ description: 'The camera has taken the order' })
export const presetsSchema = z.object({ success, data: z.array(preset) }).meta({ description: 'Presets that are set' })
export const presetSchema = z
  .object({ success, data: preset })
  .meta({ description: 'The preset as the camera keeps it' })

export function ptzOut(abilities: PtzAbilities, position: PtzPosition | null): z.output<typeof ptzSchema> {
  const { panTilt, setHome, ...rest } = abilities
  return { success: true, data: { pan_tilt: panTilt, set_home: setHome, ...rest, position } }
}
