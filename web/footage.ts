// How often the footage of a recorder has changed while this page was open, by its number.
import { signal } from '@preact/signals'

export const footageChanges = signal<ReadonlyMap<number, number>>(new Map())

export function noteFootage(deviceId: number): void {
  const before = footageChanges.value.get(deviceId) ?? 0
  footageChanges.value = new Map(footageChanges.value).set(deviceId, before + 1)
}
