// Templates of rights beside real users: one as if it were a user, one made of a user, and what is lost on the way. Pure.
import type { DeviceUser } from '../../devices/users/asks.ts'
import {
  allPlaces,
  channelsOf,
  type Holder,
  type Place,
  type Rights,
  SCOPES,
  type Scope,
  stored,
} from '../../devices/users/rights.ts'
import type { RightsDocument, RightsTemplate } from './asks.ts'

type Spoken = Omit<Place, 'user'>
type Flags = Record<string, boolean>
type Named = Record<string, 'all' | number[] | undefined>

/** Undefined where the template says nothing of it. */
function valueIn(document: RightsDocument, { scope, right, channel }: Spoken): boolean | undefined {
  const { global, channels }: { global?: Record<string, boolean | undefined>; channels?: Named } = document[scope] ?? {}
  if (channel === null) return global?.[right]
  const numbers = channels?.[right]
  return numbers === undefined ? undefined : numbers === 'all' || numbers.includes(channel)
}

/** Ids of templates beside those of users: none of these is below zero. */
export const idOf = ({ id }: RightsTemplate): number => -id

/** What the template wants of this user, as if it were another user of the same recorder. */
export function asUser(template: RightsTemplate, like: DeviceUser): DeviceUser {
  const rights = { remote: { device: {}, channels: {} }, local: { device: {}, channels: {} } } satisfies Rights
  for (const place of allPlaces(like)) {
    const { scope, right, channel } = place
    const value = valueIn(template.document, place)
    if (value === undefined) continue
    const own: { device: Flags; channels: Record<number, Flags> } = rights[scope]
    if (channel === null) own.device[right] = value
    else own.channels[channel] = { ...own.channels[channel], [right]: value }
  }
  const about = { role: like.role, isOurs: false, isInherent: true, readAt: null, trouble: null }
  return { ...about, id: idOf(template), device: like.device, name: template.name, rights }
}

/** What a user may do, to be kept as a template: a right that he has on every channel is one on all. */
export function documentOf(user: Holder): RightsDocument {
  return Object.fromEntries(
    SCOPES.map((scope) => {
      const global = user.rights?.[scope].device ?? {}
      const known: Record<string, { has: number[]; of: number }> = {}
      for (const { right, channel } of allPlaces(user).filter((place) => place.scope === scope)) {
        if (channel === null) continue
        known[right] ??= { has: [], of: 0 }
        known[right].of++
        if (stored(user, { scope, right, channel })) known[right].has.push(channel)
      }
      const channels = Object.entries(known).map(([right, { has, of }]) => [right, has.length === of ? 'all' : has])
      return [scope, { global: { ...global }, channels: Object.fromEntries(channels) }]
    }),
  )
}

/** A right that somebody has or a template gives, and where: `all` are all channels that there may be. */
export interface Given {
  scope: Scope
  right: string
  channel: number | 'all' | null
}

export const givenBy = (user: Holder): Given[] => allPlaces(user).filter((place) => stored(user, place) === true)

export function givenIn(document: RightsDocument): Given[] {
  const given: Given[] = []
  for (const scope of SCOPES) {
    const { global = {}, channels = {} } = document[scope] ?? {}
    for (const [right, has] of Object.entries(global)) if (has) given.push({ scope, right, channel: null })
    for (const [right, numbers] of Object.entries(channels))
      for (const channel of numbers === 'all' ? (['all'] as const) : numbers) given.push({ scope, right, channel })
  }
  return given
}

export interface LeftOut {
  /** The other recorder knows no such right for him. */
  rights: Pick<Given, 'scope' | 'right'>[]
  /** It has no such channels. */
  channels: number[]
}

/** What of it this user cannot be given. */
export function leftOut(given: readonly Given[], to: Holder): LeftOut {
  const rights = new Map<string, Pick<Given, 'scope' | 'right'>>()
  const channels = new Set<number>()
  const places = allPlaces(to)
  for (const { scope, right, channel } of given) {
    const alike = places.filter((place) => place.scope === scope && place.right === right)
    const isKnown = alike.some((place) => (place.channel === null) === (channel === null))
    if (!isKnown) rights.set(`${scope} ${right}`, { scope, right })
    else if (typeof channel === 'number' && !alike.some((place) => place.channel === channel)) channels.add(channel)
  }
  return { rights: [...rights.values()], channels: [...channels].sort((a, b) => a - b) }
}

/** Channels of which `from` says nothing: there `to` keeps what he has. */
export const beyond = (from: Holder, to: Holder): number[] => {
  const numbers = (user: Holder) => new Set(SCOPES.flatMap((scope) => channelsOf(user, scope)))
  const own = numbers(from)
  return [...numbers(to)].filter((number) => !own.has(number)).sort((a, b) => a - b)
}
