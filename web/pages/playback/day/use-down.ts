// On a phone time runs downwards.
import { useEffect, useState } from 'preact/hooks'

const NARROW = '(max-width: 719px)'

export function useDown(): boolean {
  const [down, setDown] = useState(() => matchMedia(NARROW).matches)
  useEffect(() => {
    const query = matchMedia(NARROW)
    const read = () => setDown(query.matches)
    query.addEventListener('change', read)
    return () => query.removeEventListener('change', read)
  }, [])
  return down
}
