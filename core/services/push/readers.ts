// Whose browsers they are, and what he may know at this moment. A browser whose sign-in has expired is told nothing.
import { and, eq, gt } from 'drizzle-orm'
import type { Db } from '../../db/open.ts'
import { pushSubscriptions, signIns, users } from '../../db/schema/index.ts'
import type { Alarm } from '../../domain/alarm.ts'
import type { AlarmKind } from '../../domain/alarm-kinds.ts'
import { type Caller, can } from '../../domain/caller.ts'
import type { AccessService } from '../access.ts'

export interface Readers {
  /** False for an account that is switched off, or for certain networks only: a push finds its owner anywhere. */
  mayBeTold(userId: number): boolean
  /** Whether the owner of a subscription that is there may see this alarm. */
  mayRead(subscriptionId: number, alarm: Pick<Alarm, 'householdId' | 'channelId'>): boolean
  ofHousehold(householdId: number): { id: number; kinds: AlarmKind[] | null; channelIds: number[] | null }[]
}

interface Deps {
  db: Db
  access: Pick<AccessService, 'grantFor'>
  now: () => Date
}

/** An expired sign-in lies there until somebody else signs in, which may take months. */
export const hasSignIn = (now: Date) => and(eq(signIns.id, pushSubscriptions.signInId), gt(signIns.expiresAt, now))

export function createReaders({ db, access, now }: Deps): Readers {
  const isOpen = (user: typeof users.$inferSelect) => user.isActive && user.allowedNetworks === null

  function ownerOf(subscriptionId: number): Caller | null {
    const row = db
      .select({ user: users, signInId: signIns.id })
      .from(pushSubscriptions)
      .innerJoin(users, eq(users.id, pushSubscriptions.userId))
      .innerJoin(signIns, hasSignIn(now()))
      .where(eq(pushSubscriptions.id, subscriptionId))
      .get()
    if (!row || !isOpen(row.user)) return null
    const { id, uuid, username, householdId, role, isFounder } = row.user
    const who = { userId: id, userUuid: uuid, username, householdId, role, founder: isFounder }
    return { kind: 'user', ...who, signInId: row.signInId, origin: { address: null, agent: null } }
  }

  return {
    mayBeTold(userId) {
      const user = db.select().from(users).where(eq(users.id, userId)).get()
      return user !== undefined && isOpen(user)
    },
    mayRead(subscriptionId, { householdId, channelId }) {
      const owner = ownerOf(subscriptionId)
      if (!owner) return false
      // As in the list of alarms: those of a device itself are not for viewers.
      const grant = channelId === null ? null : access.grantFor(owner, channelId)
      return can(owner, 'view', { householdId, grant })
    },
    ofHousehold: (householdId) =>
      db
        .select({
          id: pushSubscriptions.id,
          kinds: pushSubscriptions.kinds,
          channelIds: pushSubscriptions.channelIds,
        })
        .from(pushSubscriptions)
        .innerJoin(users, eq(users.id, pushSubscriptions.userId))
        .innerJoin(signIns, hasSignIn(now()))
        .where(eq(users.householdId, householdId))
        .all(),
  }
}
