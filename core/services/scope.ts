// What a viewer sees without a grant: all channels of his household, or those that carry one of his tags. To look at and play back.
import type { ViewerScope } from '../db/schema/people.ts'
import { Fault } from '../domain/fault.ts'

export type { ViewerScope } from '../db/schema/people.ts'

/** By which two tags are one: small and capital letters are the same, of every alphabet, which SQLite does not know. */
const keyOf = (tag: string) => tag.trim().normalize('NFC').toLowerCase()

/**
 * Whether a channel with these tags is seen by this scope. Whoever asks has made sure that channel and account are of one
 * household, and that the account is a viewer's.
 */
export function isInScope(scope: ViewerScope | null, tags: readonly string[]): boolean {
  if (scope === null || scope === 'all') return scope === 'all'
  const wanted = new Set(scope.tags.map(keyOf))
  return tags.some((tag) => wanted.has(keyOf(tag)))
}

const MOST_TAGS = 50
const LONGEST_TAG = 64

const wrong = (message: string) =>
  new Fault('invalid-input', message, { problems: [{ path: 'body.sees', code: 'invalid', message }] })

/** As it is kept: tags without blanks around them, each once. Fault for none, too many and such that no channel can carry. */
export function cleanScope(scope: ViewerScope): ViewerScope {
  if (scope === 'all') return scope
  const byKey = new Map(scope.tags.map((tag) => [keyOf(tag), tag.trim()]))
  byKey.delete('')
  const tags = [...byKey.values()]
  if (tags.length === 0) throw wrong('Name at least one tag that the cameras carry')
  if (tags.length > MOST_TAGS) throw wrong(`No more than ${MOST_TAGS} tags`)
  if (tags.some((tag) => tag.length > LONGEST_TAG || /[,\p{C}]/u.test(tag)))
    throw wrong(`A tag has at most ${LONGEST_TAG} characters, and neither commas nor control characters`)
  return { tags }
}
