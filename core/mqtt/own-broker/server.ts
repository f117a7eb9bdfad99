// The broker inside the appliance, for a home without one: Aedes behind one login and limits of our own. Speaks MQTT 3.1.1.
import { createHash, timingSafeEqual } from 'node:crypto'
import type { EventEmitter } from 'node:events'
import { createServer, type Socket } from 'node:net'
import type { AuthenticateError, Client } from 'aedes'
import type { Log } from '../../log.ts'
import { createPacketLimit } from './packet-limit.ts'

export interface Login {
  username: string
  password: string
}

export interface BrokerServer extends AsyncDisposable {
  readonly port: number
  /** Who has signed in, without our own link. */
  clients(): number
}

export interface BrokerServerDeps {
  host: string
  port: number
  /** Whoever may come from outside. */
  login: Login
  /** Our own link; nobody else gets its client id. */
  own: Login & { clientId(): string }
  /** Counts a try before its password is looked at; throws while the address has to wait. */
  attempt(address: string | null, username: string): { succeeded(): void }
  log: Log
  limits?: Partial<typeof LIMITS>
}

export const LIMITS = {
  clients: 50,
  /** Open sockets, those included that have not said who they are. */
  sockets: 100,
  connectMs: 5000,
  /** A packet of somebody who has not signed in; a last will is in it. */
  strangerBytes: 16_384,
  packetBytes: 1_048_576,
  /** What others than we may leave lying here. */
  retained: 2000,
  retainedBytes: 4_194_304,
  /** A subscriber that takes nothing for so long is cut: others wait for it. */
  stalledMs: 5000,
  /** What may wait for one subscriber before others do. */
  bufferedBytes: 4_194_304,
  subscriptions: 20_000,
}

const CLOSING_MS = 2000
const BAD_LOGIN = 4
const BAD_ID = 2
const NO_ROOM = 3

/** Rejects with the error of `listen`, such as EADDRINUSE. */
export async function startBrokerServer(deps: BrokerServerDeps): Promise<BrokerServer> {
  const { login, own, log } = deps
  const limits = { ...LIMITS, ...deps.limits }
  const sockets = new Set<Socket>()
  /** Whoever has signed in, and how many of them are not our own link. */
  const signedIn = new WeakSet<Socket>()
  const guests = new Set<Socket>()
  const left = createLeft(limits)
  let ownClient: Client | null = null

  // Few switch it on; nobody else is to pay for it at each start.
  const { Aedes } = await import('aedes')
  const aedes = await Aedes.createBroker({
    // One frozen subscriber must not hold the others' messages; what waits for it is bounded by time.
    concurrency: 0,
    connectTimeout: limits.connectMs,
    drainTimeout: limits.stalledMs,
    maxInflightInbound: 20,
    preConnect(_client, packet, done) {
      // Nothing is kept for somebody who is not there: it would grow without an end.
      packet.clean = true
      done(null, true)
    },
    authenticate(client, username, password, done) {
      const socket = client.conn as Socket
      const given = { username: username ?? '', password: password?.toString() ?? '' }
      if (isSame(given, own)) ownClient = client
      else {
        let attempt: { succeeded(): void }
        try {
          attempt = deps.attempt(socket.remoteAddress ?? null, given.username)
        } catch {
          return done(refusal(BAD_LOGIN), null)
        }
        if (!isSame(given, login)) {
          log.warn('A sign-in at our broker was refused', { client: client.id, username: given.username })
          return done(refusal(BAD_LOGIN), null)
        }
        attempt.succeeded()
        // Our own link always has room.
        if (guests.size >= limits.clients) return done(refusal(NO_ROOM), null)
        if (client.id === own.clientId()) return done(refusal(BAD_ID), null)
        if (!socket.destroyed) guests.add(socket)
      }
      signedIn.add(socket)
      done(null, true)
    },
    authorizePublish(client, packet, done) {
      if (packet.topic.startsWith('$')) return done(new Error('topics with $ are the broker’s'))
      const bytes = packet.topic.length + packet.payload.length
      if (
        packet.retain &&
        (client === null || client !== ownClient) &&
        !left.take(packet.topic, bytes, packet.payload.length === 0)
      )
        // The subscribers of this moment still get it.
        packet.retain = false
      done(null)
    },
    authorizeSubscribe(client, subscription, done) {
      const count = Object.keys((client as unknown as { subscriptions: object }).subscriptions).length
      done(null, count < limits.subscriptions ? subscription : null)
    },
  })
  for (const event of ['clientError', 'connectionError'] as const)
    aedes.on(event, (client: Client, error: Error) =>
      log.debug('A client of our broker ended', { id: client.id, error }),
    )
    // Not among the events of its types, but what a failure of its storage comes as.
  ;(aedes as EventEmitter).on('error', (error: unknown) => log.error('Our broker failed', { error }))

  const server = createServer({ highWaterMark: limits.bufferedBytes, noDelay: true }, (socket) => {
    if (sockets.size >= limits.sockets) return void socket.destroy()
    sockets.add(socket)
    socket.once('close', () => {
      sockets.delete(socket)
      guests.delete(socket)
    })
    const fits = createPacketLimit(() => (signedIn.has(socket) ? limits.packetBytes : limits.strangerBytes))
    const read = socket.read.bind(socket)
    // Aedes gathers a packet however long it claims to be; it takes its bytes here and nowhere else.
    socket.read = (size?: number) => {
      const chunk = read(size)
      if (chunk === null || fits(chunk)) return chunk
      log.warn('A client of our broker sent too long a packet and was cut', { address: socket.remoteAddress })
      socket.destroy()
      return null
    }
    aedes.handle(socket)
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(deps.port, deps.host, () => resolve())
  }).catch(async (error: unknown) => {
    await new Promise<void>((resolve) => aedes.close(resolve))
    throw error
  })
  server.on('error', (error) => log.error('Our broker does not listen any more', { error }))

  const address = server.address()
  return {
    port: typeof address === 'object' && address ? address.port : deps.port,
    clients: () => guests.size,
    async [Symbol.asyncDispose]() {
      const closed = new Promise<void>((resolve) => void server.close(() => resolve()))
      const over = new Promise<void>((resolve) => aedes.close(resolve)).then(() => {
        for (const socket of sockets) socket.destroy()
        return closed
      })
      const late = Promise.withResolvers<void>()
      const timer = setTimeout(late.resolve, CLOSING_MS)
      await Promise.race([over, late.promise])
      clearTimeout(timer)
      for (const socket of sockets) socket.destroy()
    },
  }
}

/** What others left lying: how much, so that it ends somewhere. */
function createLeft(limits: Pick<typeof LIMITS, 'retained' | 'retainedBytes'>) {
  const sizes = new Map<string, number>()
  let total = 0
  return {
    take(topic: string, bytes: number, isEmpty: boolean): boolean {
      const before = sizes.get(topic)
      const after = total - (before ?? 0) + (isEmpty ? 0 : bytes)
      if (!isEmpty && (after > limits.retainedBytes || (before === undefined && sizes.size >= limits.retained)))
        return false
      if (isEmpty) sizes.delete(topic)
      else sizes.set(topic, bytes)
      total = after
      return true
    },
  }
}

function refusal(returnCode: number): AuthenticateError {
  return Object.assign(new Error('refused'), { returnCode }) as AuthenticateError
}

const digest = (text: string) => createHash('sha256').update(text).digest()

function isSame(given: Login, wanted: Login): boolean {
  const name = timingSafeEqual(digest(given.username), digest(wanted.username))
  return timingSafeEqual(digest(given.password), digest(wanted.password)) && name
}
