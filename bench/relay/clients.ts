// Clients without a screen: how long until the first key frame is there, and readers that only make load.
import { createCutter } from '../../core/media/cutter.ts'

const seconds = (began: number) => (performance.now() - began) / 1000

/** A bare FFmpeg reading the camera: until the first whole fragment, which begins with a key frame. */
export async function bareFfmpeg(address: string, probing: 'fast' | 'default'): Promise<number> {
  const began = performance.now()
  const limits = probing === 'fast' ? ['-analyzeduration', '0', '-probesize', '5000'] : []
  const out = ['-f', 'mp4', '-movflags', 'empty_moov+default_base_moof+frag_keyframe', '-frag_duration', '200000']
  const child = Bun.spawn(
    [
      'ffmpeg',
      '-v',
      'error',
      ...limits,
      '-rtsp_transport',
      'tcp',
      '-i',
      address,
      '-an',
      '-c',
      'copy',
      ...out,
      '-flush_packets',
      '1',
      'pipe:1',
    ],
    { stdin: 'ignore', stdout: 'pipe', stderr: 'ignore' },
  )
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

export interface Reader {
  /** Seconds from the request to the first fragment. */
  first: Promise<number>
  close(): void
}

export function readMse(base: string, ticket: string): Reader {
  const began = performance.now()
  const socket = new WebSocket(`${base.replace('http', 'ws')}/media/${ticket}/mse`)
  socket.binaryType = 'arraybuffer'
  let binary = 0
  const first = new Promise<number>((resolve, reject) => {
    socket.onmessage = ({ data }) => {
      // The init comes first.
      if (typeof data !== 'string' && ++binary === 2) resolve(seconds(began))
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
export function readHls(base: string, ticket: string, goOn = false): Reader {
  const began = performance.now()
  const root = `${base}/hls/${ticket}`
  let open = true
  const load = async (name: string) => (await fetch(`${root}/${name}`)).arrayBuffer()
  const first = (async () => {
    const list = await text(`${root}/index.m3u8`)
    const init = /MAP:URI="([^"]+)"/.exec(list)![1]!
    const start = [...list.matchAll(/URI="([^"]+)",INDEPENDENT=YES/g)].at(-1)![1]!
    await Promise.all([load(init), load(start)])
    return seconds(began)
  })()
  const follow = async () => {
    await first
    let list = await text(`${root}/index.m3u8`)
    while (open) {
      const [, segment, part] = /PRELOAD-HINT:TYPE=PART,URI="(\d+)\.(\d+)/.exec(list)!
      const [next] = await Promise.all([
        text(`${root}/index.m3u8?_HLS_msn=${segment}&_HLS_part=${part}`),
        load(`${segment}.${part}.m4s`),
      ])
      list = next
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
