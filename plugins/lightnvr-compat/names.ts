// The name of a stream: what a client gave it when it added it, else the slug of its channel. It never changes by itself.
import { type Caller, Fault, type Services } from '#plugin'

export const CLIENT = 'lightnvr'
/** Under which a name that a client gave is kept among the fields of its channel. */
export const NAME_FIELD = 'name'
/** True for a channel that a client removed for good, and that its recorder still has: this API does not know it. */
export const HIDDEN_FIELD = 'hidden'

export type Channel = ReturnType<Services['access']['visibleChannels']>[number]
export type Fields = ReturnType<Services['clientFields']['of']>

const given = (fields: Fields | undefined): string | undefined => {
  const name = fields?.[NAME_FIELD]
  return typeof name === 'string' ? name : undefined
}

/** What is kept of a channel. For a list: asks once for all channels of a household. */
export function fieldsOf({ clientFields }: Pick<Services, 'clientFields'>): (channel: Channel) => Fields {
  const households = new Map<number, ReturnType<Services['clientFields']['ofChannels']>>()
  return ({ id, householdId }) => {
    const fields = households.get(householdId) ?? clientFields.ofChannels(CLIENT, householdId)
    households.set(householdId, fields)
    return fields.get(id) ?? {}
  }
}

export const nameIn = (fields: Fields, channel: Channel): string => given(fields) ?? channel.slug

/** For a list: asks once for all channels of a household. */
export function namesOf(services: Pick<Services, 'clientFields'>): (channel: Channel) => string {
  const kept = fieldsOf(services)
  return (channel) => nameIn(kept(channel), channel)
}

/** The streams that the caller may see: channels, but for those that clients have removed. */
export function streamsOf(services: Pick<Services, 'access' | 'clientFields'>, caller: Caller): Channel[] {
  const kept = fieldsOf(services)
  return services.access.visibleChannels(caller).filter((channel) => kept(channel)[HIDDEN_FIELD] !== true)
}

/** Of what it is asked for by name: that first, then the number. Fault `Stream not found`. */
export function channelNamed(
  services: Pick<Services, 'access' | 'clientFields'>,
  caller: Caller,
  name: string,
): Channel {
  const all = streamsOf(services, caller)
  const nameOf = namesOf(services)
  const found = all.find((channel) => nameOf(channel) === name) ?? all.find(({ id }) => String(id) === name)
  if (!found) throw new Fault('not-found', 'Stream not found')
  return found
}

const LONGEST_BYTES = 255

/** What could not stand in a path, and is no name that a client may give. */
export function refuseName(name: string): void {
  if (
    /[/\\?#%,\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u.test(name) ||
    name.startsWith('.') ||
    Buffer.byteLength(name) > LONGEST_BYTES
  )
    throw new Fault(
      'invalid-input',
      'Invalid stream name: at most 255 bytes, none of / \\ ? # % , and no control characters, and no dot at the beginning',
    )
}
