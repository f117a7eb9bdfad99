// Values of any number as one parameter of a statement: SQLite takes only so many of them one by one.
import { type SQL, sql } from 'drizzle-orm'

/** What stands behind `in`. */
export const listed = (values: readonly unknown[]): SQL => sql`(select value from json_each(${JSON.stringify(values)}))`
