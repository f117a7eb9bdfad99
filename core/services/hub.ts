// What the link to the hub must not forget: our instance id, whose hub it is, and every retained topic we have published.
import { eq, inArray } from 'drizzle-orm'
import type { Db } from '../db/open.ts'
import { facts, published, users } from '../db/schema/index.ts'

export type PublishedTopic = typeof published.$inferSelect

export interface HubMemory {
  /** 8 letters or digits, drawn once; part of every topic and id of ours. */
  instanceId(): string
  /** The broker is set by the founder, so it carries his household alone; null before there is an account. */
  householdId(): number | null
  published(): PublishedTopic[]
  /** Before the topic is published for the first time. */
  remember(topics: readonly PublishedTopic[]): void
  /** After the topic was cleared. */
  forget(topics: readonly string[]): void
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789'
const LENGTH = 8

/** `nodeId` overrides what was drawn, and is not stored: without it the old id is back. */
export function createHubMemory({
  db,
  nodeId,
  random = Math.random,
}: {
  db: Db
  nodeId: string | null
  random?: () => number
}): HubMemory {
  let drawn: string | null = null
  return {
    instanceId() {
      if (nodeId) return nodeId
      drawn ??= db.select().from(facts).where(eq(facts.key, 'instance_id')).get()?.value ?? null
      if (drawn) return drawn
      drawn = Array.from({ length: LENGTH }, () => LETTERS[Math.floor(random() * LETTERS.length)]).join('')
      db.insert(facts).values({ key: 'instance_id', value: drawn }).run()
      return drawn
    },
    householdId: () =>
      db.select({ id: users.householdId }).from(users).where(eq(users.isFounder, true)).limit(1).get()?.id ?? null,
    published: () => db.select().from(published).all(),
    remember(topics) {
      if (topics.length)
        db.insert(published)
          .values([...topics])
          .onConflictDoNothing()
          .run()
    },
    forget(topics) {
      if (topics.length)
        db.delete(published)
          .where(inArray(published.topic, [...topics]))
          .run()
    },
  }
}
