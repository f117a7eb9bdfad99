// What a camera may do without: a refusal of one such thing, in whatever way, must not cost all the others.
import { Fault, type FaultKind } from '#plugin'
import type { OnvifClient } from '../soap.ts'

/** Cameras have many words for what they do not have. */
export const ABSENT: readonly FaultKind[] = [
  'unsupported',
  'device-denied',
  'device-garbled',
  'invalid-input',
  'not-found',
]
/** Some say nothing and hang up, as one does that is gone. */
const SILENT: readonly FaultKind[] = ['device-unreachable', 'device-timeout']

/** Null where the camera does not give it, although it is there. */
export async function ifThere<T>(client: Pick<OnvifClient, 'time'>, asked: Promise<T>): Promise<T | null> {
  try {
    return await asked
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    if (ABSENT.includes(error.kind)) return null
    if (!SILENT.includes(error.kind)) throw error
    // The question that every camera answers, without a login; whoever is gone fails here.
    await client.time()
    return null
  }
}
