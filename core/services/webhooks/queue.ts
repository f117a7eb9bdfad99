// What waits to be sent, in the database: at most so much for each webhook, the oldest goes first.
import { and, asc, count, desc, eq, lte, sql } from 'drizzle-orm'
import type { Db } from '../../db/open.ts'
import { webhookMessages, webhooks } from '../../db/schema/index.ts'

export interface NewMessage {
  webhookId: number
  body: string
}

export type Message = typeof webhookMessages.$inferSelect
export type Queue = ReturnType<typeof createQueue>

/** Of one webhook. What comes on top pushes out the oldest. */
export const MOST_WAITING = 1000

export function createQueue({ db, now }: { db: Db; now: () => Date }) {
  const of = (webhookId: number) => eq(webhookMessages.webhookId, webhookId)

  /** Gives the number of those that had to go. */
  function trim(webhookId: number): number {
    const first = db
      .select({ id: webhookMessages.id })
      .from(webhookMessages)
      .where(of(webhookId))
      .orderBy(desc(webhookMessages.id))
      .limit(1)
      .offset(MOST_WAITING)
      .get()
    if (!first) return 0
    return db
      .delete(webhookMessages)
      .where(and(of(webhookId), lte(webhookMessages.id, first.id)))
      .returning({ id: webhookMessages.id })
      .all().length
  }

  function countDropped(webhookId: number, more: number): void {
    db.update(webhooks)
      .set({ dropped: sql`${webhooks.dropped} + ${more}` })
      .where(eq(webhooks.id, webhookId))
      .run()
  }

  return {
    countDropped,
    /** All of them, or none. */
    add(messages: readonly NewMessage[]): void {
      db.transaction(() => {
        for (const { webhookId, body } of messages)
          db.insert(webhookMessages).values({ uuid: Bun.randomUUIDv7(), webhookId, body, createdAt: now() }).run()
        for (const webhookId of new Set(messages.map((message) => message.webhookId))) {
          const gone = trim(webhookId)
          if (gone) countDropped(webhookId, gone)
        }
      })
    },
    next: (webhookId: number): Message | undefined =>
      db.select().from(webhookMessages).where(of(webhookId)).orderBy(asc(webhookMessages.id)).limit(1).get(),
    count: (webhookId: number): number =>
      db.select({ n: count() }).from(webhookMessages).where(of(webhookId)).get()?.n ?? 0,
    tried: (id: number, attempts: number): void => {
      db.update(webhookMessages).set({ attempts }).where(eq(webhookMessages.id, id)).run()
    },
    remove: (id: number): void => {
      db.delete(webhookMessages).where(eq(webhookMessages.id, id)).run()
    },
    clear: (webhookId: number): void => {
      db.delete(webhookMessages).where(of(webhookId)).run()
    },
  }
}
