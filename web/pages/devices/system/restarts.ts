// Restarts that were ordered on this page, so that a recorder that is away by our own order is not called away.
import { signal } from '@preact/signals'
import { now } from '../../../times.ts'
import type { DeviceOut } from '../../../wire.ts'
import { isRestarting, type RestartOrder } from './restart-state.ts'

const orders = signal<ReadonlyMap<number, RestartOrder>>(new Map())

export function noteRestart({ id, state }: DeviceOut): void {
  orders.value = new Map(orders.value).set(id, { at: new Date(), stateSince: state.since })
}

/** Null: it does not restart, as far as this page knows. */
export function restartingSince({ id, state }: DeviceOut): Date | null {
  const order = orders.value.get(id)
  return order && isRestarting(order, state, now.value) ? order.at : null
}
