// A user name is the same name in whatever letters it is typed: phones write a capital first and a space behind.
import { sql } from 'drizzle-orm'
import type { Db } from '../../db/open.ts'
import { users } from '../../db/schema/index.ts'
import type { UserRow } from '../tokens.ts'

/** As it is kept, in the letters of its owner. */
export const cleanUsername = (typed: string): string => typed.normalize('NFC').trim()

/** Equal for all ways to write one name. */
export const usernameKey = (typed: string): string => cleanUsername(typed).toLowerCase()

/** The account of that name. */
export function accountNamed(db: Pick<Db, 'select'>, typed: string): UserRow | undefined {
  const name = cleanUsername(typed)
  const found = db.select().from(users).where(sql`lower(${users.username}) = lower(${name})`).get()
  // SQLite knows small and capital letters of ASCII only; all others are compared here.
  if (found || /^[\0-\x7f]*$/.test(name)) return found
  const sameLength = sql`length(${users.username}) = length(${name})`
  const key = usernameKey(name)
  return db
    .select()
    .from(users)
    .where(sameLength)
    .all()
    .find(({ username }) => usernameKey(username) === key)
}
