// Which pictures the live page shows, and how: what its address says, and the address of that.
import { addressOf } from '../../../base.ts'
import type { ChannelOut, WallOut } from '../../../wire.ts'

/** All of them, those of one recorder, those with a tag, or a wall of one's own. */
export type Choice =
  | { kind: 'all' }
  | { kind: 'device'; id: number }
  | { kind: 'tag'; tag: string }
  | { kind: 'own'; id: number }

/** To look at, to arrange, or nothing but pictures on a screen that hangs somewhere. */
export type Mode = 'grid' | 'arrange' | 'wall'

export interface View {
  choice: Choice
  mode: Mode
  /** On a screen: so many pictures at once; null for as many as fit. */
  each: number | null
  /** And for so many seconds, then the next ones; 0: until somebody turns. */
  every: number
}

export const EACH = [null, 1, 2, 4, 6, 9, 12, 16] as const
export const EVERY = [10, 30, 60, 0] as const
const USUAL = 30

type Query = Readonly<Record<string, string | undefined>>

const ALL: Choice = { kind: 'all' }

/** `all`, `device-3`, `tag-Yard` or the number of a wall. */
export const keyOf = (choice: Choice): string =>
  choice.kind === 'all'
    ? 'all'
    : choice.kind === 'device'
      ? `device-${choice.id}`
      : choice.kind === 'tag'
        ? `tag-${choice.tag}`
        : String(choice.id)

export function choiceOf(key: string | undefined): Choice {
  const [, kind, rest = ''] = /^(?:(device|tag)-)?(.+)$/s.exec(key ?? '') ?? []
  if (kind === 'tag') return { kind, tag: rest }
  if (!/^\d{1,15}$/.test(rest)) return ALL
  return kind === 'device' ? { kind, id: Number(rest) } : { kind: 'own', id: Number(rest) }
}

const oneOf = <T>(list: readonly T[], text: string | undefined, usual: T): T =>
  list.find((one) => text !== undefined && String(one) === text) ?? usual

export function viewIn(query: Query): View {
  const choice = choiceOf(query.wall)
  return {
    choice,
    // Only what is one's own is arranged.
    mode: oneOf<Mode>(choice.kind === 'own' ? ['wall', 'arrange'] : ['wall'], query.mode, 'grid'),
    each: oneOf<number | null>(EACH, query.each, null),
    every: oneOf<number>(EVERY, query.every, USUAL),
  }
}

/** What stands behind a `?`, or nothing where all is as usual. */
function queryOf(
  { choice, mode = 'grid', each = null, every = USUAL }: Partial<View> & Pick<View, 'choice'>,
  more: Readonly<Record<string, string>> = {},
): string {
  const query = new URLSearchParams([
    ...(choice.kind === 'all' ? [] : [['wall', keyOf(choice)]]),
    ...(mode === 'grid' ? [] : [['mode', mode]]),
    ...(mode === 'wall' && each !== null ? [['each', String(each)]] : []),
    ...(mode === 'wall' && every !== USUAL ? [['every', String(every)]] : []),
    ...Object.entries(more),
  ])
  return query.size > 0 ? `?${query}` : ''
}

/** Below the mount. */
export const viewPath = (view: Partial<View> & Pick<View, 'choice'>): string => `/${queryOf(view)}`
export const viewAddress = (view: Partial<View> & Pick<View, 'choice'>): string => addressOf(viewPath(view))

/** One of its pictures in full, from where the way back leads to the same wall. `more`: of that page's own. */
export const fullAddress = (channelId: number, choice: Choice, more?: Readonly<Record<string, string>>): string =>
  addressOf(`/live/${channelId}`) + queryOf({ choice }, more)

/** In their order; null for a wall that is not there. */
export function picturesOf(
  choice: Choice,
  all: readonly ChannelOut[],
  walls: readonly WallOut[],
): readonly ChannelOut[] | null {
  if (choice.kind === 'all') return all
  if (choice.kind === 'device') return all.filter((channel) => channel.device_id === choice.id)
  if (choice.kind === 'tag') return all.filter(({ tags }) => tags.includes(choice.tag))
  const wall = walls.find(({ id }) => id === choice.id)
  return wall ? wall.channel_ids.flatMap((id) => all.find((channel) => channel.id === id) ?? []) : null
}
