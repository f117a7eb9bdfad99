// Several settings in one form: what differs is written one after the other, and what is refused is told at its field.
import { useRef, useState } from 'preact/hooks'
import { api } from '../../api.ts'
import { type AsyncAction, useAsyncAction } from '../../parts/use-async-action.ts'
import type { SettingOut } from '../../wire.ts'
import { changed, type Draft } from './draft.ts'

export interface HubForm {
  /** As typed, else as stored. */
  value(key: string): unknown
  text(key: string): string
  set(key: string, value: unknown): void
  problem(key: string): string | undefined
  /** Name of the variable that sets it. */
  lockedBy(key: string): string | null
  isChanged: boolean
  save: AsyncAction<[]>
}

/** `keys` in the order of writing. */
export function useHubSettings(settings: readonly SettingOut[], keys: readonly string[], onSaved: () => void): HubForm {
  const [draft, setDraft] = useState<Draft>({})
  const refused = useRef<string | null>(null)
  const written = useRef<{ draft: Draft; settings: readonly SettingOut[] } | null>(null)
  // What was written stands in the form until it comes back: in between, the former values would be shown.
  if (written.current && written.current.settings !== settings) {
    const before = written.current.draft
    written.current = null
    setDraft(Object.fromEntries(Object.entries(draft).filter(([key, value]) => value !== before[key])))
  }
  const stored = (key: string) => settings.find((one) => one.key === key)
  const wanted = changed(settings, keys, draft)
  const save = useAsyncAction(
    async () => {
      refused.current = null
      for (const [key, value] of wanted) {
        const answer = await api.setSetting(key, value)
        if (answer.kind === 'ok') continue
        refused.current = key
        return answer
      }
      return { kind: 'ok', data: null } as const
    },
    () => {
      written.current = { draft, settings }
      onSaved()
    },
  )
  const value = (key: string) => (key in draft ? draft[key] : stored(key)?.value === '***' ? '' : stored(key)?.value)
  return {
    value,
    text: (key) => String(value(key) ?? ''),
    set(key, next) {
      save.forget()
      setDraft({ ...draft, [key]: next })
    },
    problem: (key) => (refused.current === key ? (save.fault?.problems[0]?.message ?? save.fault?.message) : undefined),
    lockedBy: (key) => (stored(key)?.locked ? (stored(key)?.locked_by ?? '') : null),
    isChanged: wanted.length > 0,
    save,
  }
}
