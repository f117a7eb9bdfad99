// The list of alarms and events: pages by cursor at its end, new ones at its top, removal with undo.
import { batch, signal } from '@preact/signals'
import type { Answer, PageFault } from '../../client.ts'
import { type EventOut, loadItems } from './asks.ts'
import { ALL, type Asked, askedAt, isListed, questionOf } from './filter.ts'
import { type Item, type ItemPage, isOwn } from './item.ts'

export interface Feed {
  items: { readonly value: Item[] }
  phase: { readonly value: 'idle' | 'loading' | 'fault' | 'more' | 'end' }
  fault: { readonly value: PageFault | null }
  /** Shows alarms that match; loads the first page when the filter is another one or nothing is loaded. */
  show(filter: Asked): Promise<void>
  more(): Promise<void>
  /** Renews the first page and keeps what is below it; at once after a page that is under way, which may be older than the wish. */
  refresh(): Promise<void>
  put(alarm: Item, isNew: boolean): void
  /** Somebody has seen to these, or takes it back (null): until the stream says it, too. */
  mark(ids: readonly number[], at: string | null, by: string | null): void
  /** What somebody has said of an alarm. */
  judge(event: Pick<EventOut, 'alarm_id' | 'severity' | 'message' | 'acknowledged_at' | 'acknowledged_by'>): void
  /** `all`: every alarm. Other events stay. */
  drop(ids: number[] | 'all'): void
  /** Drops what a device that is gone has told. */
  dropOf(deviceId: number): void
  /** Takes some out of sight; they are put back by `restore`. */
  hide(...ids: number[]): void
  restore(...ids: number[]): void
  /** Nobody looks any more: keeps what shows it at once when somebody is back. */
  rest(): void
  clear(): void
}

type Cursor = { time: string; id: string } | null
type Load = (query: Record<string, string>) => Promise<Answer<ItemPage>>

const newestFirst = (a: Item, b: Item) =>
  a.created_at === b.created_at ? b.id - a.id : a.created_at < b.created_at ? 1 : -1

/** By what arrives the list grows no longer than this, or than somebody has made it by scrolling: it is left open all day. */
const MOST_BY_ITSELF = 200
const RESTING = 50
const ANY: Asked = askedAt(ALL, new Date(0))

/** `load` asks for one page. Answers that a newer question has overtaken are dropped. */
export function createFeed(load: Load): Feed {
  const items = signal<Item[]>([])
  const phase = signal<Feed['phase']['value']>('idle')
  const fault = signal<PageFault | null>(null)
  const hidden = new Map<number, Item>()
  let filter = ANY
  let cursor: Cursor = null
  let question = 0
  /** The end of the list that the page under way was asked for. */
  let asked: Cursor = null
  /** What was told of each while answers are under way: they may have been written before it. */
  const told = new Map<number, Partial<Item>>()
  let underWay = 0
  /** A renewal was wished for while a page was under way. */
  let isStale = false

  const isCleared = () => phase.value === 'idle'
  const merge = (fresh: Item[]) => {
    const known = new Map(items.value.map((alarm) => [alarm.id, alarm]))
    for (const alarm of fresh) if (!hidden.has(alarm.id)) known.set(alarm.id, { ...alarm, ...told.get(alarm.id) })
    items.value = [...known.values()].sort(newestFirst)
  }
  const query = (from: Cursor): Record<string, string> => ({
    ...questionOf(filter),
    ...(from ? { cursor_time: from.time, cursor_id: from.id } : {}),
  })
  /** Older ones are read anew when somebody comes near them. */
  const cut = (most: number) => {
    const last = items.value[most - 1]
    if (!last || items.value.length <= most || (phase.value !== 'more' && phase.value !== 'end')) return
    items.value = items.value.slice(0, most)
    cursor = { time: last.created_at, id: String(last.id) }
    phase.value = 'more'
  }
  const note = (id: number, said: Partial<Item>) => {
    if (underWay) told.set(id, { ...told.get(id), ...said })
  }
  /** Asks, and goes on with the answer before what was told meanwhile is forgotten. */
  const asking = async (from: Cursor, use: (answer: Answer<ItemPage>) => void) => {
    underWay++
    try {
      use(await load(query(from)))
    } finally {
      if (--underWay === 0) told.clear()
    }
  }
  const page = async (from: Cursor) => {
    const mine = ++question
    asked = from
    phase.value = 'loading'
    await asking(from, (answer) => {
      if (mine !== question) return
      batch(() => {
        if (answer.kind === 'fault') {
          fault.value = answer.fault
          phase.value = 'fault'
        } else if (answer.kind === 'ok') {
          const { data } = answer
          fault.value = null
          merge(data.items)
          cursor =
            data.next_cursor_time !== null && data.next_cursor_id !== null
              ? { time: data.next_cursor_time, id: String(data.next_cursor_id) }
              : null
          phase.value = data.has_more && cursor ? 'more' : 'end'
        }
      })
    })
    if (mine !== question || !isStale) return
    isStale = false
    await refresh()
  }
  async function refresh() {
    if (phase.value === 'loading') isStale = true
    if (isCleared() || isStale) return
    if (phase.value === 'fault') return retry()
    for (let isDone = false; !isDone; ) {
      const mine = question
      await asking(null, (answer) => {
        isDone = isCleared() || answer.kind !== 'ok' || mine === question
        if (!isDone || isCleared() || answer.kind !== 'ok') return
        // Removed elsewhere in the meantime: what the first page would hold and does not.
        const { items: listed, has_more, next_cursor_time: end } = answer.data
        const fresh = new Set(listed.map((alarm) => alarm.id))
        const isBelow = ({ created_at }: Item) => has_more && end !== null && created_at < end
        items.value = items.value.filter((alarm) => fresh.has(alarm.id) || told.has(alarm.id) || isBelow(alarm))
        merge(listed)
      })
    }
  }
  /** Asks again for what could not be had, and then for what has come on top of it. */
  async function retry() {
    const isFirst = cursor === null
    await page(cursor)
    if (!isFirst && (phase.value === 'more' || phase.value === 'end')) await refresh()
  }
  /** An answer under way may still hold what was removed meanwhile: it is not listened to. */
  const overtake = () => {
    if (phase.value === 'loading') void page(asked)
    else question++
  }
  return {
    items,
    phase,
    fault,
    async show(next) {
      if (JSON.stringify(next) === JSON.stringify(filter) && phase.value !== 'idle') {
        if (phase.value === 'fault') await retry()
        return
      }
      filter = next
      items.value = []
      cursor = null
      isStale = false
      await page(null)
    },
    async more() {
      if (phase.value === 'more' || phase.value === 'fault') await page(cursor)
    },
    refresh,
    put(alarm, isNew) {
      note(alarm.id, alarm)
      if (phase.value === 'idle' || hidden.has(alarm.id)) return
      const { length } = items.value
      if (items.value.some((item) => item.id === alarm.id)) merge([alarm])
      else if (isNew && isListed(alarm, filter)) {
        merge([alarm])
        cut(Math.max(length, MOST_BY_ITSELF))
      }
    },
    mark(ids, at, by) {
      const said = { acknowledged_at: at, acknowledged_by: by }
      for (const id of ids) note(id, said)
      items.value = items.value.map((alarm) => (ids.includes(alarm.id) ? { ...alarm, ...said } : alarm))
    },
    judge({ alarm_id, severity, message, acknowledged_at, acknowledged_by }) {
      const said = { severity, message, acknowledged_at, acknowledged_by }
      note(alarm_id, said)
      items.value = items.value.map((alarm) => (alarm.id === alarm_id ? { ...alarm, ...said } : alarm))
    },
    drop(ids) {
      if (ids !== 'all') for (const id of ids) hidden.delete(id)
      items.value = items.value.filter((alarm) => (ids === 'all' ? isOwn(alarm) : !ids.includes(alarm.id)))
      if (ids === 'all' && items.value.length === 0 && phase.value === 'more') phase.value = 'end'
      overtake()
    },
    dropOf(deviceId) {
      items.value = items.value.filter((alarm) => alarm.device_id !== deviceId)
      overtake()
    },
    hide(...ids) {
      for (const alarm of items.value) if (ids.includes(alarm.id)) hidden.set(alarm.id, alarm)
      items.value = items.value.filter((item) => !ids.includes(item.id))
    },
    restore(...ids) {
      const back = ids.flatMap((id) => hidden.get(id) ?? [])
      for (const id of ids) hidden.delete(id)
      // Hidden under another filter, it is not of this list.
      merge(back.filter((alarm) => isListed(alarm, filter)))
    },
    rest: () => cut(RESTING),
    clear() {
      question++
      isStale = false
      items.value = []
      hidden.clear()
      cursor = null
      filter = ANY
      phase.value = 'idle'
    },
  }
}

export const feed = createFeed(loadItems)
