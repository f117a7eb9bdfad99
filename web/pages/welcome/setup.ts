// How far the house is set up: what is there, and what this browser keeps of somebody's way through the first minutes.
import { computed, signal } from '@preact/signals'
import { deviceList, devices, hub } from '../../household.ts'
import { mayManage, person } from '../../session.ts'
import { type House, isSetUp } from './way.ts'

export interface Kept {
  /** Somebody has been there. */
  begun?: boolean
  picture?: 'done' | 'left'
  hub?: 'left'
  /** It is done, or nobody wants to be asked again. */
  over?: boolean
}

const key = () => `porchlight.setup.${person.value?.id ?? ''}`
const changes = signal(0)

function read(): Kept {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key()) ?? '{}')
    return typeof kept === 'object' && kept !== null ? kept : {}
  } catch {
    return {}
  }
}

const kept = computed(() => {
  void changes.value
  return read()
})

export function keep(change: Kept): void {
  localStorage.setItem(key(), JSON.stringify({ ...read(), ...change }))
  changes.value++
}

/** Null before the devices are known. */
export const house = computed((): House | null =>
  devices.value.phase === 'ready'
    ? {
        founder: person.value?.founder === true,
        devices: deviceList.value.length,
        picture: kept.value.picture ?? 'open',
        hub: hub.value?.connected ? 'done' : (kept.value.hub ?? 'open'),
      }
    : null,
)

/** Begun here and neither ended nor come to its end. */
export const isUnfinished = computed(() => {
  const { begun, over } = kept.value
  if (!mayManage.value || !begun || over || house.value === null) return false
  return (hub.value !== null || !house.value.founder) && !isSetUp(house.value)
})
