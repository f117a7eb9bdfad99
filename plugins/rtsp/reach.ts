// Whether somebody who speaks RTSP answers at an address, without signing in.
import { connect } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { Fault } from '#plugin'

const TIMEOUT_MS = 5_000
const PORT: Record<string, number> = { 'rtsp:': 554, 'rtsps:': 322 }

/** OPTIONS is the one request that no camera counts as a try to sign in. Any answer in RTSP will do, a refusal too. */
export function reach(address: URL, signal: AbortSignal): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const host = address.hostname.replace(/^\[|\]$/g, '')
  const port = Number(address.port) || (PORT[address.protocol] ?? 554)
  // What FFmpeg does later: it does not look at the certificate either.
  const tls = address.protocol === 'rtsps:'
  const socket = tls ? connectTls({ host, port, rejectUnauthorized: false }) : connect({ host, port })
  let heard = ''
  const timer = setTimeout(
    () => fail(new Fault('device-timeout', `${address.host} took too long to answer`)),
    TIMEOUT_MS,
  )
  const fail = (fault: unknown) => reject(fault)
  const stop = () => fail(signal.reason)
  signal.addEventListener('abort', stop, { once: true })
  if (signal.aborted) stop()
  socket.once(tls ? 'secureConnect' : 'connect', () =>
    socket.write(`OPTIONS ${address.href} RTSP/1.0\r\nCSeq: 1\r\n\r\n`),
  )
  socket.on('data', (bytes) => {
    heard += bytes.toString('latin1')
    if (heard.length < 5) return
    if (heard.startsWith('RTSP/')) resolve()
    else fail(new Fault('device-garbled', `${address.host} does not speak RTSP: is the port right?`))
  })
  socket.once('error', (cause) => fail(new Fault('device-unreachable', `Nobody answers at ${address.host}`, { cause })))
  socket.once('close', () => fail(new Fault('device-unreachable', `${address.host} closed the connection`)))
  return promise.finally(() => {
    clearTimeout(timer)
    signal.removeEventListener('abort', stop)
    socket.destroy()
  })
}
