// A word that the address keeps, so that a reload and whoever is sent it see the same.
import { useLocation } from 'preact-iso'

/** Empty where it is not said. Saying another leaves the rest of the address and makes no step of the way back. */
export function useSaid(name: string): [said: string, say: (text: string) => void] {
  const { query, path, route } = useLocation()
  const say = (text: string) => {
    const words = new URLSearchParams(Object.entries(query).filter(([key]) => key !== name))
    if (text) words.set(name, text)
    route(words.size > 0 ? `${path}?${words}` : path, true)
  }
  return [query[name] ?? '', say]
}
