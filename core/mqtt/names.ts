// Names of devices and channels as the hub shows them: never two alike, or entity ids would get a `_2`. Pure.

import unidecode from 'unidecode'

/**
 * What two names must differ in: the id that Home Assistant makes of one, with the same tables for other scripts, in the
 * same order (its `slugify`). Names of nothing but signs are all alike.
 */
function sameness(name: string): string {
  return unidecode(name.replace(/'+/g, '-').normalize('NFKD'))
    .toLowerCase()
    .replace(/'+/g, '')
    .replace(/(?<=\d),(?=\d)/g, '')
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_|_$/g, '')
}

export interface Named {
  name: string
  /** Put behind the name in brackets, one after the other, while another thing is called the same. */
  distinctions: readonly string[]
}

/**
 * Unique names in the order given. When two are equal all of them get their first distinction behind, then the next.
 * `taken` are entity names: a device must not be called like the beginning of one of its entities, which would be shown twice.
 */
export function uniqueNames(things: readonly Named[], taken: readonly string[]): string[] {
  const levels = things.map(() => 0)
  const names = () =>
    things.map(({ name, distinctions }, i) =>
      levels[i] ? `${name} (${distinctions.slice(0, levels[i]).join(', ')})` : name,
    )
  const shadows = (name: string) =>
    taken.some((entity) => `${entity.toLowerCase()} `.startsWith(`${name.toLowerCase()} `))
  for (;;) {
    const now = names()
    const count = new Map<string, number>()
    for (const name of now) count.set(sameness(name), (count.get(sameness(name)) ?? 0) + 1)
    let moved = false
    now.forEach((name, i) => {
      const level = levels[i] ?? 0
      if (level >= (things[i]?.distinctions.length ?? 0)) return
      if ((count.get(sameness(name)) ?? 0) < 2 && !shadows(name)) return
      levels[i] = level + 1
      moved = true
    })
    if (!moved) return now
  }
}
