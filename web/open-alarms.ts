// Alarms that go on, loaded whole and kept up by live updates: the marks on the wall.
import { computed, type ReadonlySignal, signal } from '@preact/signals'
import type { Answer } from './client.ts'
import type { AlarmOut, AlarmPage } from './wire.ts'

export interface OpenAlarms {
  /** The newest one that goes on, by channel. */
  byChannel: ReadonlySignal<ReadonlyMap<number, AlarmOut>>
  load(): Promise<void>
  /** It goes on, or no longer does. */
  note(alarm: AlarmOut): void
  drop(ids: readonly number[] | 'all'): void
}

/** More pages than this are no house. */
const MOST_PAGES = 40

const oldestFirst = (a: AlarmOut, b: AlarmOut) => Date.parse(a.created_at) - Date.parse(b.created_at) || a.id - b.id

/** `ask` gets one page of alarms. What is noted while pages are on their way is newer than what they say. */
export function createOpenAlarms(ask: (query: Record<string, string>) => Promise<Answer<AlarmPage>>): OpenAlarms {
  const all = signal<ReadonlyMap<number, AlarmOut>>(new Map())
  /** What is told while pages are on their way, and of no interest at other times; null for one that is gone. */
  let meanwhile: Map<number, AlarmOut | null> | null = null
  let loading = 0

  function change(apply: (to: Map<number, AlarmOut>) => void): void {
    const next = new Map(all.value)
    apply(next)
    all.value = next
  }

  function put(to: Map<number, AlarmOut>, id: number, alarm: AlarmOut | null): void {
    if (alarm) to.set(id, alarm)
    else to.delete(id)
  }

  async function pages(): Promise<AlarmOut[] | null> {
    const found: AlarmOut[] = []
    let cursor: Record<string, string> = {}
    for (let page = 0; page < MOST_PAGES; page++) {
      const answer = await ask({ open: 'true', ...cursor })
      if (answer.kind !== 'ok') return null
      const { items, has_more, next_cursor_time: time, next_cursor_id: id } = answer.data
      found.push(...items)
      if (!has_more || time === null || id === null) break
      cursor = { cursor_time: time, cursor_id: String(id) }
    }
    return found
  }

  return {
    byChannel: computed(() => {
      const sorted = [...all.value.values()].sort(oldestFirst)
      return new Map(sorted.flatMap((alarm) => (alarm.channel_id === null ? [] : [[alarm.channel_id, alarm]])))
    }),
    async load() {
      const mine = ++loading
      const told = new Map<number, AlarmOut | null>()
      meanwhile = told
      const found = await pages()
      if (mine !== loading) return
      meanwhile = null
      if (!found) return
      const next = new Map(found.map((alarm) => [alarm.id, alarm]))
      for (const [id, alarm] of told) put(next, id, alarm)
      all.value = next
    },
    note(alarm) {
      const kept = alarm.ended_at === null ? alarm : null
      meanwhile?.set(alarm.id, kept)
      if (kept || all.value.has(alarm.id)) change((to) => put(to, alarm.id, kept))
    },
    drop(ids) {
      if (ids === 'all') {
        loading++
        meanwhile = null
        all.value = new Map()
        return
      }
      for (const id of ids) meanwhile?.set(id, null)
      if (ids.some((id) => all.value.has(id))) change((to) => ids.forEach((id) => void to.delete(id)))
    },
  }
}
