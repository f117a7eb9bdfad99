// One change of a device user's rights: planned on what the device has now, refused where it would lock somebody out.
import type { UserRights, Written } from '#plugin'
import type { Caller } from '../../domain/caller.ts'
import { asFault } from '../../errors.ts'
import type { DeviceRow } from '../access.ts'
import type { Activity } from '../activity.ts'
import { type AskDevice, reworded } from '../ask-device.ts'
import { changeOf, plan, type RightChange, type RightWish, rightIn, rightName, type Scope, summary } from './rights.ts'
import type { DeviceUserRow, DeviceUserStore } from './store.ts'

export interface Change {
  wishes: RightWish[]
  /** A right per channel by the channels (our ids) that shall have it; all others of the device lose it. */
  lists: { scope: Scope; right: string; channelIds: number[] }[]
  /** Also where we, or everybody, could be locked out. */
  force: boolean
  /** Says what would change, and writes nothing. */
  dryRun: boolean
}

export interface Outcome {
  code: 'OK' | 'LOW_PRIVILEGE' | 'INVALID_OPERATION'
  /** Why not; null when it was done. */
  reason: string | null
  /** What differs from before; with a refusal what would have. */
  changes: RightChange[]
  /** Rights that the device does not know, or did not change although it took the request. */
  ignored: string[]
  /** What `force` would have to overrule; null when it was not refused for that. */
  needsForce: Danger | null
  /** It was written, and the device acts on it only after a restart. */
  rebootRequired?: boolean
}

/** Whom a change could lock out: us, or everybody. */
export type Danger = 'own-account' | 'last-administrator'

type NumberedLists = { scope: Scope; right: string; channelNos: ReadonlySet<number> }[]

interface Deps {
  store: DeviceUserStore
  askDevice: AskDevice
  activity: Activity
}

const FAILED = 'Failed to push permissions to device'

export function createRightsChange({ store, askDevice, activity }: Deps) {
  /** Of the device now, where it lists them; else as it last did. */
  async function otherAdministrators(device: DeviceRow, user: DeviceUserRow): Promise<number> {
    const listed = await askDevice({ deviceId: device.id, capability: 'users' }, (users) => users.list()).catch(
      (error) => {
        if (asFault(error).kind !== 'unsupported') throw error
        return store.active(device.id).map(({ userId, role }) => ({ id: userId, role }))
      },
    )
    return listed.filter(({ id, role }) => role === 'administrator' && id !== user.userId).length
  }

  const words: Record<Danger, (name: string) => string> = {
    'own-account': (name) =>
      `${name} is the account that Porchlight itself signs in with. Send force to change it all the same.`,
    'last-administrator': (name) =>
      `${name} is the last administrator of this device. Send force to take rights from him all the same.`,
  }

  /** Why this may not be done without `force`; null = it may. */
  async function danger(
    device: DeviceRow,
    user: DeviceUserRow & { isOurs: boolean },
    now: UserRights,
    changes: RightChange[],
  ): Promise<Danger | null> {
    if (user.isOurs) return 'own-account'
    const isAdministrator = user.role === 'administrator' || now.role === 'administrator'
    if (!isAdministrator || changes.every(({ to }) => to)) return null
    if ((await otherAdministrators(device, user)) > 0) return null
    return 'last-administrator'
  }

  return async function change(
    caller: Caller,
    device: DeviceRow,
    user: DeviceUserRow & { isOurs: boolean },
    { wishes, lists, force, dryRun }: Omit<Change, 'lists'> & { lists: NumberedLists },
  ): Promise<Outcome> {
    const question = { deviceId: device.id, capability: 'permissions' } as const
    let changes: RightChange[] = []
    let ignored: string[] = []

    /** A device that said no is an answer; one that could not be asked, or knows no rights at all, is a fault. */
    function refused(error: unknown, isWrite: boolean): Outcome {
      const fault = asFault(error)
      const isRight = fault.kind === 'device-denied' && fault.lacksRight
      const said = isWrite ? ['device-denied', 'invalid-input', 'conflict', 'unsupported'] : ['device-denied']
      if (!said.includes(fault.kind))
        throw fault.kind === 'internal' ? fault : reworded(fault, `${FAILED}: ${fault.message}`)
      const code = isRight ? 'LOW_PRIVILEGE' : 'INVALID_OPERATION'
      return { code, reason: fault.message, changes, ignored, needsForce: null }
    }

    function record(before: UserRights, after: UserRights | null, error?: string): void {
      activity.record(caller, {
        action: 'update_device_user_permissions',
        resourceType: 'device',
        resourceId: device.id,
        metadata: {
          device_user: user.name,
          device_user_id: user.userId,
          ...(force && { force }),
          before: summary(before, changes),
          ...(after && { after: summary(after, changes) }),
          ...(ignored.length && { ignored }),
        },
        ...(error !== undefined && { success: false, error }),
      })
    }

    let now: UserRights
    try {
      now = await askDevice(question, (permissions) => permissions.read(user.userId))
    } catch (error) {
      return refused(error, false)
    }
    store.setRights(user.id, now)
    ;({ changes, ignored } = plan(now, [...wishes, ...lists.flatMap((list) => wishesOf(now, list))]))
    // Our own account is left alone even where nothing would change: whoever means it says so.
    const isNamed = wishes.length + lists.length > 0
    const needsForce = force || !isNamed ? null : await danger(device, user, now, changes)
    if (needsForce)
      return { code: 'INVALID_OPERATION', reason: words[needsForce](user.name), changes, ignored, needsForce }
    const done = { code: 'OK', reason: null, needsForce: null } as const
    if (changes.length === 0 || dryRun) return { ...done, changes, ignored }

    let written: Written<UserRights>
    try {
      written = await askDevice(question, (permissions) => permissions.write(user.userId, changeOf(changes)))
    } catch (error) {
      const fault = asFault(error)
      record(now, null, fault.message)
      return refused(fault, true)
    }
    store.setRights(user.id, written.after)
    const deaf = changes.filter((one) => rightIn(written.after, one) !== one.to)
    ignored = [...new Set([...ignored, ...deaf.map(rightName)])]
    record(written.before, written.after)
    const { rebootRequired } = written
    return { ...done, changes: changes.filter((one) => !deaf.includes(one)), ignored, rebootRequired }
  }
}

/** A list as single wishes: every channel that the device knows is on it or not. */
function wishesOf(now: UserRights, { scope, right, channelNos }: NumberedLists[number]): RightWish[] {
  const known = Object.keys(now[scope]?.channels ?? {}).map(Number)
  return [...new Set([...known, ...channelNos])].map((channelNo) => ({
    ...{ scope, right, channelNo },
    allowed: channelNos.has(channelNo),
  }))
}
