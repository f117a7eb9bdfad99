// What clients of other products' APIs have set that means nothing here: kept per channel, account or household, and told back.
import { and, eq, isNotNull, isNull, type SQL } from 'drizzle-orm'
import type { Db } from '../db/open.ts'
import { clientFields } from '../db/schema/index.ts'
import { Fault } from '../domain/fault.ts'

/** Whose they are. Whether the caller may is for the verb that found the thing to say. */
export type FieldsOf = { householdId: number; channelId?: number | undefined; userId?: number | undefined }
export type Fields = Record<string, unknown>

export interface ClientFields {
  /** Empty where none were kept. */
  of(client: string, thing: FieldsOf): Fields
  /** Of all channels of a household, by the channel's key: one question for a list. */
  ofChannels(client: string, householdId: number): Map<number, Fields>
  /** The same of all accounts, by the account's key. */
  ofUsers(client: string, householdId: number): Map<number, Fields>
  /** Those that are named change; null and undefined forget one. Fault too-large beyond 64 KiB in all. */
  keep(client: string, thing: FieldsOf, fields: Fields): Fields
}

const MOST_BYTES = 64 * 1024

export function createClientFields({ db, now }: { db: Db; now: () => Date }): ClientFields {
  const whose = (client: string, { householdId, channelId, userId }: FieldsOf): SQL | undefined =>
    and(
      eq(clientFields.client, client),
      eq(clientFields.householdId, householdId),
      channelId === undefined ? isNull(clientFields.channelId) : eq(clientFields.channelId, channelId),
      userId === undefined ? isNull(clientFields.userId) : eq(clientFields.userId, userId),
    )
  const of = (client: string, thing: FieldsOf): Fields =>
    db.select({ fields: clientFields.fields }).from(clientFields).where(whose(client, thing)).get()?.fields ?? {}

  function ofAll(
    client: string,
    householdId: number,
    of: typeof clientFields.channelId | typeof clientFields.userId,
  ): Map<number, Fields> {
    const rows = db
      .select({ of, fields: clientFields.fields })
      .from(clientFields)
      .where(and(eq(clientFields.client, client), eq(clientFields.householdId, householdId), isNotNull(of)))
      .all()
    return new Map(rows.flatMap(({ of, fields }) => (of === null ? [] : [[of, fields]])))
  }

  return {
    of,
    ofChannels: (client, householdId) => ofAll(client, householdId, clientFields.channelId),
    ofUsers: (client, householdId) => ofAll(client, householdId, clientFields.userId),
    keep(client, thing, fields) {
      const all = Object.entries({ ...of(client, thing), ...fields }).filter(([, value]) => value != null)
      const kept = Object.fromEntries(all)
      if (Buffer.byteLength(JSON.stringify(kept)) > MOST_BYTES)
        throw new Fault('too-large', 'These fields are kept as they come, but not more than 64 kB of them')
      db.transaction((tx) => {
        tx.delete(clientFields).where(whose(client, thing)).run()
        if (all.length)
          tx.insert(clientFields)
            .values({ client, ...thing, fields: kept, updatedAt: now() })
            .run()
      })
      return kept
    },
  }
}
