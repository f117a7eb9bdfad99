// Things are known by a number and by a uuid, and both are accepted wherever somebody names one.
import { eq, type SQL } from 'drizzle-orm'
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core'

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** The condition for a row's key or uuid; null for text that can be neither. */
export function byKeyOrUuid(table: { id: SQLiteColumn; uuid: SQLiteColumn }, id: string | number): SQL | null {
  const number = typeof id === 'number' ? id : /^\d{1,15}$/.test(id) ? Number(id) : null
  if (number !== null) return Number.isSafeInteger(number) ? eq(table.id, number) : null
  return UUID.test(String(id)) ? eq(table.uuid, String(id).toLowerCase()) : null
}
