// The rights matrix without a page: what a cell shows, what somebody changed and not yet wrote, what is sent. Pure.

export const SCOPES = ['remote', 'local'] as const
/** At the device's own screen, or over the network. */
export type Scope = (typeof SCOPES)[number]

type Flags = Readonly<Record<string, boolean>>
export interface ScopeRights {
  device: Flags
  channels: Readonly<Record<number, Flags>>
}
export type Rights = Readonly<Record<Scope, ScopeRights>>

/** Somebody whose rights the page shows; null where they could not be read. */
export interface Holder {
  id: number
  rights: Rights | null
}

/** One right of one user in one place; channel null = on the device as a whole. */
export interface Place {
  user: number
  scope: Scope
  right: string
  channel: number | null
}

/** What a cell stands for: a right on the device, on one channel, or on all of them together. */
export interface Spot {
  scope: Scope
  right: string
  on: 'device' | 'channels' | number
}

/** A right that shall become another one than the device has. */
export interface Edit extends Place {
  to: boolean
}
export type Edits = ReadonlyMap<string, Edit>

/** In this order in the table; a right that the page does not know comes last. */
const ORDER = [
  ...['preview', 'playback', 'record', 'backup', 'ptz_control', 'voice_talk', 'log_or_state_check'],
  ...['alarm_out_or_upload', 'control_local_out', 'transparent_channel'],
  ...['parameter_config', 'manage_channel', 'restart_or_shutdown', 'upgrade'],
]
export const rank = (right: string) => (ORDER.includes(right) ? ORDER.indexOf(right) : ORDER.length)
const ordered = (rights: Iterable<string>) =>
  [...new Set(rights)].sort((a, b) => rank(a) - rank(b) || a.localeCompare(b))

/** The rights that any of these users has or lacks in that scope: the columns of the table. */
export function columnsOf(users: readonly Holder[], scope: Scope): { device: string[]; channels: string[] } {
  const own = users.flatMap(({ rights }) => (rights ? [rights[scope]] : []))
  return {
    device: ordered(own.flatMap(({ device }) => Object.keys(device))),
    channels: ordered(own.flatMap(({ channels }) => Object.values(channels).flatMap(Object.keys))),
  }
}

const none: readonly number[] = []
/** Every cell of a table asks for them. */
const sorted = new WeakMap<ScopeRights, readonly number[]>()

/** Numbers of the channels that a user's rights name, ascending. */
export function channelsOf({ rights }: Holder, scope: Scope): readonly number[] {
  const own = rights?.[scope]
  if (!own) return none
  const numbers =
    sorted.get(own) ??
    Object.keys(own.channels)
      .map(Number)
      .sort((a, b) => a - b)
  sorted.set(own, numbers)
  return numbers
}

/** Undefined where the device does not know such a right for this user. */
export function stored({ rights }: Holder, { scope, right, channel }: Omit<Place, 'user'>): boolean | undefined {
  const own = rights?.[scope]
  const flags = channel === null ? own?.device : own?.channels[channel]
  return flags && Object.hasOwn(flags, right) ? flags[right] : undefined
}

const keyOf = ({ user, scope, right, channel }: Place) => `${user} ${scope} ${channel ?? 'device'} ${right}`

const channelsAt = (user: Holder, { scope, on }: Spot): readonly (number | null)[] =>
  on === 'device' ? [null] : on === 'channels' ? channelsOf(user, scope) : [on]

function placesOf(user: Holder, spot: Spot): Place[] {
  const { scope, right } = spot
  return channelsAt(user, spot)
    .map((channel) => ({ user: user.id, scope, right, channel }))
    .filter((place) => stored(user, place) !== undefined)
}

const wishedAt = (user: Holder, edits: Edits, place: Place) => edits.get(keyOf(place))?.to ?? stored(user, place)

export interface Share {
  /** In how many places the user has the right, changes included … */
  has: number
  /** … of so many; 0 = the device knows no such right. */
  of: number
  changed: boolean
}

export function shareOf(user: Holder, edits: Edits, spot: Spot): Share {
  const { scope, right } = spot
  const share = { has: 0, of: 0, changed: false }
  for (const channel of channelsAt(user, spot)) {
    const place = { user: user.id, scope, right, channel }
    const now = stored(user, place)
    if (now === undefined) continue
    // Mostly nothing is changed, and a table has many places.
    const edit = edits.size > 0 ? edits.get(keyOf(place)) : undefined
    share.of++
    if (edit ? edit.to : now) share.has++
    if (edit) share.changed = true
  }
  return share
}

/** All of a cell's places become one thing; what is as the device has it is no edit. */
function wish(user: Holder, edits: Edits, places: readonly Place[], to: boolean): Edits {
  const next = new Map(edits)
  for (const place of places) {
    if (stored(user, place) === to) next.delete(keyOf(place))
    else next.set(keyOf(place), { ...place, to })
  }
  return next
}

/** What a press on a cell does: a right that is missing somewhere is given everywhere, else it is taken. */
export function toggled(users: readonly Holder[], edits: Edits, spot: Spot): Edits {
  const to = users.some((user) => {
    const { has, of } = shareOf(user, edits, spot)
    return has < of
  })
  return users.reduce((next, user) => wish(user, next, placesOf(user, spot), to), edits)
}

/** Rights that are newly given on a channel while the device as a whole still refuses them, and so may be without effect. */
export function lackingOnDevice(user: Holder, edits: Edits): Spot[] {
  const given = linesOf(editsOf(edits, user.id)).filter(({ channels, to }) => channels && to)
  return given
    .map(({ scope, right }): Spot => ({ scope, right, on: 'device' }))
    .filter((spot) => {
      const { has, of } = shareOf(user, edits, spot)
      return has < of
    })
}

export const allPlaces = (user: Holder): Place[] =>
  SCOPES.flatMap((scope) => {
    const { device, channels } = columnsOf([user], scope)
    return [
      ...device.flatMap((right) => placesOf(user, { scope, right, on: 'device' })),
      ...channels.flatMap((right) => placesOf(user, { scope, right, on: 'channels' })),
    ]
  })

/** `to` shall have what `from` has, wherever the device knows the right for both. */
export function copied(edits: Edits, from: Holder, to: Holder): Edits {
  let next = edits
  for (const place of allPlaces(to)) {
    const given = wishedAt(from, edits, { ...place, user: from.id })
    if (given !== undefined) next = wish(to, next, [place], given)
  }
  return next
}

/** True where two users differ in a place that the device knows for both. */
export function differs(a: Holder, b: Holder, edits: Edits, spot: Spot): boolean {
  return placesOf(a, spot).some((place) => {
    const other = wishedAt(b, edits, { ...place, user: b.id })
    return other !== undefined && other !== wishedAt(a, edits, place)
  })
}

/** The cells in which two users differ. */
export function differences(a: Holder, b: Holder, edits: Edits): Spot[] {
  return SCOPES.flatMap((scope) => {
    const { device, channels } = columnsOf([a, b], scope)
    const spots: Spot[] = [
      ...device.map((right) => ({ scope, right, on: 'device' as const })),
      ...channels.map((right) => ({ scope, right, on: 'channels' as const })),
    ]
    return spots.filter((spot) => differs(a, b, edits, spot))
  })
}

/** What is still a change after the device was read anew. */
export function rebased(edits: Edits, users: readonly Holder[]): Edits {
  const byId = new Map(users.map((user) => [user.id, user]))
  return new Map(
    [...edits].filter(([, edit]) => {
      const user = byId.get(edit.user)
      const now = user && stored(user, edit)
      return now !== undefined && now !== edit.to
    }),
  )
}

/** Edits by what `groupOf` makes of their user. A group in which nothing changed is the one of `before`. */
export function grouped<K>(
  edits: Edits,
  groupOf: (user: number) => K,
  before: ReadonlyMap<K, Edits> = new Map(),
): ReadonlyMap<K, Edits> {
  const groups = new Map<K, Map<string, Edit>>()
  for (const [key, edit] of edits) {
    const group = groupOf(edit.user)
    const own = groups.get(group)
    if (own) own.set(key, edit)
    else groups.set(group, new Map([[key, edit]]))
  }
  return new Map(
    [...groups].map(([group, own]) => {
      const former = before.get(group)
      const isSame = former?.size === own.size && [...own].every(([key, { to }]) => former.get(key)?.to === to)
      return [group, isSame ? former : own] as const
    }),
  )
}

export const editsOf = (edits: Edits, user: number): Edit[] => [...edits.values()].filter((edit) => edit.user === user)
/** What is left of the wishes when those of these users have been done; one that came since then, or was turned, is none of them. */
export const without = (edits: Edits, sent: Edits, users: readonly number[]): Edits =>
  new Map([...edits].filter(([key, { user, to }]) => !users.includes(user) || sent.get(key)?.to !== to))

/** One line of the list of changes: a right on the device, or on the channels that change the same way. */
export interface Line {
  scope: Scope
  right: string
  /** Null = on the device as a whole. */
  channels: number[] | null
  to: boolean
}

export function linesOf(edits: readonly Edit[]): Line[] {
  const lines = new Map<string, Line>()
  for (const { scope, right, channel, to } of edits) {
    const key = `${scope} ${right} ${channel === null} ${to}`
    const line = lines.get(key) ?? { scope, right, channels: channel === null ? null : [], to }
    lines.set(key, line)
    if (channel !== null) line.channels?.push(channel)
  }
  for (const line of lines.values()) line.channels?.sort((a, b) => a - b)
  return [...lines.values()].sort(
    (a, b) =>
      SCOPES.indexOf(a.scope) - SCOPES.indexOf(b.scope) ||
      Number(a.channels !== null) - Number(b.channels !== null) ||
      rank(a.right) - rank(b.right) ||
      Number(b.to) - Number(a.to),
  )
}

type Wishes = Partial<Record<Scope, Record<string, boolean>>>
export interface RightsBody {
  global_permissions: Wishes
  channel_permissions: Record<string, Wishes>
}

/** The same as the API takes it: nothing that is not to be changed. */
export function bodyOf(edits: readonly Edit[]): RightsBody {
  const body: RightsBody = { global_permissions: {}, channel_permissions: {} }
  for (const { scope, right, channel, to } of edits) {
    if (channel !== null) body.channel_permissions[channel] ??= {}
    const wishes = (channel === null ? body.global_permissions : body.channel_permissions[channel]) as Wishes
    wishes[scope] = { ...wishes[scope], [right]: to }
  }
  return body
}

/** Numbers as people write them: `1–3, 5`. */
export function rangesOf(numbers: readonly number[]): string {
  const runs: [number, number][] = []
  for (const number of numbers) {
    const last = runs.at(-1)
    if (last && number === last[1] + 1) last[1] = number
    else runs.push([number, number])
  }
  return runs.map(([from, to]) => (from === to ? `${from}` : `${from}${to === from + 1 ? ', ' : '–'}${to}`)).join(', ')
}
