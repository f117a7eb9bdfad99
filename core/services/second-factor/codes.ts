// What a person shows beside the password: a code of the authenticator, or one of the recovery codes. Each is good once.
import { createHash, randomBytes } from 'node:crypto'
import { and, count, eq, isNotNull, isNull, lt } from 'drizzle-orm'
import type { Db } from '../../db/open.ts'
import { recoveryCodes, secondFactors, trustedBrowsers } from '../../db/schema/index.ts'
import { Fault } from '../../domain/fault.ts'
import { createLoginLimit } from '../login-limit.ts'
import type { Secrets } from '../secrets.ts'
import { newSecret, stepOf } from './totp.ts'

/** The account whose codes they are. */
export interface Owner {
  id: number
  uuid: string
}

export interface FactorState {
  /** Null: no code is asked for. */
  enabledAt: Date | null
  /** A secret was handed out, and no code of it has come back yet. */
  pending: boolean
  recoveryCodesLeft: number
}

export interface Codes {
  state(userId: number): FactorState
  /**
   * Takes a code of an account, if it has a second factor; says which kind it was. Fault not-signed-in with `asksCode` when
   * there is none or it is not good (any more), too-many.
   */
  check(user: Owner, code: string | undefined): 'none' | 'totp' | 'recovery'
  /** A new secret, which asks for nothing before `enable`. */
  begin(user: Owner): string
  /** False when the code is not of the secret that `begin` made. */
  enable(user: Owner, code: string): boolean
  /** Ten new ones; what was left of the former ones is worth nothing. */
  renewRecoveryCodes(userId: number): string[]
  /** True when there was one to remove. */
  remove(userId: number): boolean
}

const RECOVERY_CODES = 10
/** Of one account, from all addresses together: only somebody who knows the password can come here. */
const MOST_WRONG = 20
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567'

const sha256 = (text: string) => createHash('sha256').update(text).digest('base64url')
/** As it is typed: `k7qm 2xva-…`, in any case. */
const plain = (code: string) => code.replace(/[\s-]/g, '').toLowerCase()

/** What the secret of an account is encrypted under. */
export const factorLabel = (userUuid: string) => `second_factors.secret.${userUuid}`

interface Deps {
  db: Db
  secrets: Pick<Secrets, 'encrypt' | 'decrypt'>
  now: () => Date
  /** 32 random bytes. */
  random?: () => Uint8Array
}

export function createCodes({ db, secrets, now, random = () => randomBytes(32) }: Deps): Codes {
  const wrong = createLoginLimit({ now, perAccount: MOST_WRONG, perAddress: Number.POSITIVE_INFINITY })
  const rowOf = (userId: number) => db.select().from(secondFactors).where(eq(secondFactors.userId, userId)).get()
  const own = (userId: number) => eq(recoveryCodes.userId, userId)
  const unused = (userId: number) => and(own(userId), isNull(recoveryCodes.usedAt))

  /** 80 bits, so that a hash without salt does. */
  function newCode(): string {
    const letters = [...random().subarray(0, 16)].map((byte) => ALPHABET[byte % 32]).join('')
    return (letters.match(/.{4}/g) ?? []).join('-')
  }

  /** One statement asks and notes the step: of two requests with the same code one comes too late. */
  function takeTotp(user: Owner, secret: string, code: string): boolean {
    const step = stepOf(code, secret, now())
    if (step === null) return false
    const taken = db
      .update(secondFactors)
      .set({ lastStep: step })
      .where(
        and(eq(secondFactors.userId, user.id), isNotNull(secondFactors.enabledAt), lt(secondFactors.lastStep, step)),
      )
      .returning({ id: secondFactors.userId })
      .get()
    return taken !== undefined
  }

  function takeRecovery(userId: number, code: string): boolean {
    const taken = db
      .update(recoveryCodes)
      .set({ usedAt: now() })
      .where(and(unused(userId), eq(recoveryCodes.hash, sha256(code))))
      .returning({ id: recoveryCodes.id })
      .get()
    return taken !== undefined
  }

  const refused = (message: string) => new Fault('not-signed-in', message, { asksCode: true })
  const decrypted = (user: Owner, cipher: string) => secrets.decrypt(cipher, factorLabel(user.uuid))

  return {
    state(userId) {
      const row = rowOf(userId)
      const left = db.select({ n: count() }).from(recoveryCodes).where(unused(userId)).get()?.n ?? 0
      return {
        enabledAt: row?.enabledAt ?? null,
        pending: row !== undefined && row.enabledAt === null,
        recoveryCodesLeft: left,
      }
    },
    check(user, given) {
      const row = rowOf(user.id)
      if (!row?.enabledAt) return 'none'
      const code = plain(given ?? '')
      if (code === '')
        throw refused('This account has a second factor: a code of the authenticator app is needed beside the password')
      // Long enough that nobody guesses one: these work on while codes of six digits are being guessed.
      if (/^[a-z2-7]{16}$/.test(code) && takeRecovery(user.id, code)) return 'recovery'
      if (!/^\d{6}$/.test(code)) throw refused('Invalid code')
      const attempt = wrong.attempt(null, user.uuid)
      if (!takeTotp(user, decrypted(user, row.secret), code))
        throw refused('Invalid code. Each is good once and for a short time: take the one that is shown now.')
      attempt.succeeded()
      return 'totp'
    },
    begin(user) {
      const secret = newSecret(random)
      const values = {
        secret: secrets.encrypt(secret, factorLabel(user.uuid)),
        createdAt: now(),
        enabledAt: null,
        lastStep: 0,
      }
      db.insert(secondFactors)
        .values({ userId: user.id, ...values })
        .onConflictDoUpdate({ target: secondFactors.userId, set: values, setWhere: isNull(secondFactors.enabledAt) })
        .run()
      return secret
    },
    enable(user, given) {
      const row = rowOf(user.id)
      const code = plain(given)
      if (!row || row.enabledAt || !/^\d{6}$/.test(code)) return false
      const step = stepOf(code, decrypted(user, row.secret), now())
      if (step === null) return false
      // The code that switches it on is used by that.
      const on = db
        .update(secondFactors)
        .set({ enabledAt: now(), lastStep: step })
        .where(and(eq(secondFactors.userId, user.id), eq(secondFactors.secret, row.secret)))
        .returning({ id: secondFactors.userId })
        .get()
      return on !== undefined
    },
    renewRecoveryCodes(userId) {
      const codes = Array.from({ length: RECOVERY_CODES }, newCode)
      db.transaction((tx) => {
        tx.delete(recoveryCodes).where(own(userId)).run()
        tx.insert(recoveryCodes)
          .values(codes.map((code) => ({ userId, hash: sha256(plain(code)) })))
          .run()
      })
      return codes
    },
    remove: (userId) =>
      db.transaction((tx) => {
        tx.delete(recoveryCodes).where(own(userId)).run()
        tx.delete(trustedBrowsers).where(eq(trustedBrowsers.userId, userId)).run()
        return tx.delete(secondFactors).where(eq(secondFactors.userId, userId)).returning().all().length > 0
      }),
  }
}
