// A moving picture for the mock: one FFmpeg, its fragments to every socket from the newest key frame on.
interface Socket {
  send(data: string | Uint8Array): unknown
}

export interface MockVideo extends AsyncDisposable {
  join(socket: Socket): void
  leave(socket: Socket): void
}

const MIME = 'video/mp4; codecs="avc1.42c01e"'

/** Draws a slow gradient with a counter-like pattern; `key` frames every second begin a fragment. */
export function createMockVideo(): MockVideo {
  const process = Bun.spawn(
    [
      'ffmpeg',
      '-v',
      'error',
      '-re',
      '-f',
      'lavfi',
      '-i',
      'gradients=s=640x360:r=12:c0=0x26354a:c1=0xb98a52:c2=0x31443a:nb_colors=3:speed=0.02:seed=7,format=yuv420p',
      '-c:v',
      'libx264',
      '-profile:v',
      'baseline',
      '-level',
      '3.0',
      '-preset',
      'ultrafast',
      '-tune',
      'zerolatency',
      '-g',
      '12',
      '-keyint_min',
      '12',
      '-sc_threshold',
      '0',
      '-f',
      'mp4',
      '-movflags',
      'empty_moov+default_base_moof+frag_keyframe',
      '-frag_duration',
      '200000',
      '-flush_packets',
      '1',
      'pipe:1',
    ],
    { stdin: 'ignore', stdout: 'pipe', stderr: 'inherit' },
  )
  const waiting = new Set<Socket>()
  const joined = new Set<Socket>()
  let init: Uint8Array<ArrayBuffer> | null = null
  let head: Uint8Array<ArrayBuffer> | null = null
  let moof: Uint8Array<ArrayBuffer> | null = null
  let fragments = 0
  let anchor = 0

  const take = (type: string, box: Uint8Array<ArrayBuffer>) => {
    if (type === 'ftyp') head = box
    else if (type === 'moov' && head) init = concat(head, box)
    else if (type === 'moof') moof = box
    else if (type === 'mdat' && moof && init) {
      // Five or six fragments of 200 ms a second; the first of a second holds the key frame.
      const isKey = fragments === 0 || isKeyFragment(moof)
      if (fragments++ === 0) anchor = Date.now() - 200
      const fragment = concat(moof, box)
      if (isKey)
        for (const socket of waiting) {
          waiting.delete(socket)
          joined.add(socket)
          socket.send(JSON.stringify({ init: MIME, epoch: 1, at: anchor }))
          socket.send(init)
        }
      for (const socket of joined) socket.send(fragment)
    }
  }
  const read = async () => {
    let rest = new Uint8Array(0)
    for await (const chunk of process.stdout) {
      rest = concat(rest, chunk as Uint8Array<ArrayBuffer>)
      for (;;) {
        if (rest.length < 8) break
        const view = new DataView(rest.buffer, rest.byteOffset, rest.byteLength)
        const size = view.getUint32(0)
        if (rest.length < size) break
        take(new TextDecoder().decode(rest.subarray(4, 8)), rest.slice(0, size))
        rest = rest.slice(size)
      }
    }
  }
  const reading = read()
  return {
    join: (socket) => void waiting.add(socket),
    leave(socket) {
      waiting.delete(socket)
      joined.delete(socket)
    },
    async [Symbol.asyncDispose]() {
      process.kill('SIGKILL')
      await reading.catch(() => {})
    },
  }
}

function concat(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(a.length + b.length)
  whole.set(a)
  whole.set(b, a.length)
  return whole
}

/** The first sample's flags in `trun` say whether it is a key frame. */
function isKeyFragment(moof: Uint8Array<ArrayBuffer>): boolean {
  const at = Buffer.from(moof).indexOf('trun')
  const view = new DataView(moof.buffer, moof.byteOffset, moof.byteLength)
  const flags = view.getUint32(at + 4) & 0xffffff
  return (flags & 4) !== 0 && (view.getUint32(at + 12 + (flags & 1 ? 4 : 0)) & 0x10000) === 0
}
