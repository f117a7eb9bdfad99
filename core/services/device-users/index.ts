// Who may sign in to a device and what he may do there: as it last told, asked anew, and changed on the device first.
import { Fault, type UserRights } from '#plugin'
import type { Caller } from '../../domain/caller.ts'
import { asFault } from '../../errors.ts'
import type { AccessService, ChannelRow, DeviceRow } from '../access.ts'
import type { Activity } from '../activity.ts'
import type { AskDevice } from '../ask-device.ts'
import { createInTurn } from '../in-turn.ts'
import { type Change, createRightsChange, type Outcome } from './change.ts'
import { SCOPES, type Scope } from './rights.ts'
import type { DeviceUserRow, DeviceUserStore } from './store.ts'

export type { Outcome } from './change.ts'
export type { RightChange, RightWish, Scope } from './rights.ts'
export { CHANNEL_RIGHTS, GLOBAL_RIGHTS } from './rights.ts'
export type { DeviceUserRow } from './store.ts'

export interface ListedUser extends DeviceUserRow {
  /** The one that we sign in with. */
  isOurs: boolean
}

export interface UserWithRights {
  user: ListedUser
  rights: UserRights
  readAt: Date
  /** All of the device. */
  channels: Pick<ChannelRow, 'id' | 'channelNo'>[]
}

export interface DeviceUsers {
  /** Active ones, as the device last listed them. */
  list(caller: Caller, deviceId: string | number): ListedUser[]
  /** The same of all devices, by device: with the rights that were last read, and no device is asked. */
  listAll(caller: Caller): ListedUser[]
  /** Asks the device; who is gone from it becomes inactive. */
  sync(caller: Caller, deviceId: string | number): Promise<ListedUser[]>
  /** Users and the rights of each. Fault only where the device does not even list its users. */
  syncAll(
    caller: Caller,
    deviceId: string | number,
  ): Promise<{ deviceId: number; synced: ListedUser[]; failed: { user: ListedUser; error: string }[] }>
  /** What was last read; the device is asked only where it never was. */
  rights(caller: Caller, deviceId: string | number, id: number): Promise<UserWithRights>
  syncRights(caller: Caller, deviceId: string | number, id: number): Promise<UserWithRights>
  /**
   * Changes what is named and differs, nothing else. What may not be done, and what the device refuses, is an outcome; that it
   * could not be asked is a fault.
   */
  change(caller: Caller, deviceId: string | number, id: number, change: Change): Promise<Outcome>
}

interface Deps {
  store: DeviceUserStore
  access: AccessService
  askDevice: AskDevice
  activity: Activity
}

export function createDeviceUsers({ store, access, askDevice, activity }: Deps): DeviceUsers {
  const inTurn = createInTurn()
  const changeRights = createRightsChange({ store, askDevice, activity })

  const listed = (device: DeviceRow, user: DeviceUserRow): ListedUser => ({
    ...user,
    isOurs: user.name.toLowerCase() === device.username.toLowerCase(),
  })

  function find(device: DeviceRow, id: number): ListedUser {
    const user = store.find(device.id, id)
    if (!user) throw new Fault('not-found', 'User not found')
    return listed(device, user)
  }

  const channelsOf = (caller: Caller, device: DeviceRow) => access.visibleChannels(caller, { deviceId: device.id })

  async function readUsers(device: DeviceRow): Promise<ListedUser[]> {
    const question = { deviceId: device.id, capability: 'users', failed: 'Cannot fetch users from device' } as const
    const users = await askDevice(question, (own) => own.list())
    return store.replace(device.id, users).map((user) => listed(device, user))
  }

  async function readRights(device: DeviceRow, user: ListedUser, failed: string): Promise<ListedUser> {
    const question = { deviceId: device.id, capability: 'permissions', failed } as const
    const rights = await askDevice(question, (permissions) => permissions.read(user.userId))
    return listed(device, store.setRights(user.id, rights))
  }

  function withRights(caller: Caller, device: DeviceRow, user: ListedUser): UserWithRights {
    const { rights, rightsReadAt: readAt } = user
    if (!rights || !readAt) throw new Fault('internal', 'Rights were not stored')
    return { user, rights, readAt, channels: channelsOf(caller, device) }
  }

  return {
    list(caller, deviceId) {
      const device = access.device(caller, deviceId, 'system')
      return store.active(device.id).map((user) => listed(device, user))
    },
    listAll(caller) {
      access.household(caller, 'system')
      const own = new Map(access.visibleDevices(caller).map((device) => [device.id, device]))
      return store.activeOf([...own.keys()]).flatMap((user) => {
        const device = own.get(user.deviceId)
        return device ? [listed(device, user)] : []
      })
    },
    sync: async (caller, deviceId) => readUsers(access.device(caller, deviceId, 'restart')),
    async syncAll(caller, deviceId) {
      const device = access.device(caller, deviceId, 'restart')
      const users = await readUsers(device)
      const failed: { user: ListedUser; error: string }[] = []
      const read = users.map(async (user) => {
        try {
          return await readRights(device, user, 'Cannot fetch permission from device')
        } catch (error) {
          failed.push({ user, error: asFault(error).message })
          return null
        }
      })
      return { deviceId: device.id, synced: (await Promise.all(read)).filter((user) => user !== null), failed }
    },
    async rights(caller, deviceId, id) {
      const device = access.device(caller, deviceId, 'system')
      const user = find(device, id)
      if (user.rights) return withRights(caller, device, user)
      return withRights(caller, device, await readRights(device, user, 'Failed to fetch permission from device'))
    },
    async syncRights(caller, deviceId, id) {
      const device = access.device(caller, deviceId, 'restart')
      const user = find(device, id)
      return withRights(caller, device, await readRights(device, user, 'Cannot fetch permission from device'))
    },
    async change(caller, deviceId, id, { lists, ...change }) {
      const device = access.device(caller, deviceId, 'manage')
      const user = find(device, id)
      const numbers = new Map(channelsOf(caller, device).map((channel) => [channel.id, channel.channelNo]))
      for (const list of lists) {
        const foreign = list.channelIds.find((channel) => !numbers.has(channel))
        if (foreign !== undefined) throw notOurs(list.scope, list.right, foreign)
      }
      const known = lists.map(({ scope, right, channelIds }) => ({
        scope,
        right,
        channelNos: new Set(channelIds.map((channel) => numbers.get(channel) ?? -1)),
      }))
      // Two at once would each write back what the other has just changed.
      return inTurn(`${device.id}`, () => changeRights(caller, device, user, { ...change, lists: known }))
    },
  }
}

function notOurs(scope: Scope, right: string, channel: number): Fault {
  const path = `body.permissions.${SCOPES.includes(scope) ? scope : 'local'}.channels.${right}`
  const message = `${channel} is not a channel of this device`
  return new Fault('invalid-input', message, { problems: [{ path, code: 'unknown_channel', message }] })
}
