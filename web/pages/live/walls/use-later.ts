// What the live page does not need at first: fetched when somebody asks for it, if it is not there by then.
import { signal } from '@preact/signals'
import { useEffect, useState } from 'preact/hooks'

type Later = typeof import('../pages.ts')

const fetched = signal<Later | null>(null)

/** Null until it is there. What cannot be fetched is told as what breaks a page is. */
export function useLater(wanted: boolean): Later | null {
  const [failed, setFailed] = useState<unknown>(null)
  useEffect(() => {
    if (!wanted || fetched.value) return
    import('../pages.ts').then((parts) => {
      fetched.value = parts
    }, setFailed)
  }, [wanted])
  if (failed !== null) throw failed
  return wanted ? fetched.value : null
}
