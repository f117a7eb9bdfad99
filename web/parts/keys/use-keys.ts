// The keys of a page or a part of it, for as long as it is shown.
import { useLayoutEffect, useRef } from 'preact/hooks'
import type { PlainKey } from '../../texts/t.ts'
import { addKeys, type Key } from './keys.ts'

export function useKeys(title: PlainKey, keys: readonly Key[]): void {
  const latest = useRef({ title, keys })
  latest.current = { title, keys }
  // With what is drawn and not after it: who goes on quickly has pressed the next key by then.
  useLayoutEffect(() => addKeys(() => latest.current), [])
}
