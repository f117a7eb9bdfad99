// Runs in the browser: plays a channel with the web UI's player and reads the frame numbers from the picture.
import { playHls } from '../../web/parts/player/hls.ts'
import { createSink } from '../../web/parts/player/mse-sink.ts'

export interface Seen {
  /** Milliseconds from the request to the first picture on screen. */
  firstMs: number
  /** Milliseconds after the request, and how far behind the source the picture was then. */
  delays: [number, number][]
  /** When the picture stood still, in ms after the request; the first second after the first picture does not count. */
  stalls: number[]
  problems: string[]
}

const BITS = 9
const CLIP = { fps: 25, frames: 250 }

const video = document.querySelector('video')!
const canvas = document.querySelector('canvas')!.getContext('2d', { willReadFrequently: true })!
const seen: Seen = { firstMs: 0, delays: [], stalls: [], problems: [] }
let began = 0
let zeroAt: number | null = null

/** The number in the blocks of the upper left corner. */
function frameNumber(): number {
  canvas.drawImage(video, 0, 0, (video.videoWidth * BITS) / 32, video.videoHeight / 18, 0, 0, BITS * 10, 10)
  const { data } = canvas.getImageData(0, 5, BITS * 10, 1)
  let number = 0
  for (let bit = 0; bit < BITS; bit++) if (data[(bit * 10 + 5) * 4]! > 128) number |= 1 << bit
  return number
}

function onFrame(): void {
  const elapsed = performance.now() - began
  seen.firstMs ||= elapsed
  if (zeroAt !== null) {
    const due = (performance.timeOrigin + performance.now() - zeroAt) / (1000 / CLIP.fps)
    let behind = (((due - frameNumber()) % CLIP.frames) + CLIP.frames) % CLIP.frames
    if (behind > CLIP.frames - 5) behind -= CLIP.frames
    seen.delays.push([elapsed, (behind * 1000) / CLIP.fps])
  }
  video.requestVideoFrameCallback(onFrame)
}

function play(way: 'mse' | 'hls', ticket: string): void {
  if (way === 'hls')
    return void playHls(video, `/hls/${ticket}/index.m3u8`, { onBroken: (reason) => seen.problems.push(reason) })
  const sink = createSink(video, {
    onUnsupported: (mime) => seen.problems.push(mime),
    onBroken: (reason) => seen.problems.push(reason),
  })
  const socket = new WebSocket(`ws://${location.host}/media/${ticket}/mse`)
  socket.binaryType = 'arraybuffer'
  socket.onmessage = ({ data }: MessageEvent<string | ArrayBuffer>) => sink.take(data)
  socket.onclose = ({ code }) => seen.problems.push(`closed ${code}`)
}

Object.assign(window, {
  seen,
  start(way: 'mse' | 'hls', ticket: string, clock: string) {
    began = performance.now()
    video.requestVideoFrameCallback(onFrame)
    video.addEventListener('waiting', () => {
      const elapsed = performance.now() - began
      if (seen.firstMs && elapsed - seen.firstMs > 1000) seen.stalls.push(Math.round(elapsed))
    })
    setInterval(async () => {
      if (seen.firstMs) zeroAt = await (await fetch(clock)).json()
    }, 1000)
    play(way, ticket)
  },
})
