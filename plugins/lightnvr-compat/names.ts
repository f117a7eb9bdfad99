// The name of a stream: what a client gave it when it added it, else the slug of its channel. It never changes by itself.
import { type Caller, Fault, type Services } from '#plugin'

export const CLIENT = 'lightnvr'
/** Under which a name that a client gave is kept among the fields of its channel. */
export const NAME_FIELD = 'name'

export type Channel = ReturnType<Services['access']['visibleChannels']>[number]

const given = (fields: Record<string, unknown> | undefined): string | undefined => {
  const name = fields?.[NAME_FIELD]
  return typeof name === 'string' ? name : undefined
}

/** For a list: asks once for all channels of a household. */
export function namesOf({ clientFields }: Pick<Services, 'clientFields'>): (channel: Channel) => string {
  const households = new Map<number, ReturnType<Services['clientFields']['ofChannels']>>()
  return ({ id, slug, householdId }) => {
    const fields = households.get(householdId) ?? clientFields.ofChannels(CLIENT, householdId)
    households.set(householdId, fields)
    return given(fields.get(id)) ?? slug
  }
}

/** Of what it is asked for by name: that first, then the number. Fault `Stream not found`. */
export function channelNamed(
  services: Pick<Services, 'access' | 'clientFields'>,
  caller: Caller,
  name: string,
): Channel {
  const all = services.access.visibleChannels(caller)
  const nameOf = namesOf(services)
  const found = all.find((channel) => nameOf(channel) === name) ?? all.find(({ id }) => String(id) === name)
  if (!found) throw new Fault('not-found', 'Stream not found')
  return found
}
