// HTTP written by hand: what a client of ours would put right before it goes out, such as `..` in a path, goes out as it is.
import { connect } from 'node:net'

export interface RawAnswer {
  status: number
  /** Names in small letters. */
  headers: Record<string, string>
  /** What followed the head, up to the end of the connection; chunks put together. */
  body: Buffer
}

function unchunked(bytes: Buffer): Buffer {
  const pieces: Buffer[] = []
  for (let at = 0; at < bytes.length; ) {
    const head = bytes.indexOf('\r\n', at)
    const size = Number.parseInt(bytes.toString('latin1', at, head), 16)
    if (size === 0) return Buffer.concat(pieces)
    pieces.push(bytes.subarray(head + 2, head + 2 + size))
    at = head + 2 + size + 2
  }
  throw new Error('the body was cut off')
}

/** One request on a connection of its own. */
export function rawRequest(
  url: string,
  method: string,
  target: string,
  headers: Record<string, string> = {},
): Promise<RawAnswer> {
  const { hostname, port, host } = new URL(url)
  const lines = Object.entries({ host, connection: 'close', ...headers }).map(([name, value]) => `${name}: ${value}`)
  return new Promise((resolve, reject) => {
    const pieces: Buffer[] = []
    const socket = connect(Number(port), hostname, () =>
      socket.write(`${method} ${target} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`),
    )
    socket.setTimeout(20_000, () => socket.destroy(new Error(`no answer to ${method} ${target}`)))
    socket.on('data', (piece) => void pieces.push(piece as Buffer))
    socket.on('error', reject)
    socket.on('end', () => {
      const all = Buffer.concat(pieces)
      const end = all.indexOf('\r\n\r\n')
      const [first = '', ...rest] = all.toString('latin1', 0, end).split('\r\n')
      const named = rest.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.replace(/^[^:]*: */, '')])
      const answered: Record<string, string> = Object.fromEntries(named)
      const body = all.subarray(end + 4)
      const isChunked = answered['transfer-encoding'] === 'chunked' && body.length > 0
      resolve({ status: Number(first.split(' ')[1]), headers: answered, body: isChunked ? unchunked(body) : body })
    })
  })
}
