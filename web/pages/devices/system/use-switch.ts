// A switch of a device: asked for, pending, refused in words.
import { useState } from 'preact/hooks'
import type { Answer } from '../../../client.ts'
import { useAsyncAction } from '../../../parts/use-async-action.ts'

/** While the device is asked, a switch stands where the person has put it. `wanted`: what was asked for last. */
export function useSwitch<T>(set: (on: boolean) => Promise<Answer<T>>, done: (answer: T) => void) {
  const [wanted, setWanted] = useState<boolean | null>(null)
  const action = useAsyncAction(set, done)
  const change = (on: boolean) => {
    if (action.pending) return
    setWanted(on)
    void action.run(on)
  }
  return { wanted, action, change }
}
