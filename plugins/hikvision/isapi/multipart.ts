// The alert stream cut into its parts, wherever the network has cut it and whatever its headers claim. Pure.
import { Fault } from '#plugin'

export interface Part {
  /** What the bytes are, by their look: headers are missing or wrong on some devices. */
  kind: 'xml' | 'json' | 'jpeg' | 'other'
  headers: Readonly<Record<string, string>>
  body: Uint8Array
}

export interface MultipartReader {
  /** Takes the next bytes and gives the parts that they complete, each as early as its end can be known. */
  push(bytes: Uint8Array): Part[]
}

const MAX_PART = 8 * 1024 * 1024
const MAX_HEADERS = 16 * 1024
const LF = 10
const CR = 13
const DASHES = Buffer.from('--')
const EOI = Buffer.from([0xff, 0xd9])

function garbled(reason: string): Fault {
  return new Fault('device-garbled', `The device's alert stream cannot be read: ${reason}`)
}

function isSpace(byte: number | undefined): boolean {
  return byte === LF || byte === CR || byte === 32 || byte === 9
}

/** End of the first XML element (after its closing tag), or -1 while it is not there. Alerts do not nest in themselves. */
function endOfXml(body: Buffer): number {
  const head = /<([A-Za-z_][\w:.-]*)([^>]*)>/.exec(body.toString('latin1', 0, Math.min(body.length, 4096)))
  if (!head) return -1
  if (head[2]?.endsWith('/')) return head.index + head[0].length
  const close = body.indexOf(`</${head[1]}>`, head.index, 'latin1')
  return close === -1 ? -1 : close + `</${head[1]}>`.length
}

/** End of the first JSON value, or -1. */
function endOfJson(body: Buffer): number {
  let depth = 0
  let quoted = false
  for (let at = 0; at < body.length; at++) {
    const byte = body[at]
    if (quoted) {
      if (byte === 0x5c) at++
      else if (byte === 0x22) quoted = false
    } else if (byte === 0x22) quoted = true
    else if (byte === 0x7b || byte === 0x5b) depth++
    else if ((byte === 0x7d || byte === 0x5d) && --depth === 0) return at + 1
  }
  return -1
}

function headersOf(block: string): Record<string, string> {
  return Object.fromEntries(
    block.split(/\r?\n/).flatMap((line) => {
      const colon = line.indexOf(':')
      return colon < 1 ? [] : [[line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()]]
    }),
  )
}

/** Where the body of a part ends and what it is; `wait` while that cannot be known; `skip` for nothing worth giving. */
type Body = { kind: Part['kind']; end: number } | 'wait' | 'skip'

/**
 * The boundary is taken from the stream itself, because the response header may name another. Text ends with its own last tag
 * or bracket, so that a notice is out at once and a wrong Content-Length does no harm; pictures, which can contain anything,
 * end where Content-Length says if that is plausible.
 */
export function createMultipartReader(): MultipartReader {
  let buffer: Buffer = Buffer.alloc(0)
  let boundary: Buffer | null = null
  let headers: Record<string, string> | null = null

  /** The next boundary from `from` on that stands where one can: followed by a line end or by the two dashes of the last. */
  function boundaryAt(from: number): number | 'wait' | -1 {
    if (!boundary) return -1
    for (let at = buffer.indexOf(boundary, from); at !== -1; at = buffer.indexOf(boundary, at + 1)) {
      const next = buffer[at + boundary.length]
      if (next === undefined) return 'wait'
      if (isSpace(next) || next === DASHES[0]) return at
    }
    return -1
  }

  /** Learns the boundary: the first line that begins with two dashes. False while it is not there. */
  function learnBoundary(): boolean {
    for (;;) {
      const end = buffer.indexOf(LF)
      if (end === -1) return false
      const line = buffer.toString('latin1', 0, end).trim()
      if (line.startsWith('--') && line.length > 2) {
        boundary = Buffer.from(line, 'latin1')
        return true
      }
      buffer = buffer.subarray(end + 1)
    }
  }

  /** Goes to the headers of the next part; false while they are not whole. */
  function openPart(): boolean {
    if (!boundary && !learnBoundary()) return false
    const at = boundaryAt(0)
    if (at === 'wait' || at === -1) return false
    const start = buffer.indexOf(LF, at)
    if (start === -1) return false
    const blank = /\r?\n\r?\n/.exec(buffer.toString('latin1', start, start + MAX_HEADERS))
    if (!blank) {
      if (buffer.length - start > MAX_HEADERS) throw garbled('the headers of a part do not end')
      return false
    }
    headers = headersOf(buffer.toString('latin1', start, start + blank.index))
    buffer = buffer.subarray(start + blank.index + blank[0].length)
    return true
  }

  function binary(length: number | null): Body {
    const jpeg = buffer[0] === 0xff && buffer[1] === 0xd8
    const kind = jpeg ? 'jpeg' : 'other'
    if (length !== null && length > 0 && length <= MAX_PART) {
      if (buffer.length < length) return 'wait'
      if (jpeg && buffer.subarray(length - 2, length).equals(EOI)) return { kind, end: length }
      if (buffer.length < length + 2 + (boundary?.length ?? 0) + 1) return 'wait'
      let after = length
      while (isSpace(buffer[after]) && after < length + 2) after++
      if (boundaryAt(after) === after) return { kind, end: length }
    }
    // No length, or a wrong one: up to a boundary, which in a picture must come right after its end marker.
    for (let at = boundaryAt(0); at !== -1; at = boundaryAt(at + 1)) {
      if (at === 'wait') return 'wait'
      let end = at
      while (end > 0 && (buffer[end - 1] === LF || buffer[end - 1] === CR) && at - end < 2) end--
      if (!jpeg || buffer.subarray(end - 2, end).equals(EOI)) return { kind, end }
    }
    return 'wait'
  }

  function textual(kind: 'xml' | 'json'): Body {
    const end = kind === 'xml' ? endOfXml(buffer) : endOfJson(buffer)
    const next = boundaryAt(0)
    if (end !== -1 && (typeof next !== 'number' || next === -1 || end <= next)) return { kind, end }
    // It breaks off before the next part begins.
    if (typeof next === 'number' && next !== -1) return 'skip'
    return 'wait'
  }

  function body(): Body {
    const length = /^\d{1,9}$/.test(headers?.['content-length'] ?? '') ? Number(headers?.['content-length']) : null
    if (length === 0) return 'skip'
    if (/^image\//i.test(headers?.['content-type'] ?? '')) return buffer.length < 2 ? 'wait' : binary(length)
    let first = 0
    while (isSpace(buffer[first]) || (first < 3 && [0xef, 0xbb, 0xbf].includes(buffer[first] ?? 0))) first++
    if (buffer.length <= first + 1) return 'wait'
    if (buffer[first] === 0x3c) return textual('xml')
    if (buffer[first] === 0x7b || buffer[first] === 0x5b) return textual('json')
    return boundaryAt(first) === first ? 'skip' : binary(length)
  }

  return {
    push(bytes) {
      buffer = buffer.length ? Buffer.concat([buffer, bytes]) : Buffer.from(bytes)
      const parts: Part[] = []
      while (headers || openPart()) {
        const found = body()
        if (found === 'wait') {
          if (buffer.length > MAX_PART) throw garbled('a part does not end')
          break
        }
        if (found !== 'skip') {
          parts.push({ kind: found.kind, headers: headers ?? {}, body: Uint8Array.from(buffer.subarray(0, found.end)) })
          buffer = buffer.subarray(found.end)
        }
        headers = null
      }
      if (!headers && boundary && buffer.length > MAX_PART) throw garbled('no further part begins')
      return parts
    },
  }
}
