// Masks of a picture as VibeNVR's clients write them: JSON within a text.
import { z } from 'zod'

const part = z.number().min(-0.1).max(1.1)
const masks = z.array(z.object({ points: z.array(z.tuple([part, part])).max(100) })).max(50)

function isMasks(text: string): boolean {
  try {
    return masks.safeParse(JSON.parse(text)).success
  } catch {
    return false
  }
}

const NONE = '[]'

export const motionMasks = z
  .string()
  .max(16_384)
  .transform((text) => text.trim() || NONE)
  .refine(isMasks, 'must be JSON text: [{"points": [[0.1, 0.2], …]}] with parts from 0 to 1')

/** Whoever draws one relies on it, and we show and record what the camera sends. */
export const privacyMasks = motionMasks.refine(
  (text) => /^\[\s*\]$/.test(text),
  'are not drawn by Porchlight, which shows and records what the camera sends: set them in the camera',
)
