// The RTSP server: accepts clients, keeps them in time, and plays tricks on them when a test asks.
import { createServer, type Socket } from 'node:net'
import type { SourceClip } from './clip.ts'
import { type Refusal, serve } from './connection.ts'
import type { Player } from './player.ts'

export interface RtspSourceOptions {
  /** 0 or left out: one that is free. */
  port?: number
  host?: string
  realm?: string
  /** The login in force; null = nobody is asked for one. */
  login: () => { user: string; password: string } | null
  /** The clip behind a path; the query of the address, if any, is part of it. */
  find: (path: string) => SourceClip | null | Promise<SourceClip | null>
  /** A login was sent and refused (wrong, locked, or `refuse(401)`); a first request without one is no refusal. */
  onRefused?: (info: { path: string; user: string | null }) => void
  onRequest?: (method: string, path: string) => void
  /** True: one more client of this path is one too many (453); `playing` has the paths of those that are there. */
  full?: (path: string, playing: string[]) => boolean
  /** True: the account is locked, every login is refused. */
  locked?: () => boolean
  /** How much faster than filmed everybody is played to; without it 1. Pictures carry the times of their filming. */
  speed?: number
}

export interface RtspSource {
  readonly port: number
  /** Clients that are being played to. */
  sessions(): number
  /** The paths that they asked for. */
  playing(): string[]
  /** Cuts every connection. */
  dropAll(): void
  /** On: connections stay, but no more pictures come, as from a camera that hangs. */
  freeze(on: boolean): void
  /** Answers every new client so; null = serves again. */
  refuse(status: Refusal | null): void
  /**
   * Wall clock (ms) at which frame 0 was due at the newest client of this path; null when nobody plays it. Frame `n` is due
   * `n / fps` seconds later and shows `n` modulo the clip's length.
   */
  startedAt(path: string): number | null
  /** Pictures that all clients of this path together were sent, and those that a client was too slow for. */
  pictures(path: string): { sent: number; lost: number }
  [Symbol.asyncDispose](): Promise<void>
}

/** Bound on how late a frame is sent. */
const TICK_MS = 10

/** Starts an RTSP server that loops clips to whoever signs in. */
export async function startRtspSource(options: RtspSourceOptions): Promise<RtspSource> {
  const players = new Set<Player>()
  const seats = new Set<Player>()
  const sockets = new Set<Socket>()
  const pictures = new Map<string, { sent: number; lost: number }>()
  const picturesOf = (path: string) => {
    const known = pictures.get(path) ?? { sent: 0, lost: 0 }
    pictures.set(path, known)
    return known
  }
  let frozen = false
  let refusal: Refusal | null = null

  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    serve(socket, {
      realm: options.realm ?? '4419b62d1ae5c2d0a8f3e7b1',
      login: options.login,
      find: options.find,
      locked: options.locked ?? (() => false),
      refusal: () => refusal,
      onRefused: options.onRefused ?? (() => {}),
      onRequest: options.onRequest ?? (() => {}),
      players,
      seats,
      speed: options.speed ?? 1,
      onPicture(path, sent) {
        picturesOf(path)[sent ? 'sent' : 'lost']++
      },
      full: (path) =>
        options.full?.(
          path,
          [...seats].map((player) => player.path),
        ) ?? false,
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port ?? 0, options.host ?? '127.0.0.1', resolve)
  })
  const address = server.address()
  const timer = setInterval(() => {
    const now = Date.now()
    for (const player of players) player.tick(now, frozen)
  }, TICK_MS)

  const dropAll = () => {
    for (const socket of sockets) socket.destroy()
  }

  return {
    port: typeof address === 'object' && address ? address.port : 0,
    sessions: () => players.size,
    playing: () => [...players].map((player) => player.path),
    dropAll,
    freeze(on) {
      frozen = on
    },
    refuse(status) {
      refusal = status
    },
    startedAt: (path) => [...players].findLast((player) => player.path === path)?.startedAt ?? null,
    pictures: (path) => ({ ...picturesOf(path) }),
    async [Symbol.asyncDispose]() {
      clearInterval(timer)
      dropAll()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}
