// Whether a device restarts, from the order that was given here and the state that it shows since.
import type { DeviceStateOut } from '../../../wire.ts'

export interface RestartOrder {
  at: Date
  /** Of the state that the device showed at the order. */
  stateSince: string
}

/** A device that needs longer than this does not just restart: then its state speaks for itself. */
const LONGEST_MS = 5 * 60_000

/** It shows "online" for some seconds more after it took the order: only another one since means that it is back. */
export function isRestarting(order: RestartOrder, state: Pick<DeviceStateOut, 'phase' | 'since'>, at: Date): boolean {
  if (+at - +order.at > LONGEST_MS || state.phase === 'refused') return false
  return state.phase !== 'online' || state.since === order.stateSince
}
