// For tests that expect a Fault.
import { Fault } from '../domain/fault.ts'

/** The Fault that the work ends with; anything else fails the test. */
export async function faultOf(work: () => unknown): Promise<Fault> {
  try {
    await work()
  } catch (error) {
    if (error instanceof Fault) return error
    throw error
  }
  throw new Error('nothing was thrown')
}
