// An e-mail address belongs to one account of the appliance, however it is written.
import { and, ne, sql } from 'drizzle-orm'
import type { Db } from '../../db/open.ts'
import { users } from '../../db/schema/index.ts'
import { Fault } from '../../domain/fault.ts'

/** Fault conflict when an account has the address already, other than the one with this key. */
export function refuseTakenEmail(db: Pick<Db, 'select'>, email: string, exceptId = 0): void {
  const other = db
    .select({ id: users.id })
    .from(users)
    .where(and(sql`lower(${users.email}) = lower(${email})`, ne(users.id, exceptId)))
    .get()
  if (other) throw new Fault('conflict', 'Email already exists')
}
