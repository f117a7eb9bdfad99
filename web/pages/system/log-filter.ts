// What of the log is looked at, as the address says.

export const LEVELS = ['debug', 'info', 'warn', 'error'] as const
export type Level = (typeof LEVELS)[number]

export interface Filter extends Record<string, string> {
  level: Level
  search: string
}

export function filterOf(query: Record<string, string>): Filter {
  const level = LEVELS.find((one) => one === query.level) ?? 'info'
  return { level, search: (query.search ?? '').slice(0, 100) }
}

export function addressQuery({ level, search }: Filter): string {
  const query = new URLSearchParams({ ...(level === 'info' ? {} : { level }), ...(search ? { search } : {}) })
  return query.size ? `?${query}` : ''
}
