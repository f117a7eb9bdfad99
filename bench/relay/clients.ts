// Clients without a screen: how long until the first key frame is there, and readers that only make load.
import { readFragment, readInit, type Track } from '../../core/media/boxes.ts'
import { createCutter } from '../../core/media/cutter.ts'
import { median } from './processes.ts'

const seconds = (began: number) => (performance.now() - began) / 1000

function spawnBare(address: string, probing: 'fast' | 'default') {
  const limits = probing === 'fast' ? ['-analyzeduration', '0', '-probesize', '5000'] : []
  const movie = ['-f', 'mp4', '-movflags', 'empty_moov+default_base_moof+frag_keyframe', '-frag_duration', '200000']
  return Bun.spawn(
    [
      ...['ffmpeg', '-v', 'error', ...limits, '-rtsp_transport', 'tcp', '-i', address],
      ...['-an', '-c', 'copy', ...movie, '-flush_packets', '1', 'pipe:1'],
    ],
    { stdin: 'ignore', stdout: 'pipe', stderr: 'ignore' },
  )
}

/** A bare FFmpeg reading the camera: until the first whole fragment, which begins with a key frame. */
export async function bareFfmpeg(address: string, probing: 'fast' | 'default'): Promise<number> {
  const began = performance.now()
  const child = spawnBare(address, probing)
  const cutter = createCutter()
  try {
    for await (const chunk of child.stdout)
      if (cutter.push(chunk).some(({ kind }) => kind === 'fragment')) return seconds(began)
  } finally {
    child.kill('SIGKILL')
    await child.exited
  }
  throw new Error('FFmpeg ended without a picture')
}

/** Collects how long after its last frame was filmed each fragment has arrived. */
export interface Punctuality {
  take(bytes: Buffer): void
  /** Seconds; the camera's clock says when frame 0 was due. */
  result(clock: string): Promise<number>
}

export function createPunctuality(): Punctuality {
  const arrivals: { at: number; end: number }[] = []
  let tracks: Track[] = []
  return {
    take(bytes) {
      const at = performance.timeOrigin + performance.now()
      if (bytes.toString('latin1', 4, 8) === 'ftyp') tracks = readInit(bytes)
      else {
        const info = readFragment(bytes, tracks)
        if (info) arrivals.push({ at, end: info.decodeTime + info.duration })
      }
    },
    async result(clock) {
      const zeroAt = (await (await fetch(clock)).json()) as number
      // The first ones come as a burst: FFmpeg and the relay hold what began before us.
      return median(arrivals.slice(20).map(({ at, end }) => (at - zeroAt) / 1000 - end))
    },
  }
}

/** The same for a bare FFmpeg. */
export async function barePunctuality(address: string, clock: string, forSeconds: number): Promise<number> {
  const child = spawnBare(address, 'fast')
  const cutter = createCutter()
  const punctuality = createPunctuality()
  const began = performance.now()
  try {
    for await (const chunk of child.stdout) {
      for (const { bytes } of cutter.push(chunk)) punctuality.take(bytes)
      if (seconds(began) > forSeconds) break
    }
    return await punctuality.result(clock)
  } finally {
    child.kill('SIGKILL')
    await child.exited
  }
}

export interface Reader {
  /** Seconds from the request to the first fragment. */
  first: Promise<number>
  close(): void
}

export function readMse(base: string, ticket: string, punctuality?: Punctuality): Reader {
  const began = performance.now()
  const socket = new WebSocket(`${base.replace('http', 'ws')}/media/${ticket}/mse`)
  socket.binaryType = 'arraybuffer'
  let binary = 0
  const first = new Promise<number>((resolve, reject) => {
    socket.onmessage = ({ data }) => {
      // The init comes first.
      if (typeof data === 'string') return
      if (++binary === 2) resolve(seconds(began))
      punctuality?.take(Buffer.from(data))
    }
    socket.onclose = ({ code }) => reject(new Error(`closed ${code}`))
  })
  first.catch(() => {})
  return { first, close: () => socket.close() }
}

async function text(address: string): Promise<string> {
  const answer = await fetch(address)
  if (!answer.ok) throw new Error(`${answer.status} for ${address}`)
  return answer.text()
}

/** List, init and the newest part that a player can begin with; then, if asked, blocking reloads without end. */
export function readHls(base: string, ticket: string, goOn = false, punctuality?: Punctuality): Reader {
  const began = performance.now()
  const root = `${base}/hls/${ticket}`
  let open = true
  const load = async (name: string) => (await fetch(`${root}/${name}`)).arrayBuffer()
  const first = (async () => {
    const list = await text(`${root}/index.m3u8`)
    const init = /MAP:URI="([^"]+)"/.exec(list)![1]!
    const start = [...list.matchAll(/URI="([^"]+)",INDEPENDENT=YES/g)].at(-1)![1]!
    const [head] = await Promise.all([load(init), load(start)])
    punctuality?.take(Buffer.from(head))
    return seconds(began)
  })()
  const follow = async () => {
    await first
    let list = await text(`${root}/index.m3u8`)
    while (open) {
      const [, segment, part] = /PRELOAD-HINT:TYPE=PART,URI="(\d+)\.(\d+)/.exec(list)!
      list = await text(`${root}/index.m3u8?_HLS_msn=${segment}&_HLS_part=${part}`)
      const bytes = await load(`${segment}.${part}.m4s`)
      punctuality?.take(Buffer.from(bytes))
    }
  }
  if (goOn) follow().catch(() => {})
  return {
    first,
    close: () => {
      open = false
    },
  }
}
