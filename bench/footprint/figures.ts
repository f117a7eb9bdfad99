// What is measured of each form of the program, in the words of docs/performance.md, and what it is held to.
import { type Cells, shown, times } from '../table.ts'

export const CHANNELS = 16
export const RELAYS = [1, 4, 16]

interface Row {
  name: string
  /** Which figure of the bare server it is compared with. */
  bare?: Key
  /** What LightNVR, written in C, says of itself in its own documents, on two cores. */
  lightnvr?: number
  /** Bounds: of the figure, and of it against the bare server of the same run. */
  most?: number
  mostTimes?: number
}

export type Key =
  | ('first' | 'again' | 'resident' | 'own' | 'residentFull' | 'ownFull' | 'idle' | 'idleFull')
  | ('relays1' | 'relays4' | 'relays16' | 'size' | 'runtime' | 'image')

const OWN = "of it nobody else's and in no file, MB"
const ROWS: Record<Key, Row> = {
  first: { name: 'first start of all, into an empty folder, ms', bare: 'first', lightnvr: 110, most: 1000 },
  again: { name: 'started again, ms', bare: 'first', most: 1000 },
  // Both bounds are missed if only that part doubles which is our own.
  resident: { name: 'memory idle, no device: resident, MB', bare: 'resident', lightnvr: 39, mostTimes: 5.5 },
  own: { name: OWN },
  residentFull: { name: `memory idle, ${CHANNELS} channels: resident, MB`, bare: 'resident', mostTimes: 6.5 },
  ownFull: { name: OWN },
  idle: { name: 'processor idle, no device, % of a core' },
  idleFull: { name: `processor idle, ${CHANNELS} channels, % of a core` },
  relays1: { name: 'a relay of 720p with sound, FFmpeg included, % of a core' },
  relays4: { name: '4 relays, % of a core' },
  relays16: { name: '16 relays, % of a core' },
  size: { name: 'size of the program, MB' },
  runtime: { name: 'of it Bun, MB' },
  image: { name: 'the image, unpacked, FFmpeg and all, MB', most: 160 },
}
const KEYS = Object.keys(ROWS) as Key[]

export type Figures = Partial<Record<Key, number>>

/** Without the executable what only it is asked for is not there, either. */
export interface Measured {
  executable?: Figures
  sources: Figures
  bare: Figures
}

export const HEAD: Cells = ['', 'executable', 'sources', 'bare `Bun.serve`', 'LightNVR', 'bound']

export function lines({ executable, sources, bare }: Measured): Cells[] {
  return KEYS.map((key) => {
    const { name, bare: against, lightnvr, most, mostTimes } = ROWS[key]
    const base = against && bare[against]
    const cell = (figure: number | undefined) =>
      figure === undefined ? '' : shown(figure) + (base ? ` (${times(figure, base)})` : '')
    const ours = (executable ?? sources)[key]
    return [
      ...[name, cell(executable?.[key]), cell(sources[key]), key in bare ? shown(bare[key] ?? 0) : ''],
      lightnvr && ours ? `${lightnvr} (ours ${times(ours, lightnvr)})` : '',
      mostTimes ? `${mostTimes} × bare` : most ? shown(most) : '',
    ]
  })
}

/** Bounds that are missed, in words; empty = all are held. */
export function missed({ bare, ...forms }: Measured): string[] {
  return Object.entries(forms).flatMap(([form, figures]: [string, Figures]) =>
    KEYS.flatMap((key) => {
      const { name, bare: against, most, mostTimes } = ROWS[key]
      const [figure = 0, base] = [figures[key], against && bare[against]]
      const isHeld = (!most || figure <= most) && (!mostTimes || !base || figure <= mostTimes * base)
      return isHeld ? [] : [`${form}, ${name}: ${shown(figure)}`]
    }),
  )
}
