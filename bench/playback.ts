// Playback: from the request to the first key frame, at the opening and after a seek, beside the recorder's bare RTSP answer.
import { createPlaybackStand, type Viewer } from '../core/testing/playback-stand.ts'
import { until } from '../core/testing/until.ts'
import { type Bare, bareRtsp } from './playback/bare.ts'
import { bareFfmpeg } from './relay/clients.ts'

const at = process.argv.indexOf('--rounds')
const ROUNDS = at < 0 ? 20 : Number(process.argv[at + 1])
const BEGIN = Date.parse('2026-01-12T08:00:00Z')
const moment = (round: number) => new Date(BEGIN + (round + 1) * 600_000).toISOString()

function p50(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

await using it = await createPlaybackStand({ quality: 'main' })
it.footage.record('ip:1', '2026-01-12T08:00:00', '2026-01-13T20:00:00')
const address = it.footage.address
if (!address) throw new Error('The stand plays nothing')

/** An init and a first fragment, which begins with a key frame. */
const shows = (viewer: Viewer, epochs: number) =>
  until('pictures come', () => viewer.begins().length === epochs && viewer.frames().length > 1, 20_000)
const alone = () => until('the recorder is left alone', () => it.source.sessions() === 0, 10_000)

const bare: Bare[] = []
const ffmpeg: number[] = []
const opened: number[] = []
const sought: number[] = []

for (let round = 0; round < ROUNDS; round++) {
  bare.push(await bareRtsp(address('ip:1', new Date(moment(round)), new Date('2026-01-13T20:00:00Z'))))
  await alone()
  ffmpeg.push(
    1000 * (await bareFfmpeg(address('ip:1', new Date(moment(round)), new Date('2026-01-13T20:00:00Z')), 'fast')),
  )
  await alone()
  const began = performance.now()
  const viewer = await it.view(moment(round))
  await shows(viewer, 1)
  opened.push(performance.now() - began)
  viewer.close()
  await alone()
}

const viewer = await it.view(moment(0))
await shows(viewer, 1)
for (let round = 0; round < ROUNDS; round++) {
  const began = performance.now()
  viewer.send({ seek: moment(round + 1) })
  await shows(viewer, round + 2)
  sought.push(performance.now() - began)
}
viewer.close()

const answer = p50(bare.map((one) => one.answer))
const packet = p50(bare.map((one) => one.packet))
const bareFirst = p50(ffmpeg)
const line = (name: string, value: number, bound = Number.POSITIVE_INFINITY) => {
  const ratios = `${(value / answer).toFixed(1)} × the answer to PLAY, ${(value / bareFirst).toFixed(2)} × a bare FFmpeg`
  const limit = bound < Number.POSITIVE_INFINITY ? `, bound ${bound.toFixed(0)} ms` : ''
  if (value > bound) process.exitCode = 1
  console.log(
    `${name.padEnd(52)} ${value.toFixed(0).padStart(6)} ms  ${ratios}${limit}${value > bound ? ' EXCEEDED' : ''}`,
  )
}
console.log(`p50 of ${ROUNDS} rounds, recorder and appliance in one process`)
line('bare RTSP: answer to PLAY', answer)
line('bare RTSP: first packet of the picture', packet)
line('bare FFmpeg: first key frame', bareFirst)
line('open: sign, search, first key frame at the client', p50(opened), bareFirst + 50)
line('seek: old one closed, first key frame at the client', p50(sought), bareFirst + 100)
