// Some alarms of the list are chosen, to be dealt with at once; with Shift a whole row of them.
import { useRef, useState } from 'preact/hooks'
import { type Chosen, useChosen } from '../../parts/use-chosen.ts'
import type { Item } from './item.ts'

export interface Choice extends Pick<Chosen<Item, number>, 'items' | 'has' | 'all'> {
  /** Whether something is being chosen at all. */
  on: boolean
  /** These and no others. */
  some: (items: readonly Item[]) => void
  begin: () => void
  end: () => void
  choose: (id: number, on: boolean, withShift: boolean) => void
}

export function useChoice(list: readonly Item[]): Choice {
  const [on, setOn] = useState(false)
  const chosen = useChosen(list, ({ id }) => id)
  const last = useRef<number | null>(null)
  return {
    ...{ on, items: chosen.items, has: chosen.has, all: chosen.all },
    some(items) {
      chosen.all(false)
      for (const { id } of items) chosen.toggle(id, true)
    },
    begin: () => setOn(true),
    end() {
      setOn(false)
      chosen.all(false)
      last.current = null
    },
    choose(id, wanted, withShift) {
      setOn(true)
      const [from, to] = [last.current, id].map((one) => list.findIndex((item) => item.id === one))
      const row =
        withShift && from !== undefined && to !== undefined && from >= 0
          ? list.slice(Math.min(from, to), Math.max(from, to) + 1)
          : []
      for (const item of row) chosen.toggle(item.id, wanted)
      chosen.toggle(id, wanted)
      last.current = id
    },
  }
}
