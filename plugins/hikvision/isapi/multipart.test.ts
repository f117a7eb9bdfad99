// The alert stream, cut anywhere, with headers that lie.
import { describe, expect, test } from 'bun:test'
import { createMultipartReader, type Part } from './multipart.ts'

const ALERT = '<EventNotificationAlert version="2.0">\n<eventType>VMD</eventType>\n</EventNotificationAlert>\n'
const JPEG = Buffer.concat([
  Buffer.from([0xff, 0xd8, 0xff, 0xe0]),
  Buffer.from('\r\n--boundary\r\nContent-Type: application/xml\r\n\r\n<x></x>'),
  Buffer.from([0xff, 0xd9]),
  Buffer.from('--boundary text'),
  Buffer.from([0xff, 0xd9]),
])

const part = (body: string | Buffer, length: number | null = Buffer.byteLength(body), type = 'application/xml') =>
  Buffer.concat([
    Buffer.from(`--boundary\r\nContent-Type: ${type}\r\n${length === null ? '' : `Content-Length: ${length}\r\n`}\r\n`),
    Buffer.from(body),
  ])

function read(stream: Buffer, cuts: readonly number[] = []): Part[] {
  const reader = createMultipartReader()
  return [...cuts, stream.length].flatMap((end, at) => reader.push(stream.subarray(at ? cuts[at - 1] : 0, end)))
}

const shown = (parts: Part[]) => parts.map(({ kind, body }) => `${kind} ${Buffer.from(body).toString('latin1').trim()}`)
const xml = `xml ${ALERT.trim()}`

/** The same parts whether the stream comes whole, in two pieces cut anywhere, or byte by byte. */
function everyCut(stream: Buffer): string[] {
  const whole = shown(read(stream))
  for (let cut = 1; cut < stream.length; cut++) expect(shown(read(stream, [cut]))).toEqual(whole)
  const bytes = Array.from({ length: stream.length - 1 }, (_, at) => at + 1)
  expect(shown(read(stream, bytes))).toEqual(whole)
  return whole
}

describe('alert streams', () => {
  test('parts follow each other without a line between them', () => {
    expect(everyCut(Buffer.concat([part(ALERT), part(ALERT), part(ALERT)]))).toEqual([xml, xml, xml])
  })

  test('a Content-Length that is wrong either way does no harm', () => {
    const stream = Buffer.concat([part(ALERT, 20), part(ALERT, 500), part(ALERT, null), part(ALERT, 0), part(ALERT)])
    expect(everyCut(stream)).toEqual([xml, xml, xml, xml])
  })

  test('a notice is out as soon as its last tag is there', () => {
    const stream = part(ALERT, 10_000)
    const reader = createMultipartReader()
    expect(reader.push(stream.subarray(0, stream.length - 2))).toEqual([])
    expect(reader.push(stream.subarray(stream.length - 2, stream.length - 1)).length).toBe(1)
  })

  test('line ends of one byte, a preamble and an unknown boundary are read', () => {
    const stream = Buffer.from(
      `hello\r\n\r\n--MIME_boundary\nContent-Type: text/xml\n\n${ALERT}\n--MIME_boundary\n\n${ALERT}`,
    )
    expect(everyCut(stream)).toEqual([xml, xml])
  })

  test('a picture may hold the boundary', () => {
    const stream = Buffer.concat([part(ALERT), part(JPEG, JPEG.length, 'image/jpeg'), Buffer.from('\r\n'), part(ALERT)])
    expect(everyCut(stream)).toEqual([xml, `jpeg ${JPEG.toString('latin1').trim()}`, xml])
  })

  test('a picture without length, or with a wrong one, ends at the boundary after its end marker', () => {
    const plain = Buffer.concat([Buffer.from([0xff, 0xd8]), Buffer.alloc(300, 7), Buffer.from([0xff, 0xd9])])
    for (const length of [null, 100, 310]) {
      const stream = Buffer.concat([
        part(ALERT),
        part(plain, length, 'image/pjpeg'),
        Buffer.from('\r\n'),
        part(ALERT),
        part(ALERT),
      ])
      expect(everyCut(stream)).toEqual([xml, `jpeg ${plain.toString('latin1').trim()}`, xml, xml])
    }
  })

  test('JSON ends with its bracket', () => {
    const json = '{"eventType":"ANPR","text":"a } \\" --boundary","list":[{"a":1}]}'
    const stream = Buffer.concat([part(json, null, 'application/json'), Buffer.from('\r\n'), part(ALERT)])
    expect(everyCut(stream)).toEqual([`json ${json}`, xml])
  })

  test('an alert that breaks off is left out, and the next one is read', () => {
    const broken = Buffer.from(`--boundary\r\nContent-Length: 90\r\n\r\n${ALERT.slice(0, 60)}\r\n`)
    expect(everyCut(Buffer.concat([broken, part(ALERT)]))).toEqual([xml])
  })

  test('the last boundary ends nothing that was whole', () => {
    expect(everyCut(Buffer.concat([part(ALERT), Buffer.from('--boundary--\r\n')]))).toEqual([xml])
  })

  test('a part without end is refused instead of filling the memory', () => {
    const reader = createMultipartReader()
    const push = () => {
      reader.push(Buffer.from('--boundary\r\n\r\n<a>'))
      for (let count = 0; count < 10; count++) reader.push(Buffer.alloc(1024 * 1024, 65))
    }
    expect(push).toThrow('does not end')
  })
})
