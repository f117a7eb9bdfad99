// What counts as a whole document: the judgement of the library's own check, on what devices send and on what goes wrong.
import { expect, test } from 'bun:test'
import { XMLValidator } from 'fast-xml-parser'
import { isBalanced } from './balanced.ts'

const WHOLE = [
  '<a/>',
  '<?xml version="1.0" encoding="UTF-8"?>\n<a version="1.0" xmlns="x">\n<b>1 &gt; 0</b><c/></a>\n',
  '<a><!-- <b> --><b><![CDATA[<c>]]></b></a>',
  `<a x='1 > 0' y="it's"><b /></a>`,
  '<ns:a xmlns:ns="u"><ns:b>t</ns:b ></ns:a>',
  '<a>\r\n</a>\r\n\r\n',
]
const BROKEN = [
  '',
  'no document',
  '<a>',
  '<a><b></a>',
  '<a><b></a></b>',
  '<a></b>',
  '</a>',
  '<a></a>more',
  '<a><b',
  '<a><b x="1></b></a>',
  '<a>1 < 2</a>',
  '<a><!-- never ends </a>',
  '<a><></a>',
]

test.each(WHOLE)('%p is whole', (xml) => {
  expect([isBalanced(xml), XMLValidator.validate(xml)]).toEqual([true, true])
})

test.each(BROKEN)('%p is not', (xml) => {
  expect([isBalanced(xml), XMLValidator.validate(xml) === true]).toEqual([false, false])
})

test('two roots are none, though the library lets some pass', () => {
  expect(isBalanced('<a/><b/>')).toBe(false)
})

test('a document cut anywhere is not whole', () => {
  const xml = '<a v="1"><b>text</b><c x="y"/><!-- c --><d><![CDATA[e]]></d></a>'
  for (let length = 0; length < xml.length; length++)
    expect([length, isBalanced(xml.slice(0, length))]).toEqual([length, false])
})

test('long nonsense is judged quickly', () => {
  // Of the processor, which others may be using too.
  const began = process.cpuUsage()
  for (const piece of ['<a ', '<a "', '<!--', '<a x="', '<a></a', '<a <a "']) isBalanced(piece.repeat(60_000))
  isBalanced(`<a${' x'.repeat(100_000)}`)
  isBalanced(`<a ${'"" '.repeat(60_000)}<`)
  expect(process.cpuUsage(began).user).toBeLessThan(2_000_000)
})
