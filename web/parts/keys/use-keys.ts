// The keys of a page or a part of it, for as long as it is shown.
import { useEffect, useRef } from 'preact/hooks'
import type { PlainKey } from '../../texts/t.ts'
import { addKeys, type Key } from './keys.ts'

export function useKeys(title: PlainKey, keys: readonly Key[]): void {
  const latest = useRef({ title, keys })
  latest.current = { title, keys }
  useEffect(() => addKeys(() => latest.current), [])
}
