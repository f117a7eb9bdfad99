// Edits row by row: a row in which nothing changed is not drawn again, and a table may have hundreds.
import { useMemo, useRef } from 'preact/hooks'
import { type Edits, grouped } from './rights.ts'

const none: Edits = new Map()

/** `groupOf` must not change between renders without need. */
export function useGroups<K>(edits: Edits, groupOf: (user: number) => K): (group: K) => Edits {
  const before = useRef<ReadonlyMap<K, Edits>>(new Map())
  const groups = useMemo(() => grouped(edits, groupOf, before.current), [edits, groupOf])
  before.current = groups
  return (group) => groups.get(group) ?? none
}
