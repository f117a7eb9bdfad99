// The keys of the list: from row to row, and what is done with the one that has the focus.
import type { RefObject } from 'preact'
import { useState } from 'preact/hooks'
import { useKeys } from '../../parts/keys/use-keys.ts'
import { mayManage, mayOperate } from '../../session.ts'
import { asNewFrom, remove, turn } from './deeds.ts'
import type { Item } from './item.ts'
import type { Choice } from './use-choice.ts'

interface Row {
  element: HTMLElement
  item: Item
}

/** Returns what the list needs to tell whether a row has the focus. */
export function useRowKeys(list: RefObject<HTMLOListElement>, items: readonly Item[], choice: Choice | null) {
  const [isInside, setInside] = useState(false)
  const rows = () => [...(list.current?.querySelectorAll<HTMLElement>('[data-alarm]') ?? [])]
  const here = (): Row | null => {
    const element = document.activeElement?.closest<HTMLElement>('[data-alarm]')
    const item = items.find(({ id }) => String(id) === element?.dataset.alarm)
    return element && item ? { element, item } : null
  }
  /** From nowhere to the first one that is in sight. */
  const step = (by: 1 | -1) => {
    const all = rows()
    const at = all.findIndex((row) => row.contains(document.activeElement))
    const top = list.current?.closest('main')?.getBoundingClientRect().top ?? 0
    const next = at < 0 ? all.find((row) => row.getBoundingClientRect().top >= top) : all[at + by]
    next?.focus()
    next?.scrollIntoView({ block: 'nearest' })
  }
  const withRow = (act: (row: Row, event: KeyboardEvent) => void) => (event: KeyboardEvent) => {
    const row = here()
    if (row) act(row, event)
  }
  useKeys('alarms.list', [
    { key: 'j', text: 'keys.alarm.next', act: () => step(1) },
    { key: 'k', text: 'keys.alarm.previous', act: () => step(-1) },
    { key: 'ArrowDown', text: 'keys.alarm.next', when: isInside, act: () => step(1) },
    { key: 'ArrowUp', text: 'keys.alarm.previous', when: isInside, act: () => step(-1) },
    {
      ...({ key: 'Enter', text: 'alarms.watch.moment', when: isInside } as const),
      act: withRow(({ element }) => element.querySelector<HTMLElement>('[data-watch]')?.click()),
    },
    {
      ...({ key: 'e', text: 'alarms.key.seenTo', when: isInside && mayOperate.value } as const),
      act: withRow(({ item }) => void turn(item)),
    },
    {
      ...({ key: 'x', text: 'alarms.key.choose', when: isInside && choice !== null } as const),
      act: withRow(({ item }, event) => choice?.choose(item.id, !choice.has(item.id), event.shiftKey)),
    },
    { key: 'u', text: 'alarms.key.new', when: isInside, act: withRow(({ item }) => asNewFrom(item)) },
    {
      ...({ key: 'Delete', text: 'do.remove', when: isInside && mayManage.value } as const),
      act: withRow(({ element, item }) => {
        const all = rows()
        const at = all.indexOf(element)
        ;(all[at + 1] ?? all[at - 1])?.focus()
        remove([item])
      }),
    },
    { key: 'Escape', text: 'alarms.key.stop', when: choice?.on === true, act: () => choice?.end() },
  ])
  return {
    onFocusIn: () => setInside(true),
    onFocusOut: ({ relatedTarget }: FocusEvent) =>
      setInside(relatedTarget instanceof Node && list.current?.contains(relatedTarget) === true),
  }
}
