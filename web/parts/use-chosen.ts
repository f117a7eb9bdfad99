// What of a list has been picked; what is no longer in the list is not picked any more.
import { useState } from 'preact/hooks'

export interface Chosen<T, K> {
  /** In the order of the list. */
  items: readonly T[]
  has: (key: K) => boolean
  toggle: (key: K, on: boolean) => void
  all: (on: boolean) => void
}

/** `list` are those that may be picked. */
export function useChosen<T, K extends string | number>(list: readonly T[], keyOf: (item: T) => K): Chosen<T, K> {
  const [keys, setKeys] = useState<ReadonlySet<K>>(new Set())
  return {
    items: list.filter((item) => keys.has(keyOf(item))),
    has: (key) => keys.has(key),
    toggle: (key, on) =>
      setKeys((before) => (on ? new Set([...before, key]) : new Set([...before].filter((one) => one !== key)))),
    all: (on) => setKeys(new Set(on ? list.map(keyOf) : [])),
  }
}
