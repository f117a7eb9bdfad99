// The channel that a client calls a camera, by its number, or a refusal in the words that its clients know.
import { z } from 'zod'
import { type Caller, Fault, type Services } from '#plugin'

export const CLIENT = 'vibenvr'

export type Channel = ReturnType<Services['access']['visibleChannels']>[number]
type Right = Parameters<Services['access']['channel']>[2]

/** A number in a path. */
export const id = z
  .string()
  .regex(/^\d{1,15}$/)
  .transform(Number)
export const cameraPath = z.object({ camera_id: id })

const REFUSED: Partial<Record<Right, string>> = {
  view: 'Not authorized to view this camera',
  playback: 'Not authorized to replay events for this camera',
  ptz: 'Not authorized to control this camera',
}

/**
 * Fault not-found `Camera not found`; not-allowed for a camera of the caller's own household that he may not see (ADR 0013),
 * or may not do this with.
 */
export function cameraOf(
  { access }: Pick<Services, 'access'>,
  caller: Caller,
  cameraId: number,
  right: Right = 'view',
): Channel {
  try {
    return access.channel(caller, cameraId, right)
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    const isHidden = error.kind === 'not-found' && access.isOwn(caller, cameraId)
    if (isHidden || (error.kind === 'not-allowed' && REFUSED[right]))
      throw new Fault('not-allowed', REFUSED[right] ?? (REFUSED.view as string))
    if (error.kind === 'not-found') throw new Fault('not-found', 'Camera not found')
    throw error
  }
}
