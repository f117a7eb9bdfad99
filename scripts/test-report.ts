// What `bun test` printed and noted, turned into what a person wants to read: failures, reasons for skipping, counts, coverage.
import { Glob } from 'bun'

export interface Counts {
  passed: number
  failed: number
  skipped: number
}

/** A test file's part of the output: its path and what was printed under it. */
interface Block {
  file: string
  lines: string[]
}

/** The counts with which `bun test` closes; null when it ended without them. */
export function countsIn(output: string): Counts | null {
  const last = (word: string) =>
    Number([...output.matchAll(new RegExp(`^ (\\d+) ${word}$`, 'gm'))].at(-1)?.[1] ?? Number.NaN)
  const [passed, failed] = [last('pass'), last('fail')]
  if (Number.isNaN(passed) && Number.isNaN(failed)) return null
  return { passed: passed || 0, failed: failed || 0, skipped: (last('skip') || 0) + (last('todo') || 0) }
}

/** What stands under the heading of each test file in which something failed. */
export function failuresIn(output: string): string[] {
  return blocksOf(output)
    .filter(({ lines }) => lines.some((line) => /^\(fail\)|^✗|^# Unhandled error/.test(line)))
    .map(({ file, lines }) => `${file}:\n${lines.join('\n').trim()}`)
}

/** One line for each file that skipped tests: how many, and why (what it printed itself, or else the tests' names). */
export function skipsIn(junit: string, output: string): string[] {
  const names = new Map<string, string[]>()
  const walk = (item: Bun.XML.Value | Bun.XML.Value[] | undefined): void => {
    if (Array.isArray(item)) for (const one of item) walk(one)
    if (!item || typeof item === 'string' || Array.isArray(item)) return
    if ('skipped' in item) {
      const file = String(item['@file'])
      names.set(file, [...(names.get(file) ?? []), String(item['@name'])])
    }
    walk(item.testsuite)
    walk(item.testcase)
  }
  const root = Bun.XML.parse(junit)
  walk((root as Record<string, Bun.XML.Value>).testsuites)
  const reasons = new Map(
    blocksOf(output).map(({ file, lines }) => [file, lines.filter((line) => /^\s*skip(ped|ping)?\b/i.test(line))]),
  )
  // Of files that run at the same time bun now and then shows what one printed below the name of another.
  const strays = [...reasons].flatMap(([file, lines]) => (names.has(file) ? [] : lines))
  return [...names].map(([file, tests]) => {
    const own = reasons.get(file) ?? []
    const said = new Set(own.length ? own : strays)
    const shown = tests.length > 3 ? `${tests.slice(0, 2).join('; ')}; …` : tests.join('; ')
    return `skipped ${tests.length} in ${file}: ${[...said].map((line) => line.trim()).join('; ') || shown}`
  })
}

/** Seconds that each test file took, by its path. */
export function timesIn(junit: string): Map<string, number> {
  const suites = [...junit.matchAll(/<testsuite name="([^"]+\.test\.tsx?)"[^>]*? time="([\d.]+)"/g)]
  return new Map(suites.map(([, file = '', seconds]) => [file.replace(/^\.\//, ''), Number(seconds)]))
}

/** One line for people who want the whole to be shorter. */
export function slowestOf(times: ReadonlyMap<string, number>, most = 10): string {
  const slowest = [...times].sort(([, a], [, b]) => b - a).slice(0, most)
  return `Longest: ${slowest.map(([file, seconds]) => `${file} ${Math.round(seconds)} s`).join(', ')}`
}

function blocksOf(output: string): Block[] {
  const blocks: Block[] = []
  for (const line of output.split('\n')) {
    const file = /^(\S+\.test\.tsx?):$/.exec(line)?.[1]
    if (file) blocks.push({ file, lines: [] })
    else if (/^ \d+ (pass|fail)$/.test(line)) blocks.push({ file: '', lines: [] })
    else blocks.at(-1)?.lines.push(line)
  }
  return blocks.filter(({ file }) => file)
}

/** Lines of code by file and number, with how often each was run; several reports of one run are added up. */
export type Coverage = Map<string, Map<number, number>>

export function addLcov(coverage: Coverage, lcov: string): void {
  let lines = new Map<number, number>()
  for (const line of lcov.split('\n')) {
    if (line.startsWith('SF:')) {
      lines = coverage.get(line.slice(3)) ?? new Map()
      coverage.set(line.slice(3), lines)
    } else if (line.startsWith('DA:')) {
      const [number, hits] = line.slice(3).split(',').map(Number)
      if (number !== undefined) lines.set(number, (lines.get(number) ?? 0) + (hits ?? 0))
    }
  }
}

export function toLcov(coverage: Coverage): string {
  const sorted = [...coverage].sort(([a], [b]) => (a < b ? -1 : 1))
  return sorted
    .map(([file, lines]) => {
      const data = [...lines].sort(([a], [b]) => a - b)
      const hit = data.filter(([, hits]) => hits > 0).length
      const rows = data.map(([number, hits]) => `DA:${number},${hits}`)
      return ['TN:', `SF:${file}`, ...rows, `LF:${data.length}`, `LH:${hit}`, 'end_of_record', ''].join('\n')
    })
    .join('')
}

/**
 * Share of the lines of core and plugins that were run, 0…1. What only tests use (core/testing) does not count, and a file
 * that no test loaded counts with all its lines that hold code.
 */
export async function shareCovered(coverage: Coverage, root: string): Promise<number> {
  let all = 0
  let hit = 0
  for await (const file of new Glob('{core,plugins}/**/*.{ts,tsx}').scan(root)) {
    if (/\.test\.tsx?$|^core\/testing\//.test(file)) continue
    const lines = coverage.get(file)
    if (lines) {
      all += lines.size
      hit += [...lines.values()].filter((hits) => hits > 0).length
    } else all += codeLines(await Bun.file(`${root}/${file}`).text())
  }
  return all ? hit / all : 1
}

/** Roughly the lines that a coverage report would hold: what is left when types are taken out. */
function codeLines(source: string): number {
  const plain = new Bun.Transpiler({ loader: 'tsx' }).transformSync(source)
  return plain.split('\n').filter((line) => line.trim()).length
}
