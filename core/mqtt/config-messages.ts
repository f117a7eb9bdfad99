// What is announced, as messages in either form: one a device, or one an entity for hubs that know only those. Pure.
import type { Announced, Availability } from './entities/build.ts'

export interface ConfigMessage {
  topic: string
  payload: string
  owner: string
}

const ORIGIN = 'Porchlight'

/** The retained messages that announce it all: one a device, or one an entity for hubs that know only those. */
export function configMessages(
  all: readonly Announced[],
  form: 'device' | 'entity',
  prefix: string,
  version: string,
): ConfigMessage[] {
  const origin = { name: ORIGIN, sw_version: version }
  return all.flatMap((it) => (form === 'device' ? [deviceMessage(it)] : entityMessages(it)))

  function deviceMessage({ identifier, owner, device, entities }: Announced): ConfigMessage {
    const shared = longest([...entities.values()].map(({ availability }) => availability))
    const components = Object.fromEntries(
      [...entities].map(([key, { entity, availability }]) => [
        key,
        {
          ...entity,
          unique_id: `${identifier}_${key}`,
          ...(Bun.deepEquals(availability, shared) ? {} : { availability, availability_mode: 'all' }),
        },
      ]),
    )
    const message = { device, origin, availability: shared, availability_mode: 'all', components }
    return { topic: `${prefix}/device/${identifier}/config`, payload: JSON.stringify(message), owner }
  }

  function entityMessages({ identifier, owner, device, entities }: Announced): ConfigMessage[] {
    return [...entities].map(([key, { entity, availability }]) => {
      const { platform, ...rest } = entity
      const unique_id = `${identifier}_${key}`
      const message = { ...rest, unique_id, availability, availability_mode: 'all', device, origin }
      return { topic: `${prefix}/${platform}/${identifier}/${key}/config`, payload: JSON.stringify(message), owner }
    })
  }
}

/** The list that most entities of a device have is the one that needs the most. */
function longest(lists: Availability[]): Availability {
  return lists.reduce((best, list) => (list.length >= best.length ? list : best), [] as Availability)
}
