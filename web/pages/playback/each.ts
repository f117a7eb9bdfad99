// The same request for several things.
import type { Answer } from '../../client.ts'

/** One after the other, up to the first that fails. */
export async function each<T>(items: readonly T[], work: (item: T) => Promise<Answer<unknown>>): Promise<Answer<null>> {
  for (const item of items) {
    const answer = await work(item)
    if (answer.kind !== 'ok') return answer
  }
  return { kind: 'ok', data: null }
}
