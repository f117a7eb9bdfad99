// What was found, in words and in order: new ones first, and what came of adding each. Pure.
import { hasText, t } from '../../../texts/t.ts'
import { faultWords, isRefusal } from '../fault-words.ts'
import type { Added, Found } from './asks.ts'

/** At once, as the API takes them. */
export const MOST = 32

export type Standing = 'new' | 'asleep' | 'here'

type Key = Pick<Found, 'brand' | 'address'>
export const keyOf = ({ brand, address }: Key): string => `${brand} ${address}`

/** `asleep`: nobody has given it a password yet, so there is no login. */
export const standingOf = ({ device_id, activated }: Found): Standing =>
  device_id !== null ? 'here' : activated === false ? 'asleep' : 'new'

export const calledOf = (found: Found): string => found.name || found.model || found.address

export const brandWords = (brand: string): string => {
  const key = `discover.brand.${brand.toLowerCase()}`
  return hasText(key) ? t(key as 'discover.brand.onvif') : brand
}

/** Brand, model, address and serial number, without what the title says already. */
export function factsOf(found: Found): string[] {
  const serial = found.serial_number && t('discover.fact.serial', { number: found.serial_number })
  const facts = [brandWords(found.brand), found.model, found.address, serial]
  return facts.filter((fact): fact is string => !!fact && fact !== calledOf(found))
}

/** Of a refused login the device's driver knows more than that: another clock, users kept apart. */
export function whyNot({ kind, error }: Pick<Added, 'kind' | 'error'>): string {
  const told = error ?? ''
  return told && isRefusal(kind) ? told : faultWords(kind ?? null, told)
}

const ORDER: Record<Standing, number> = { new: 0, asleep: 1, here: 2 }
const byAddress = new Intl.Collator('en', { numeric: true })

/** New ones first; then by address, so that .9 stands before .10. */
export const inOrder = (list: readonly Found[]): Found[] =>
  list.toSorted((a, b) => ORDER[standingOf(a)] - ORDER[standingOf(b)] || byAddress.compare(a.address, b.address))

export type Outcomes = ReadonlyMap<string, Added>

/** What is known of each after another try; a later answer takes the place of the former. */
export function withOutcomes(before: Outcomes, found: readonly Found[], answers: readonly Added[]): Outcomes {
  const next = new Map(before)
  for (const one of found) {
    const answer = answers.find(({ address }) => address === one.address)
    if (answer) next.set(keyOf(one), answer)
  }
  return next
}
