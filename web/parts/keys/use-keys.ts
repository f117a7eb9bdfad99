// The keys of a page or a part of it, for as long as it is shown.
import { useLayoutEffect, useRef } from 'preact/hooks'
import { addKeys, type Key, type KeyGroup } from './keys.ts'

export function useKeys(title: KeyGroup['title'], keys: readonly Key[], last = false): void {
  const latest = useRef<KeyGroup>({ title, keys, last })
  latest.current = { title, keys, last }
  // With what is drawn and not after it: who goes on quickly has pressed the next key by then.
  useLayoutEffect(() => addKeys(() => latest.current), [])
}
