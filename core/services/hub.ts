// What the link to the hub must not forget: our instance id, whose hub it is, and every retained topic we have published.
import { eq, inArray } from 'drizzle-orm'
import type { Db } from '../db/open.ts'
import { facts, published, users } from '../db/schema/index.ts'
import { Fault } from '../domain/fault.ts'

export type PublishedTopic = typeof published.$inferSelect

/** Deleted by the hub's user, who shall not find it there again. */
export interface Withdrawn {
  identifier: string
  /** One entity of it; null = all. */
  key: string | null
  /** What it was called then: under another name it is announced again. */
  name: string
}

export interface HubMemory {
  /** 8 letters or digits, drawn once; part of every topic and id of ours. */
  instanceId(): string
  /** Fault `conflict` when a variable gives the id. */
  refuseFixedId(): void
  /** Draws another one; the same fault. */
  renewInstanceId(): void
  /** The broker is set by the founder, so it carries his household alone; null before there is an account. */
  householdId(): number | null
  published(): PublishedTopic[]
  /** Before the topic is published for the first time. */
  remember(topics: readonly PublishedTopic[]): void
  /** After the topic was cleared. */
  forget(topics: readonly string[]): void
  withdrawn(): Withdrawn[]
  setWithdrawn(rows: readonly Withdrawn[]): void
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
  let withdrawn: Withdrawn[] | null = null

  const draw = () => Array.from({ length: LENGTH }, () => LETTERS[Math.floor(random() * LETTERS.length)]).join('')
  const read = (key: string) => db.select().from(facts).where(eq(facts.key, key)).get()?.value ?? null
  const write = (key: string, value: string) =>
    db.insert(facts).values({ key, value }).onConflictDoUpdate({ target: facts.key, set: { value } }).run()

  function refuseFixedId(): void {
    if (nodeId) throw new Fault('conflict', 'The id is set by PORCHLIGHT_NODE_ID. Change it there.')
  }

  return {
    instanceId() {
      if (nodeId) return nodeId
      drawn ??= read('instance_id')
      if (drawn) return drawn
      drawn = draw()
      write('instance_id', drawn)
      return drawn
    },
    refuseFixedId,
    renewInstanceId() {
      refuseFixedId()
      drawn = draw()
      write('instance_id', drawn)
    },
    withdrawn: () => (withdrawn ??= JSON.parse(read('hub_withdrawn') ?? '[]') as Withdrawn[]),
    setWithdrawn(rows) {
      withdrawn = [...rows]
      write('hub_withdrawn', JSON.stringify(rows))
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
