// The zone that times are shown in: this browser's, or by choice the appliance's; and what is a day in it.

const KEPT = 'porchlight.zone'
const MINUTE = 60_000

/** The zone's name, where somebody chose another than the browser's. */
export function keptZone(): string | null {
  const kept = typeof document === 'undefined' ? null : localStorage.getItem(KEPT)
  return kept && isZone(kept) ? kept : null
}

export function keepZone(name: string | null): void {
  if (name) localStorage.setItem(KEPT, name)
  else localStorage.removeItem(KEPT)
}

/** The appliance may have moved since its zone was chosen; seen at the next load. */
export function followAppliance(name: string): void {
  if (keptZone() && isZone(name)) keepZone(name)
}

/** An old browser may not know a zone that the appliance has. */
export function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

/** Undefined: the browser's own. The same for a whole page load, as the language is. */
export const zone: string | undefined = keptZone() ?? undefined

const formats = new Map<string, Intl.DateTimeFormat>()
function fieldsOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone)
  if (known) return known
  const date = { year: 'numeric', month: 'numeric', day: 'numeric' } as const
  const time = { hour: 'numeric', minute: 'numeric', second: 'numeric', hourCycle: 'h23' } as const
  const made = new Intl.DateTimeFormat('en-US', { ...date, ...time, timeZone })
  formats.set(timeZone, made)
  return made
}

/** Minutes ahead of UTC at that moment. */
export function offsetAt(at: number, timeZone = zone): number {
  if (timeZone === undefined) return -new Date(at).getTimezoneOffset()
  const fields: Record<string, number> = {}
  for (const { type, value } of fieldsOf(timeZone).formatToParts(at)) fields[type] = Number(value)
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = fields
  const wall = Date.UTC(year, month - 1, day, hour, minute, second)
  return Math.round((wall - Math.floor(at / 1000) * 1000) / MINUTE)
}

/** `2026-11-19`, the day that it is there. */
export const dayOf = (at: Date, timeZone = zone): string =>
  new Date(at.getTime() + offsetAt(at.getTime(), timeZone) * MINUTE).toISOString().slice(0, 10)

/** When a day begins there, or so many days later. */
export function beginOf(day: string, daysLater = 0, timeZone = zone): Date {
  const wall = Date.parse(`${day}T00:00:00Z`) + daysLater * 1440 * MINUTE
  // Twice: the first guess may lie before a change of the clocks, the day behind it.
  const guess = wall - offsetAt(wall, timeZone) * MINUTE
  return new Date(wall - offsetAt(guess, timeZone) * MINUTE)
}

/**
 * Minutes ahead of UTC of a device that says how many it is ahead today. One that agrees with the person's zone today stands in it: it
 * follows its summers, too.
 */
export function deviceOffsetAt(today: number | null, at: number, now = Date.now(), timeZone = zone): number {
  return today === null || today === offsetAt(now, timeZone) ? offsetAt(at, timeZone) : today
}
