// Picture settings on the wire: shares of what the camera can, and the word for its infrared filter.
import { z } from 'zod'
import { idOrUuid } from '../http/validate.ts'
import { Fault, type ImageSettings, type Written } from '../plugin/index.ts'

export const imagingPath = z.object({ id: idOrUuid })

const level = z.int().min(0).max(100)
const filter = z.enum(['on', 'off', 'auto'])

export const imagingIn = z
  .object({
    ...{ brightness: level.optional(), contrast: level.optional() },
    ...{ saturation: level.optional(), sharpness: level.optional() },
    ir_cut: filter.optional().meta({ description: 'The infrared filter: on by day, off by night' }),
  })
  .refine((body) => Object.values(body).some((value) => value !== undefined), 'name at least one setting')

/** By names of ours; the others are the same on both sides. */
const WIRE: Record<keyof ImageSettings, string> = {
  ...{ brightness: 'brightness', contrast: 'contrast', saturation: 'saturation', sharpness: 'sharpness' },
  irCut: 'ir_cut',
}

export function imagingPatch({ ir_cut: irCut, ...levels }: z.output<typeof imagingIn>): Partial<ImageSettings> {
  const named = Object.entries({ ...levels, irCut }).filter(([, value]) => value !== undefined)
  return Object.fromEntries(named)
}

const data = z.object({
  ...{ brightness: level.nullable(), contrast: level.nullable() },
  ...{ saturation: level.nullable(), sharpness: level.nullable() },
  ir_cut: filter.nullable(),
})
const success = z.literal(true)

export const imagingSchema = z
  .object({ success, data })
  .meta({ description: 'From 0 to 100 on the camera’s own scale; null where it does not have or tell it' })
export const imagingWrittenSchema = z
  .object({
    ...{ success, data },
    ignored: z.array(z.string()).meta({ description: 'What the camera took without a word and did not change' }),
  })
  .meta({ description: 'The picture settings as the camera has them now' })

export function imagingOut({ irCut, ...levels }: ImageSettings): z.output<typeof imagingSchema> {
  return { success: true, data: { ...levels, ir_cut: irCut } }
}

export function imagingWrittenOut(written: Written<ImageSettings>): z.output<typeof imagingWrittenSchema> {
  const ignored = written.ignored.map((name) => WIRE[name as keyof ImageSettings] ?? name)
  return { ...imagingOut(written.after), ignored }
}

/** The fields by the names that the caller used. */
export function inBody(error: unknown): unknown {
  if (!(error instanceof Fault) || error.kind !== 'invalid-input') return error
  const problems = error.problems.map((problem) => {
    const name = WIRE[problem.path as keyof ImageSettings] ?? problem.path
    return { ...problem, path: `body.${name}` }
  })
  return new Fault('invalid-input', error.message, { cause: error, problems })
}
