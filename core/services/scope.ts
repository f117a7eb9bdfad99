// What a viewer sees without a grant: all channels of his household, or those that carry one of his tags. To look at and play back.
import { type SQL, sql } from 'drizzle-orm'
import { channels, users } from '../db/schema/index.ts'
import type { ViewerScope } from '../db/schema/people.ts'
import { Fault } from '../domain/fault.ts'

export type { ViewerScope } from '../db/schema/people.ts'

/**
 * Whether the account sees the channel of the row by its scope. Whoever asks has made sure that they are of one household, and
 * that the account is a viewer's. Small and capital letters of a tag are the same.
 */
export const isInScope = (userId: unknown): SQL<number> => sql<number>`exists (
  select 1 from ${users} where ${users.id} = ${userId} and ${users.sees} is not null and (
    json_type(${users.sees}) = 'text' or exists (
      select 1 from json_each(${users.sees}, '$.tags')
      where lower(value) in (select lower(value) from json_each(${channels.tags}))
    )
  )
)`

const MOST_TAGS = 50
const LONGEST_TAG = 64

const wrong = (message: string) =>
  new Fault('invalid-input', message, { problems: [{ path: 'body.sees', code: 'invalid', message }] })

/** As it is kept: tags without blanks around them, each once. Fault for none, too many and such that no channel can carry. */
export function cleanScope(scope: ViewerScope): ViewerScope {
  if (scope === 'all') return scope
  const byKey = new Map(scope.tags.map((tag) => [tag.trim().toLowerCase(), tag.trim()]))
  byKey.delete('')
  const tags = [...byKey.values()]
  if (tags.length === 0) throw wrong('Name at least one tag that the cameras carry')
  if (tags.length > MOST_TAGS) throw wrong(`No more than ${MOST_TAGS} tags`)
  if (tags.some((tag) => tag.length > LONGEST_TAG || /[,\p{C}]/u.test(tag)))
    throw wrong(`A tag has at most ${LONGEST_TAG} characters, and neither commas nor control characters`)
  return { tags }
}
