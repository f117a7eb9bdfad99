// FFmpeg in the image: a live picture of a simulated camera goes through it, and then all else that the program asks of it.
import { chownSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { jpegsArguments, pictureArguments, transportArguments } from '../../core/media/arguments.ts'
import { joinArguments, listOf } from '../../core/media/join.ts'
import { stillArguments } from '../../core/media/still.ts'
import type { startSimulator } from '../../plugins/hikvision/simulator/index.ts'
import { type Appliance, until } from '../../test/e2e/appliance.ts'
import { inImage, must, type Place } from './shut-in.ts'
import type { Say } from './table.ts'

type Simulator = Awaited<ReturnType<typeof startSimulator>>

const got = async (url: string | URL) => (await fetch(url, { signal: AbortSignal.timeout(30_000) })).bytes()

/** Of the main stream: its init and first segments, as one film. */
export async function plays(appliance: Appliance, camera: Simulator, say: Say) {
  await appliance.signIn()
  const login = { ip_web: camera.url, username: camera.user, password: camera.password, brand: 'hikvision' }
  const added = await appliance.call('POST', '/api/devices', { ...login, name: 'Porch' })
  must(added.status < 300, `The simulated camera was refused: ${added.text}`)
  const channel = await until(
    'its channel is there',
    async () => (await appliance.call<{ id: number }[]>('GET', '/api/channels')).body[0],
  )
  const path = `/channels/${channel.id}/main/index.m3u8`
  /** Its address and its list, once there is a segment. The address goes with the sign-in that asked for it. */
  const watch = async () => {
    const { url } = (await appliance.call<{ url: string }>('POST', '/api/media/sign', { path })).body
    const list = await until('there is a segment', async () => {
      const text = new TextDecoder().decode(await got(appliance.url + url))
      return text.includes('#EXTINF') && text
    })
    return { url: appliance.url + url, list }
  }
  const began = performance.now()
  const { url, list } = await watch()
  const took = Math.round(performance.now() - began)
  const names = [/URI="([^"]+)"/.exec(list)?.[1], ...list.split('\n').filter((line) => line && !line.startsWith('#'))]
  const pieces = await Promise.all(names.map((name) => got(new URL(name ?? '', url))))
  const film = new Uint8Array(Buffer.concat(pieces))
  must(film.length > 20_000, `The live picture has only ${film.length} bytes`)
  say(
    'live picture',
    `a simulated camera's main stream as HLS, first segment ${took} ms after it was asked, ${(film.length / 1e3).toFixed(0)} kB`,
  )
  return { film, watch }
}

/** What the program tells FFmpeg otherwise, told to the image's, with the film that came out of it. */
export async function converts(place: Place, film: Uint8Array<ArrayBuffer>, say: Say): Promise<void> {
  for (const name of ['film.mp4', 'list'])
    writeFileSync(join(place.data, name), name === 'list' ? listOf([{ file: '/data/film.mp4' }]) : film)
  const jobs: Record<string, { args: string[]; input?: Uint8Array<ArrayBuffer>; begins?: number[] }> = {
    'a picture': { args: pictureArguments(), input: film, begins: [0xff, 0xd8] },
    pictures: { args: jpegsArguments(), input: film },
    'a transport stream': { args: transportArguments(), input: film, begins: [0x47] },
    'a small picture': { args: stillArguments('/data/film.mp4', 0.5), begins: [0xff, 0xd8] },
    'a joined film': { args: joinArguments('h264', { to: '/data/joined.mp4', list: '/data/list' }) },
  }
  chownSync(join(place.data, 'film.mp4'), 1000, 1000)
  for (const [what, { args, input, begins = [] }] of Object.entries(jobs)) {
    const { out, err, code } = await inImage(place, ['ffmpeg', ...args], input)
    must(code === 0 && begins.every((byte, at) => out[at] === byte), `FFmpeg makes no ${what}: ${err.slice(-400)}`)
  }
  const probe = ['ffprobe', '-v', 'error', '-show_streams', '-of', 'json', '-f', 'mov', '/data/joined.mp4']
  const probed = new TextDecoder().decode((await inImage(place, probe)).out)
  const codecs = [...probed.matchAll(/"codec_name": "(\w+)"/g)].map(([, name]) => name)
  must(codecs.includes('h264'), `ffprobe sees ${codecs} in the joined film`)
  say('FFmpeg', `${Object.keys(jobs).join(', ')}; ffprobe sees ${codecs.join(' and ')}`)
}
