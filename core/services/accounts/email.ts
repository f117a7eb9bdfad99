// An e-mail address belongs to one account of the appliance, however it is written.
import { and, ne, sql } from 'drizzle-orm'
import type { Db } from '../../db/open.ts'
import { users } from '../../db/schema/index.ts'
import { Fault } from '../../domain/fault.ts'

/** With the field that it is about, so that a form says it there. */
export const alreadyThere = (field: string, message: string): Fault =>
  new Fault('conflict', message, { problems: [{ path: `body.${field}`, code: 'taken', message }] })

/** Fault conflict when an account has the address already, other than the one with this key. */
export function refuseTakenEmail(db: Pick<Db, 'select'>, email: string, exceptId = 0): void {
  const other = db
    .select({ id: users.id })
    .from(users)
    .where(and(sql`lower(${users.email}) = lower(${email})`, ne(users.id, exceptId)))
    .get()
  if (other) throw alreadyThere('email', 'Email already exists')
}
