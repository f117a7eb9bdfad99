// What is measured of houses and of relays, in the words of docs/scaling.md, and how it is laid out.
import { type Cells, shown, times } from '../table.ts'
import { LISTS, type ListTimes } from './lists.ts'
import type { Step } from './relays.ts'

export const SIZES = [1, 4, 16, 64, 256, 1024]
export const RELAYS = [1, 4, 16, 64, 96, 128, 160, 192, 256]

export const HOUSE = {
  recorders: 'recorders',
  known: 'all channels are known after, s',
  read: 'a week of footage is read after, s',
  hub: 'a hub knows everything after, s',
  messages: 'messages to the hub until then',
  topics: 'topics that the broker keeps',
  resident: 'memory, resident, MB',
  own: "of it nobody else's and in no file, MB",
  idle: 'processor idle, % of a core',
  database: 'database, MB',
  start: 'start to first answer, s',
  online: 'start until all recorders are online, s',
  stop: 'stop, s',
  simulated: '(the simulated recorders, resident, MB)',
} as const

export interface House extends Record<keyof typeof HOUSE, number> {
  lists: ListTimes
}

interface Line {
  name: string
  of(house: House): number
  /** Beside the figure, in brackets. */
  beside?(house: House): number
  /** Told without a comparison. */
  isPlain?: boolean
}

const plain: ReadonlySet<string> = new Set(['recorders', 'simulated'])
const keys = Object.keys(HOUSE) as (keyof typeof HOUSE)[]
const figures = keys.map((key): Line => ({ name: HOUSE[key], of: (house) => house[key], isPlain: plain.has(key) }))
const lists = LISTS.map(
  ({ path, isSized }): Line => ({
    name: `\`GET ${path}\`, ms${isSized ? ' (kB)' : ''}`,
    of: ({ lists }) => lists.get(path)?.ms ?? Number.NaN,
    ...(isSized && { beside: ({ lists }: House) => (lists.get(path)?.bytes ?? Number.NaN) / 1000 }),
  }),
)
const before = keys.indexOf('database')
const LINES: readonly Line[] = [...figures.slice(0, before), ...lists, ...figures.slice(before)]

/** Lines are what is measured, columns the houses, the last against the first at the end. */
export function houseTable(houses: ReadonlyMap<number, House>): { head: Cells; lines: Cells[] } {
  const sizes = [...houses.keys()].map((size) => size.toLocaleString('en'))
  const all = [...houses.values()]
  return {
    head: ['channels', ...sizes, `${sizes.at(-1)} against ${sizes[0]}`],
    lines: LINES.map(({ name, of, beside, isPlain }) => [
      name,
      ...all.map((house) => shown(of(house)) + (beside ? ` (${shown(beside(house))})` : '')),
      isPlain ? '' : times(of(all.at(-1) as House), of(all[0] as House)),
    ]),
  }
}

const percent = (share: number) => `${(share * 100).toFixed(1)} %`
const mb = (value: number) => `${shown(value)} MB`

export const RELAYS_HEAD: Cells = [
  ...['relays', 'ours', 'FFmpegs', 'cameras', 'viewers'],
  ...['each, ours and FFmpeg', 'memory ours', 'FFmpegs', 'pictures kept'],
]

export const relaysLine = ({ relays, ours, ffmpeg, cameras, viewers, oursMb, ffmpegMb, kept }: Step): Cells => [
  ...[`${relays}`, percent(ours), percent(ffmpeg), percent(cameras), percent(viewers)],
  ...[percent((ours + ffmpeg) / relays), mb(oursMb), mb(ffmpegMb), kept > 0.9995 ? 'all' : percent(kept)],
]
