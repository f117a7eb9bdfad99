// What a reload keeps of a page with a table of rights: it is in the address.
import { useLocation } from 'preact-iso'

export interface View {
  query: Readonly<Record<string, string>>
  /** Changes what is named; null takes it out. */
  set: (change: Record<string, string | null>) => void
}

export function useView(): View {
  const { path, query, route } = useLocation()
  return {
    query,
    set(change) {
      const wanted = Object.entries({ ...query, ...change }).filter((pair): pair is [string, string] => !!pair[1])
      const text = new URLSearchParams(wanted).toString()
      route(`${path}${text && `?${text}`}`, true)
    },
  }
}
