// What of the activity is looked at, as the address says; days are those of whoever looks.
import { beginOf } from '../../zone.ts'

export interface Filter {
  who: string
  what: string
  failed: boolean
  from: string
  to: string
}

const day = (text: string | undefined): string =>
  text && /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(+new Date(text)) ? text : ''

export function filterOf(query: Record<string, string>): Filter {
  return {
    who: /^\d{1,15}$/.test(query.who ?? '') ? (query.who ?? '') : '',
    what: (query.what ?? '').slice(0, 50),
    failed: query.failed === '1',
    from: day(query.from),
    to: day(query.to),
  }
}

export function addressQuery({ failed, ...rest }: Filter): string {
  const given = Object.entries({ ...rest, failed: failed ? '1' : '' }).filter(([, value]) => value !== '')
  return given.length > 0 ? `?${new URLSearchParams(given)}` : ''
}

export const isAny = (filter: Filter): boolean => addressQuery(filter) !== ''

/** As the API takes it. */
export function sentFilter({ who, what, failed, from, to }: Filter): Record<string, string> {
  return {
    ...(who && { userId: who }),
    ...(what && { action: what }),
    ...(failed && { success: 'false' }),
    ...(from && { startDate: beginOf(from).toISOString() }),
    ...(to && { endDate: beginOf(to, 1).toISOString() }),
  }
}
