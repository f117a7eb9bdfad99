// Names of browsers as people know them.
import { expect, test } from 'bun:test'
import { programOf } from './agent.ts'

const CASES: [agent: string, program: string, system: string | null][] = [
  [
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
    'Chrome',
    'Linux',
  ],
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox', 'Windows'],
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0',
    'Edge',
    'Windows',
  ],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1 Version/18.0 Mobile Safari/604.1',
    'Safari',
    'iPhone',
  ],
  ['Mozilla/5.0 (Linux; Android 15; Tablet) AppleWebKit/537.36 Chrome/140.0 Safari/537.36', 'Chrome', 'Android'],
  ['curl/8.5.0', 'curl', null],
]

test('a browser and what it runs on are named, other programs by their own name', () => {
  for (const [agent, program, system] of CASES) expect(programOf(agent)).toEqual({ program, system })
})

test('nothing is said of what says nothing', () => {
  expect(programOf(null)).toBeNull()
  expect(programOf('')).toBeNull()
  expect(programOf(' ')).toBeNull()
})
