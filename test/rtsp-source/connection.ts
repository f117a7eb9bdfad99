// One client's dialog: sign-in, DESCRIBE, SETUP, PLAY, TEARDOWN.
import { randomBytes } from 'node:crypto'
import type { Socket } from 'node:net'
import type { SourceClip } from './clip.ts'
import { answer, checkLogin, type RtspRequest, takeRequest } from './message.ts'
import { createPlayer, type Player } from './player.ts'
import { describe } from './sdp.ts'
import { interleaved, overUdp } from './ways.ts'

export type Refusal = 401 | 403 | 404 | 453 | 503

/** What a connection needs of its server. */
export interface Desk {
  realm: string
  login(): { user: string; password: string } | null
  find(path: string): SourceClip | null | Promise<SourceClip | null>
  locked(): boolean
  refusal(): Refusal | null
  onRefused(info: { path: string; user: string | null }): void
  onRequest(method: string, path: string): void
  players: Set<Player>
  /** Players from SETUP on. */
  seats: Set<Player>
  /** No place for one more at this path. */
  full(path: string): boolean
  onPicture(path: string, sent: boolean): void
  speed: number
}

const METHODS = 'OPTIONS, DESCRIBE, SETUP, TEARDOWN, PLAY, PAUSE, GET_PARAMETER, SET_PARAMETER'

/** Path and query of an address, without the track; the query stays as it was sent. */
function pathOf(uri: string): string {
  const whole = uri.replace(/^rtsp:\/\/[^/]*/i, '').replace(/\/?trackID=\d+\/?$/, '')
  const path = whole.replace(/\/$/, '') || '/'
  try {
    return decodeURI(path)
  } catch {
    return path
  }
}

export function serve(socket: Socket, desk: Desk): void {
  const nonce = randomBytes(16).toString('hex')
  const id = String(Math.floor(Math.random() * 1e9))
  let arrived: Buffer = Buffer.alloc(0)
  let player: Player | null = null
  let turn = Promise.resolve()

  const stop = () => {
    if (!player) return
    desk.players.delete(player)
    desk.seats.delete(player)
    player.close()
    player = null
  }

  /** True when the request may go on; otherwise it has been answered. */
  const admit = (request: RtspRequest, path: string): boolean => {
    const login = desk.login()
    if (!login) return true
    const { outcome, user } = checkLogin(request, { ...login, realm: desk.realm, nonce })
    const isShut = outcome === 'welcome' && (desk.locked() || desk.refusal() === 401)
    if (outcome === 'welcome' && !isShut) return true
    if (outcome === 'refused' || isShut) desk.onRefused({ path, user })
    const stale = outcome === 'stranger' && user !== null ? 'TRUE' : 'FALSE'
    const challenge = `Digest realm="${desk.realm}", nonce="${nonce}", stale="${stale}"`
    socket.write(answer(request, 401, { 'WWW-Authenticate': challenge }))
    return false
  }

  const setup = async (request: RtspRequest, path: string, clip: SourceClip): Promise<string> => {
    const track = /trackID=([12])\/?$/.exec(request.uri)?.[1]
    if (!track) return answer(request, 415)
    const transport = request.headers.get('transport') ?? ''
    const channels = /interleaved=(\d+)-(\d+)/.exec(transport)
    const ports = /client_port=(\d+)-(\d+)/.exec(transport)
    if (!channels && !ports) return answer(request, 461)
    if (!player && desk.full(path)) return answer(request, 453)
    const udp = channels ? null : await overUdp(socket.remoteAddress?.replace('::ffff:', '') ?? '', Number(ports![1]))
    const way = udp ?? interleaved(socket, Number(channels![1]), clip.waits)
    player ??= createPlayer(path, clip, {
      onEnd: () => clip.hangsUp && socket.end(),
      onPicture: (sent) => desk.onPicture(path, sent),
      speed: desk.speed,
    })
    desk.seats.add(player)
    const ssrc = player.setup(track === '1' ? 1 : 2, way)
    if (socket.destroyed) stop()
    const line = udp
      ? `RTP/AVP;unicast;client_port=${ports![1]}-${ports![2]};server_port=${udp.port}-${udp.port + 1}`
      : `RTP/AVP/TCP;unicast;interleaved=${channels![1]}-${channels![2]}`
    return answer(request, 200, { Session: `${id};timeout=60`, Transport: `${line};ssrc=${ssrc}` })
  }

  const handle = async (request: RtspRequest): Promise<string | null> => {
    const path = pathOf(request.uri)
    desk.onRequest(request.method, path)
    if (request.method === 'OPTIONS') return answer(request, 200, { Public: METHODS })
    if (!admit(request, path)) return null
    const refusal = desk.refusal()
    // Too many sessions is said when the stream is asked for, everything else at once.
    if (refusal && refusal !== 401 && request.method === (refusal === 453 ? 'SETUP' : 'DESCRIBE'))
      return answer(request, refusal)
    const clip = player ? null : await desk.find(path)
    switch (request.method) {
      case 'DESCRIBE': {
        if (!clip) return answer(request, 404)
        const base = request.uri.replace(/\/?$/, '/')
        return answer(request, 200, { 'Content-Type': 'application/sdp', 'Content-Base': base }, describe(clip))
      }
      case 'SETUP': {
        const wanted = clip ?? (await desk.find(path))
        return wanted ? setup(request, path, wanted) : answer(request, 404)
      }
      case 'PLAY':
        if (!player) return answer(request, 454)
        desk.players.add(player)
        return answer(request, 200, { Session: id, 'RTP-Info': player.play(request.uri) })
      case 'PAUSE':
        player?.pause()
        return answer(request, 200, { Session: id })
      case 'TEARDOWN':
        stop()
        return answer(request, 200, { Session: id })
      case 'GET_PARAMETER':
      case 'SET_PARAMETER':
        return answer(request, 200, { Session: id })
      default:
        return answer(request, 501)
    }
  }

  socket.setNoDelay(true)
  socket.on('close', stop)
  socket.on('error', stop)
  socket.on('data', (bytes: Buffer) => {
    arrived = arrived.length ? Buffer.concat([arrived, bytes]) : bytes
    for (;;) {
      const { request, rest } = takeRequest(arrived)
      arrived = rest
      if (!request) return
      // One after the other: SETUP over UDP has to wait for its ports.
      turn = turn.then(async () => {
        const text = await handle(request).catch(() => answer(request, 400))
        if (text !== null && !socket.destroyed) socket.write(text)
      })
    }
  })
}
