// What a device is to somebody who looks at its cameras: neither the login that we use there nor what its maker knows it by.
import type { DeviceInfo } from '#plugin'
import { type Action, type Caller, can } from '../../domain/caller.ts'

interface Owned {
  householdId: number
}

/** Serial number and MAC address are for those with a right in the household: with them one asks the maker for a way in. */
export function infoFor<T extends DeviceInfo | null>(caller: Caller, device: Owned, right: Action, info: T): T {
  if (info === null || can(caller, right, { householdId: device.householdId })) return info
  return { ...info, serialNumber: null, macAddress: null }
}

/** Empty for whoever may not change it. */
export function loginFor(caller: Caller, device: Owned & { username: string }): string {
  return can(caller, 'manage', { householdId: device.householdId }) ? device.username : ''
}
