// Asks one address over so many connections for so many seconds, each anew as soon as it was answered. Cheaper than `fetch`, so that
// the asked one is what is measured. `%n` in the address is another number each time. Prints what it saw as JSON.
const [url = '', authorization = '', seconds = '1', connections = '16'] = process.argv.slice(2)

export interface Load {
  count: number
  perSecond: number
  p50: number
  p99: number
}

const { hostname, port, pathname, search, host } = new URL(url)
const lines = [`GET ${pathname}${search} HTTP/1.1`, `Host: ${host}`, `Authorization: ${authorization}`, 'Accept: */*']
const text = `${lines.join('\r\n')}\r\n\r\n`
const [before = '', after] = text.split('%n')
const same = Buffer.from(text)
let sent = 0
const request = () => (after === undefined ? same : Buffer.from(`${before}${sent++}${after}`))
const times: number[] = []
const over = Promise.withResolvers<void>()
let isOver = false

interface State {
  sentAt: number
  /** Of the answer that is arriving: bytes still to come; null = its head has not ended yet. */
  left: number | null
  head: string
}

function arrived(state: State, chunk: Buffer): boolean {
  if (state.left !== null) {
    state.left -= chunk.byteLength
    return state.left <= 0
  }
  const end = chunk.indexOf('\r\n\r\n')
  if (end < 0) {
    state.head += chunk.toString('latin1')
    return false
  }
  const head = state.head + chunk.toString('latin1', 0, end)
  if (!head.startsWith('HTTP/1.1 200')) throw new Error(head)
  const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1]
  if (length === undefined) throw new Error(`no length: ${head}`)
  state.left = Number(length) - (chunk.byteLength - end - 4)
  return state.left <= 0
}

function send(socket: { write(data: Buffer): number }, state: State): void {
  state.left = null
  state.head = ''
  state.sentAt = performance.now()
  socket.write(request())
}

const began = performance.now()
for (let count = 0; count < Number(connections); count++)
  await Bun.connect<State>({
    hostname,
    port: Number(port),
    data: { sentAt: 0, left: null, head: '' },
    socket: {
      open: (socket) => send(socket, socket.data),
      data(socket, chunk) {
        if (!arrived(socket.data, chunk)) return
        times.push(performance.now() - socket.data.sentAt)
        if (isOver) socket.end()
        else send(socket, socket.data)
      },
      error: (_, error) => over.reject(error),
      connectError: (_, error) => over.reject(error),
    },
  })
setTimeout(over.resolve, Number(seconds) * 1000)
await over.promise
isOver = true
const took = (performance.now() - began) / 1000
times.sort((one, other) => one - other)
const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? Number.NaN
const seen: Load = { count: times.length, perSecond: times.length / took, p50: at(0.5), p99: at(0.99) }
console.log(JSON.stringify(seen))
process.exit(0)
