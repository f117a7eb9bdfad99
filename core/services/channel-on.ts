// A channel named together with its device, as paths of seed 000 do.
import { Fault } from '#plugin'
import type { Action, Caller } from '../domain/caller.ts'
import type { AccessService, ChannelWithDevice } from './access.ts'

/** Faults: `Device not found`, `Channel not found` (also for a channel of another device), not-allowed. */
export function channelOn(
  access: Pick<AccessService, 'device' | 'channel'>,
  caller: Caller,
  deviceId: string | number,
  channelId: string | number,
  action: Action,
): ChannelWithDevice {
  const device = access.device(caller, deviceId, 'view')
  const channel = access.channel(caller, channelId, 'view')
  if (channel.deviceId !== device.id) throw new Fault('not-found', 'Channel not found')
  return action === 'view' ? channel : access.channel(caller, channel.id, action)
}
