// The second factor of an account: set up, switched on and off by its owner, and taken off by an admin when a phone is lost.
import { and, eq } from 'drizzle-orm'
import type { Db } from '../../db/open.ts'
import { users } from '../../db/schema/index.ts'
import type { Caller } from '../../domain/caller.ts'
import { Fault } from '../../domain/fault.ts'
import type { AccessService } from '../access.ts'
import type { Activity } from '../activity.ts'
import { byKeyOrUuid } from '../key-or-uuid.ts'
import type { Tokens } from '../tokens.ts'
import type { Users } from '../users.ts'
import type { Codes, FactorState } from './codes.ts'
import { addressOf, pictureOf } from './totp.ts'

export type { FactorState } from './codes.ts'

/** Shown once, for the authenticator. */
export interface Setup {
  secret: string
  address: string
  /** The address as a picture, for an `img` element. */
  picture: string
}

export interface SecondFactor {
  /** The caller's own. */
  state(caller: Caller): FactorState
  /** A new secret. Nothing is asked for before a code of it came back. */
  setup(caller: Caller, password: string): Promise<Setup>
  /** Switches it on and ends the caller's other sign-ins; the recovery codes are shown this once. */
  enable(caller: Caller, code: string): string[]
  disable(caller: Caller, password: string, code: string): Promise<void>
  /** New ones; the former are worth nothing. */
  renewRecoveryCodes(caller: Caller, password: string, code: string): Promise<string[]>
  /** For somebody else of the household, by key or uuid, who has lost his authenticator. Needs the right `people`. */
  takeOff(caller: Caller, userId: string): void
}

interface Deps {
  db: Db
  access: Pick<AccessService, 'household'>
  activity: Activity
  codes: Codes
  users: Pick<Users, 'confirm'>
  tokens: Pick<Tokens, 'endAll'>
}

export function createSecondFactor({ db, access, activity, codes, users: people, tokens }: Deps): SecondFactor {
  function personOf(caller: Caller) {
    if (caller.kind !== 'user') throw new Fault('not-allowed', 'Sign in with a password to manage the second factor')
    return caller
  }

  const log = (caller: Caller, action: string, metadata: Record<string, unknown> = {}, uuid?: string) =>
    activity.record(caller, {
      action,
      resourceType: 'user',
      resourceId: uuid ?? personOf(caller).userUuid,
      metadata,
    })

  function needOn(userId: number): void {
    if (!codes.state(userId).enabledAt) throw new Fault('conflict', 'There is no second factor to change: it is off')
  }

  function notOnYet(userId: number): void {
    if (codes.state(userId).enabledAt)
      throw new Fault('conflict', 'The second factor is on already. Switch it off to set up another one.')
  }

  /** Password and code; a wrong code is no reason to sign somebody out here. */
  async function confirmed(caller: Caller, password: string, code: string) {
    const person = personOf(caller)
    needOn(person.userId)
    const user = await people.confirm(caller, password)
    try {
      codes.check(user, code)
    } catch (error) {
      if (!(error instanceof Fault) || !error.asksCode) throw error
      throw wrongCode()
    }
    return person
  }

  return {
    state: (caller) => codes.state(personOf(caller).userId),
    async setup(caller, password) {
      const person = personOf(caller)
      notOnYet(person.userId)
      const user = await people.confirm(caller, password)
      notOnYet(person.userId)
      const secret = codes.begin(user)
      const address = addressOf(secret, user.username)
      return { secret, address, picture: pictureOf(address) }
    },
    enable(caller, code) {
      const person = personOf(caller)
      notOnYet(person.userId)
      if (!codes.state(person.userId).pending)
        throw new Fault('conflict', 'Begin with the setup: there is no secret yet that this code could belong to')
      if (!codes.enable({ id: person.userId, uuid: person.userUuid }, code)) throw wrongCode()
      const made = codes.renewRecoveryCodes(person.userId)
      // They came in without it.
      tokens.endAll(person.userId, person.signInId)
      log(caller, 'enable_second_factor')
      return made
    },
    async disable(caller, password, code) {
      const { userId } = await confirmed(caller, password, code)
      codes.remove(userId)
      log(caller, 'disable_second_factor')
    },
    async renewRecoveryCodes(caller, password, code) {
      const { userId } = await confirmed(caller, password, code)
      log(caller, 'renew_recovery_codes')
      return codes.renewRecoveryCodes(userId)
    },
    takeOff(caller, id) {
      const householdId = access.household(caller, 'people')
      const where = byKeyOrUuid(users, id)
      const user =
        where &&
        db
          .select()
          .from(users)
          .where(and(where, eq(users.householdId, householdId)))
          .get()
      if (!user) throw new Fault('not-found', 'User not found')
      if ('userId' in caller && caller.userId === user.id)
        throw new Fault('not-allowed', 'Switch your own second factor off with your password and a code')
      if (user.isFounder)
        throw new Fault(
          'not-allowed',
          'Nobody else may take off the second factor of the founder. The command reset-password does, on the appliance itself.',
        )
      if (!codes.remove(user.id)) throw new Fault('conflict', `${user.username} has no second factor`)
      log(caller, 'remove_second_factor', { username: user.username }, user.uuid)
    },
  }
}

function wrongCode(): Fault {
  return new Fault('invalid-input', 'Invalid code', {
    problems: [{ path: 'body.code', code: 'incorrect', message: 'is not a code that is good now' }],
  })
}
