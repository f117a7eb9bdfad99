// The key of a device in its hub topics.
import { eq } from 'drizzle-orm'
import type { Db } from '../../db/open.ts'
import { devices } from '../../db/schema/index.ts'

const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789'

/** Part of every hub topic of the device, for ever. */
export function drawHubKey(db: Db, random: () => number): string {
  for (let tries = 0; ; tries++) {
    const chance = tries < 10 ? random : Math.random
    const letters = Array.from({ length: 5 }, () => LETTERS[Math.floor(chance() * LETTERS.length)] ?? 'a')
    const key = `n${letters.join('')}`
    if (!db.select({ id: devices.id }).from(devices).where(eq(devices.hubKey, key)).get()) return key
  }
}
