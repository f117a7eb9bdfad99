// Another secret key: everything that is encrypted is rewritten under it at once, and the former key is gone.
import { sql } from 'drizzle-orm'
import type { Bus } from '../bus.ts'
import { durably } from '../db/durably.ts'
import type { Db } from '../db/open.ts'
import { signIns } from '../db/schema/index.ts'
import type { Caller } from '../domain/caller.ts'
import { Fault } from '../domain/fault.ts'
import type { AccessService } from './access.ts'
import type { Activity } from './activity.ts'
import { forgetPushKeys } from './push/keys.ts'
import { adoptKey, dropStagedKey, KEY_BYTES, noteKey, stageKey } from './secret-key.ts'
import { columnsWith, PLACES } from './secret-places.ts'
import { keyIdOf, type OwnSecrets, secretsUnder } from './secrets.ts'

export interface KeyRotation {
  /**
   * A new key, while everything goes on. It ends all sign-ins, since the former key could forge them; API keys stay. Faults:
   * not-allowed, conflict where the key comes from the environment.
   */
  rotate(caller: Caller): { keyId: string; rewritten: number }
}

interface Deps {
  db: Db
  bus: Bus
  access: Pick<AccessService, 'household'>
  activity: Activity
  secrets: OwnSecrets
  /** Data folder. */
  data: string
  /** The key is named by the environment, so it is not ours to change. */
  isGiven: boolean
}

/**
 * Rewrites every place and says how many; in one transaction, so all or nothing. What could not be read before is not readable
 * afterwards either. Throws when something is left that nobody said how to rewrite.
 */
export function rewriteSecrets(db: Db, from: Uint8Array, to: Uint8Array): number {
  const [old, fresh] = [secretsUnder(from), secretsUnder(to)]
  const [oldPrefix, freshPrefix] = [`v1.${old.keyId}.`, `v1.${fresh.keyId}.`]
  let rewritten = 0
  db.run(sql`PRAGMA secure_delete=ON`)
  try {
    durably(db, () =>
      db.transaction((tx) => {
        for (const { read } of PLACES)
          for (const { cipher, label, write } of read(tx as unknown as Db)) {
            if (!cipher.startsWith(oldPrefix)) continue
            write(turned(cipher, label))
            rewritten++
          }
        noteKey(tx as unknown as Db, fresh.keyId)
        const left = columnsWith(tx as unknown as Db, oldPrefix)
        if (left.length) throw new Error(`Nobody says how to rewrite what is encrypted in ${left.join(', ')}`)
      }),
    )
  } finally {
    db.run(sql`PRAGMA secure_delete=OFF`)
  }
  // The former ciphertexts are in the log of writes until it is folded into the file.
  db.run(sql`PRAGMA wal_checkpoint(TRUNCATE)`)
  return rewritten

  function turned(cipher: string, label: string): string {
    try {
      return fresh.encrypt(old.decrypt(cipher, label), label)
    } catch {
      // Damaged before, and said to be damaged afterwards.
      return freshPrefix + cipher.slice(oldPrefix.length)
    }
  }
}

/**
 * Puts another key in the place of the one in the data folder. An end at any moment leaves a key that fits the database
 * (`settleKey`). Of the key that is given back nothing else is kept.
 */
export function changeKeyFile(db: Db, data: string, from: Uint8Array): { key: Uint8Array; rewritten: number } {
  const key = crypto.getRandomValues(new Uint8Array(KEY_BYTES))
  stageKey(data, key)
  let rewritten: number
  try {
    rewritten = rewriteSecrets(db, from, key)
  } catch (error) {
    dropStagedKey(data)
    throw error
  }
  adoptKey(data)
  return { key, rewritten }
}

/** Whoever had the former key could have forged sign-ins, and written to browsers in our name. */
export function endAllSignIns(db: Db): { id: string; userId: number }[] {
  forgetPushKeys(db)
  return db.delete(signIns).returning({ id: signIns.id, userId: signIns.userId }).all()
}

export function createKeyRotation({ db, bus, access, activity, secrets, data, isGiven }: Deps): KeyRotation {
  return {
    rotate(caller) {
      access.household(caller, 'appliance')
      if (isGiven)
        throw new Fault(
          'conflict',
          'The secret key is set by PORCHLIGHT_SECRET_KEY, so it cannot be changed here. Stop Porchlight and run "porchlight rotate-key --to <file with the new key>".',
        )
      // No waiting from here to the end: nobody encrypts or decrypts in between.
      const { key, rewritten } = changeKeyFile(db, data, secrets.master())
      secrets.turnTo(key)
      const ended = endAllSignIns(db)
      activity.record(caller, { action: 'rotate_key', resourceType: 'appliance', metadata: { rewritten } })
      for (const { id: signInId, userId } of ended) bus.emit('access.changed', { userId, signInId })
      return { keyId: keyIdOf(key), rewritten }
    },
  }
}
