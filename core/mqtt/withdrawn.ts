// What the hub's user has deleted there: it is not announced again until a person says so or changes it (DISCOVERY 15).
import type { Withdrawn } from '../services/hub.ts'
import type { Announced } from './entities.ts'

/** Keys of an entity that name what it reads. */
const READS = ['state_topic', 'topic', 'image_topic', 'url_topic', 'json_attributes_topic']

/** Whether it is this device, with or without a word about one entity of it. */
const hides = (it: Withdrawn, { identifier, device }: Announced) =>
  // Under another name it is something that a person has changed.
  it.identifier === identifier && it.name === device.name

/**
 * What is left to announce, and the topics that nothing of it reads any more. What was below a hidden device stands by
 * itself, since a hub would make an empty device out of a parent that it does not know.
 */
export function withoutWithdrawn(
  all: readonly Announced[],
  withdrawn: readonly Withdrawn[],
): { shown: Announced[]; unread: ReadonlySet<string> } {
  if (!withdrawn.length) return { shown: [...all], unread: new Set() }
  const shown = all.flatMap((it) => {
    const of = withdrawn.filter((row) => hides(row, it))
    if (!of.length) return [it]
    const keys = new Set(of.map(({ key }) => key))
    const entities = new Map(keys.has(null) ? [] : [...it.entities].filter(([key]) => !keys.has(key)))
    return entities.size ? [{ ...it, entities }] : []
  })
  const known = new Set(shown.map(({ identifier }) => identifier))
  const unread = new Set(all.flatMap(topicsOf))
  for (const topic of shown.flatMap(topicsOf)) unread.delete(topic)
  return { shown: shown.map((it) => (known.has(String(it.device.via_device)) ? it : withoutParent(it))), unread }
}

function withoutParent(it: Announced): Announced {
  const { via_device: _, ...device } = it.device
  return { ...it, device }
}

function topicsOf({ entities }: Announced): string[] {
  return [...entities.values()].flatMap(({ entity, availability }) => [
    ...READS.flatMap((key) => (typeof entity[key] === 'string' ? [entity[key]] : [])),
    ...availability.map(({ topic }) => topic),
  ])
}

/** The list without what has another name by now. */
export function withoutRenamed(withdrawn: readonly Withdrawn[], all: readonly Announced[]): Withdrawn[] {
  const names = new Map(all.map(({ identifier, device }) => [identifier, device.name]))
  return withdrawn.filter(({ identifier, name }) => (names.get(identifier) ?? name) === name)
}

/** The list with one deletion more. A device whose entities are all gone is gone itself, in either form. */
export function withdraw(
  before: readonly Withdrawn[],
  all: readonly Announced[],
  identifier: string,
  key: string | null,
): Withdrawn[] {
  const it = all.find((other) => other.identifier === identifier)
  if (!it) return [...before]
  const name = String(it.device.name)
  const others = before.filter((row) => row.identifier !== identifier)
  const gone = new Set(before.filter((row) => hides(row, it)).map((row) => row.key)).add(key)
  const whole = gone.has(null) || [...it.entities.keys()].every((one) => gone.has(one))
  return [...others, ...(whole ? [null] : [...gone]).map((one) => ({ identifier, key: one, name }))]
}
