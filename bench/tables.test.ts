// The tables of docs/ are those that the benchmarks print: the same lines and columns, bounds that are checked, and ratios of the figures beside them.
import { expect, test } from 'bun:test'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { HEAD, type Key, lines, type Measured, missed } from './footprint/figures.ts'
import { besideProgram } from './footprint/image.ts'
import { type House, houseTable, RELAYS, RELAYS_HEAD, SIZES } from './scaling/figures.ts'
import { head, line, shown } from './table.ts'

const read = (name: string) => readFileSync(join(import.meta.dir, '..', 'docs', name), 'utf8')

/** Cells of the table that begins with this head; empty where there is none. */
function tableIn(text: string, heading: readonly string[]): string[][] {
  const [, below = ''] = text.split(`${head(heading)}\n`)
  const rows = below.slice(0, below.search(/^(?!\|)/m)).split('\n')
  return rows.filter(Boolean).map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  )
}

const numberOf = (cell = '') => Number(cell.replaceAll(',', '').split(' ')[0])
/** What a rounded figure may have been. */
function range(cell = ''): [number, number] {
  const half = 0.5 / 10 ** (cell.split(' ')[0]?.split('.')[1]?.length ?? 0)
  return [numberOf(cell) - half, numberOf(cell) + half]
}
/** Whether a ratio can be that of two figures as they were before they were rounded; of the ratio itself two places count. */
function fits(ratio: string, value: string, base: string): boolean {
  const [[low, high], [baseLow, baseHigh]] = [range(value), range(base)]
  const told = numberOf(ratio)
  return told >= (low / baseHigh) * 0.95 && told <= (high / baseLow) * 1.05
}

const anyHouse: House = {
  ...{ recorders: 1, known: 1, read: 1, hub: 1, messages: 1, topics: 1, resident: 1, own: 1, idle: 1 },
  ...{ database: 1, start: 1, online: 1, stop: 1, simulated: 1, lists: new Map() },
}

test('the houses of docs/scaling.md are those that the bench prints, each compared with its own first', () => {
  const printed = houseTable(new Map(SIZES.map((size) => [size, anyHouse])))
  const rows = tableIn(read('scaling.md'), printed.head)
  expect(rows.map(([name]) => name)).toEqual(printed.lines.map(([name = '']) => name))
  for (const [name = '', first = '', ...rest] of rows) {
    const [ratio = '', last = ''] = rest.reverse()
    expect([name, rest.length, [first, ...rest.slice(1)].every((cell) => numberOf(cell) > 0)]).toEqual([
      ...[name, SIZES.length],
      true,
    ])
    if (ratio) expect([name, ratio, fits(ratio, last, first)]).toEqual([name, ratio, true])
  }
})

test('the relays of docs/scaling.md are steps of the bench, and what each costs is what all of them do', () => {
  const rows = tableIn(read('scaling.md'), RELAYS_HEAD)
  expect(rows.length).toBeGreaterThan(3)
  for (const [relays = '', ours = '', ffmpegs = '', , , each = ''] of rows) {
    expect(RELAYS).toContain(Number(relays))
    const sum = (numberOf(ours) + numberOf(ffmpegs)) / Number(relays)
    expect([relays, Math.abs(numberOf(each) - sum) <= 0.06]).toEqual([relays, true])
  }
})

const figures = (of: number, keys: readonly Key[]) => Object.fromEntries(keys.map((key) => [key, of]))
const FORM: Key[] = ['first', 'again', 'resident', 'own', 'residentFull', 'ownFull', 'idle', 'idleFull']
const SHIPPED: Key[] = ['relays1', 'relays4', 'relays16', 'size', 'runtime', 'image']
const printed: Measured = {
  executable: figures(60, [...FORM, ...SHIPPED]),
  sources: figures(60, FORM),
  bare: figures(20, ['first', 'resident', 'own']),
}

test('the footprint in docs/performance.md has the lines, the bounds and the cells that the bench prints', () => {
  const rows = tableIn(read('performance.md'), HEAD)
  const isFilled = (cells: readonly string[]) => cells.slice(1, -1).map(Boolean)
  const expected = lines(printed)
  expect(rows.map(([name]) => name)).toEqual(expected.map(([name = '']) => name))
  expect(rows.map((row) => row.at(-1))).toEqual(expected.map((row) => row.at(-1)))
  expect(rows.map(isFilled)).toEqual(expected.map(isFilled))
  const bare = { ms: '', MB: '' }
  for (const [name = '', executable = '', sources = '', own = ''] of rows) {
    const unit = name.endsWith('ms') ? 'ms' : 'MB'
    bare[unit] ||= own
    for (const cell of [executable, sources]) {
      const [, ratio] = /\(([\d.]+) ×\)/.exec(cell) ?? []
      if (ratio) expect([name, cell, fits(ratio, cell, bare[unit])]).toEqual([name, cell, true])
    }
  }
})

test('the bounds of the footprint are held by what docs/performance.md tells, and missed where our memory doubles', () => {
  const told = new Map(tableIn(read('performance.md'), HEAD).map(([name, ...cells]) => [name, cells.map(numberOf)]))
  const [executable = 0, sources = 0, bare = 0] = told.get('memory idle, no device: resident, MB') ?? []
  const [full = 0, fullSources = 0] = told.get('memory idle, 16 channels: resident, MB') ?? []
  const measured = (times: number): Measured => ({
    executable: { first: 164, resident: executable * times, residentFull: full * times },
    sources: { first: 293, resident: sources * times, residentFull: fullSources * times },
    bare: { first: 6, resident: bare },
  })
  expect(missed(measured(1))).toEqual([])
  expect(missed(measured(2))).toHaveLength(4)
  expect(missed({ ...printed, executable: { image: 161 } })).toEqual([
    `executable, the image, unpacked, FFmpeg and all, MB: ${shown(161)}`,
  ])
})

test('without an executable nothing is said of it, and LightNVR is compared with what there is', () => {
  const { sources, bare } = printed
  const [first] = lines({ sources, bare })
  expect(line(first ?? [])).toBe(
    '| first start of all, into an empty folder, ms | | 60 (3.0 ×) | 20 | 110 (ours 0.5 ×) | 1,000 |',
  )
})

test('what the image holds beside the program is read from its paper, and is not known where that does not say it', () => {
  expect(besideProgram()).toBeGreaterThan(15)
  expect(besideProgram()).toBeLessThan(40)
  expect(besideProgram('nothing')).toBeNaN()
})
