// Which guards a program has, read from what readelf says of one that has all and of one that has none.
import { expect, test } from 'bun:test'
import { lacking } from './hardening.ts'

const GUARDED = `
  Type:                              DYN (Position-Independent Executable file)
  GNU_STACK      0x000000 0x0000000000000000 0x0000000000000000 0x000000 0x000000 RW  0x10
  GNU_RELRO      0x6481d0 0x00000000006481d0 0x00000000006481d0 0x03ae30 0x03ae30 R   0x1
 0x000000000000001e (FLAGS)              BIND_NOW
 0x000000006ffffffb (FLAGS_1)            Flags: NOW PIE
    12: 0000000000000000     0 FUNC    GLOBAL DEFAULT  UND __stack_chk_fail@GLIBC_2.4 (4)
    40: 0000000000000000     0 FUNC    GLOBAL DEFAULT  UND __snprintf_chk@GLIBC_2.3.4 (6)
`

test('a program with all guards lacks none', () => {
  expect(lacking(GUARDED)).toEqual([])
})

test('each guard that is taken away is missed, and no other', () => {
  const without: [pattern: RegExp | string, lacks: string][] = [
    ['DYN (Position-Independent Executable file)', 'PIE'],
    ['GNU_RELRO', 'RELRO'],
    [/BIND_NOW|NOW/g, 'BIND_NOW'],
    [' RW ', 'a stack that is no program'],
    ['__stack_chk_fail', 'a stack that is watched'],
    ['__snprintf_chk', 'FORTIFY'],
  ]
  for (const [pattern, lacks] of without) {
    const found = lacking(GUARDED.replace(pattern, 'EXEC RWE'))
    expect([lacks, found.length, found[0]?.includes(lacks)]).toEqual([lacks, 1, true])
  }
})
