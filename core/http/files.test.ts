// Parts of files and names of files, as HTTP spells them.
import { expect, test } from 'bun:test'
import { dispositionOf, partOf } from './files.ts'

test('a part is cut to the file, and what nobody serves is answered whole', () => {
  const asked: [string | undefined, unknown][] = [
    [undefined, null],
    ['bytes=0-9', { first: 0, last: 9 }],
    ['bytes=90-', { first: 90, last: 99 }],
    ['bytes=90-5000', { first: 90, last: 99 }],
    ['bytes=-10', { first: 90, last: 99 }],
    ['bytes=-5000', { first: 0, last: 99 }],
    ['bytes=100-', 'beyond'],
    ['bytes=-0', 'beyond'],
    ['bytes=5-1', null],
    ['bytes=0-1,4-5', null],
    ['bytes=-', null],
    ['lines=0-9', null],
    ['bytes=a-b', null],
  ]
  for (const [header, part] of asked) expect([header, partOf(header, 100)]).toEqual([header, part] as never)
  expect(partOf('bytes=0-', 0)).toBe('beyond')
})

test('a name of a camera cannot break out of its header', () => {
  expect(dispositionOf('attachment', 'Hof "1"\r\nx.mp4')).toBe(
    'attachment; filename="Hof _1___x.mp4"; filename*=UTF-8\'\'Hof%20%221%22%0D%0Ax.mp4',
  )
  expect(dispositionOf('inline', 'Tür’s.mp4')).toMatch(/^inline; filename="T_r_s.mp4"; filename\*=UTF-8''T%C3%BCr/)
})
