// What our paths are called at a restreamer: under the appliance's id, so that several appliances can share one.
import { eq } from 'drizzle-orm'
import { z } from 'zod'
import type { Db } from '../../db/open.ts'
import { facts } from '../../db/schema/index.ts'
import type { Quality } from '../../domain/device.ts'
import type { ChannelWithDevice } from '../access.ts'
import type { HubMemory } from '../hub.ts'

export interface PathNames {
  nameOf(channel: Pick<ChannelWithDevice, 'uuid' | 'can'>, quality: Quality): string
  /** Whether a path was made by us, also under an id that we had before, and before a restart. */
  isOurs(name: string): boolean
  /** Nothing of ours is left under an id that we had before: who makes paths under it from now on is somebody else. */
  forgetFormer(): void
}

interface Deps {
  db: Db
  hub: Pick<HubMemory, 'instanceId'>
}

/** Of `facts`: the ids under which paths of ours may be at a restreamer. */
const FACT = 'restream_ids'
const idsSchema = z.array(z.string())
const UUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}'

export function createPathNames({ db, hub }: Deps): PathNames {
  let ids = stored()

  function stored(): string[] {
    const row = db.select().from(facts).where(eq(facts.key, FACT)).get()
    return row ? idsSchema.parse(JSON.parse(row.value)) : []
  }

  function keep(next: string[]): void {
    ids = next
    const value = JSON.stringify(ids)
    db.insert(facts).values({ key: FACT, value }).onConflictDoUpdate({ target: facts.key, set: { value } }).run()
  }

  /** Kept before the first path is made under it. */
  function id(): string {
    const own = hub.instanceId()
    if (!ids.includes(own)) keep([...ids, own])
    return own
  }

  return {
    nameOf: ({ uuid, can }, quality) => `porchlight-${id()}-${uuid}-${can.sub ? quality : 'main'}`,
    isOurs(name) {
      id()
      return ids.some((one) => new RegExp(`^porchlight-${one}-${UUID}-(main|sub)$`).test(name))
    },
    forgetFormer() {
      const own = id()
      if (ids.length > 1) keep([own])
    },
  }
}
