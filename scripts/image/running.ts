// The image running: read-only, as its ordinary user, shut into namespaces as an engine would; a live picture goes through its FFmpeg.
import { chownSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { jpegsArguments, pictureArguments, transportArguments } from '../../core/media/arguments.ts'
import { joinArguments, listOf } from '../../core/media/join.ts'
import { stillArguments } from '../../core/media/still.ts'
import { startSimulator } from '../../plugins/hikvision/simulator/index.ts'
import { type Appliance, startAppliance, until } from '../../test/e2e/appliance.ts'
import type { Image } from './builder.ts'

const LONGEST_STOP_MS = 5000

/** What an engine does with `read_only: true`, `tmpfs: /tmp`, `no-new-privileges` and a volume, written out. */
const SHUT_IN = `
set -e
root=$1 data=$2 path=$3
shift 3
mount --make-rprivate /
mount --bind "$root" "$root"
mount -o remount,bind,ro "$root"
mount -t tmpfs -o mode=1777 tmpfs "$root/tmp"
mount --bind "$data" "$root/data"
mount -t proc proc "$root/proc"
mount -t tmpfs -o mode=755 tmpfs "$root/dev"
for name in null zero random urandom; do touch "$root/dev/$name"; mount --bind "/dev/$name" "$root/dev/$name"; done
mount -o remount,ro "$root/dev"
exec setpriv --no-new-privs --clear-groups env "PATH=$path" /usr/bin/unshare --root "$root" --wd /data --setgid 1000 --setuid 1000 "$@"
`

const inside = ({ folder, config }: Image, data: string, command: string[]) => [
  ...['/usr/bin/unshare', '--mount', '--pid', '--ipc', '--uts', '--fork', '--kill-child'],
  ...['/bin/sh', '-c', SHUT_IN, 'sh', folder, data, envOf(config).PATH ?? '', ...command],
]

const envOf = (config: Image['config']) =>
  Object.fromEntries(config.Env.map((line) => line.split(/=(.*)/s).slice(0, 2)))

/** Runs one program of the image, with `input` on its standard input. */
async function inImage(image: Image, data: string, command: string[], input?: Uint8Array<ArrayBuffer>) {
  const stdin = input ? new Blob([input]) : 'ignore'
  const env = { ...envOf(image.config), PATH: process.env.PATH }
  const child = Bun.spawn(inside(image, data, command), { stdin, stdout: 'pipe', stderr: 'pipe', env })
  const [out, err, code] = await Promise.all([
    new Response(child.stdout).bytes(),
    new Response(child.stderr).text(),
    child.exited,
  ])
  return { out, err, code }
}

function must(holds: unknown, otherwise: string): asserts holds {
  if (!holds) throw new Error(otherwise)
}

const childOf = (pid: number) => Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ')[0])

type Simulator = Awaited<ReturnType<typeof startSimulator>>
type Say = (what: string, proven: string) => void

/** Throws at the first thing that is not as it should be. */
export async function runs(image: Image, say: Say): Promise<void> {
  await using all = new AsyncDisposableStack()
  const data = all.adopt(mkdtempSync(join(tmpdir(), 'porchlight-image-data-')), (folder) =>
    rmSync(folder, { recursive: true }),
  )
  chownSync(data, 1000, 1000)
  const began = performance.now()
  const appliance = all.use(
    await startAppliance({
      data,
      env: { ...envOf(image.config), PATH: process.env.PATH ?? '', TZ: 'Europe/Berlin' },
      program: inside(image, data, image.config.Entrypoint),
    }),
  )
  const pid = childOf(appliance.pid)
  say('starts', `answers ${Math.round(performance.now() - began)} ms after it was begun, as process 1 of its container`)
  await isShutIn(pid, say)
  await isWell(image, data, appliance, say)
  const camera = all.use(await startSimulator({ model: 'camera', events: 'none' }))
  const { film, playlist } = await plays(appliance, camera, say)
  await converts(image, data, film, say)
  must((await inImage(image, data, ['porchlight', 'help'])).code === 0, '`porchlight help` fails inside')
  const passphrase = join(data, 'passphrase')
  writeFileSync(passphrase, 'a passphrase for a try\n')
  chownSync(passphrase, 1000, 1000)
  const saved = await inImage(image, data, [
    'porchlight',
    'backup',
    '/data/try.porchlight-backup',
    '--passphrase-file',
    '/data/passphrase',
  ])
  must(saved.code === 0, `\`porchlight backup\` beside the running one fails: ${saved.err}`)
  say('porchlight backup', 'makes and checks a backup beside the running appliance, in a second process')
  // So that somebody watches.
  must((await fetch(playlist)).ok, 'The live picture is gone')
  const asked = performance.now()
  process.kill(pid, image.config.StopSignal as NodeJS.Signals)
  await until('it has ended', () => !isThere(pid), 30)
  const took = Math.round(performance.now() - asked)
  must(took < LONGEST_STOP_MS, `It took ${took} ms to stop`)
  say('stops', `${took} ms after ${image.config.StopSignal}, with a live picture open (at most ${LONGEST_STOP_MS})`)
}

function isThere(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}

async function isShutIn(pid: number, say: Say): Promise<void> {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  const field = (name: string) => new RegExp(`^${name}:\\s+(\\S+)`, 'm').exec(status)?.[1]
  must(field('Uid') === '1000' && field('Gid') === '1000', 'It does not run as user 1000')
  must(/^0+$/.test(field('CapEff') ?? '1') && /^0+$/.test(field('CapPrm') ?? '1'), 'It has capabilities of root')
  must(field('NoNewPrivs') === '1', 'It may gain rights')
  const mounts = readFileSync(`/proc/${pid}/mounts`, 'utf8')
  must(/^\S+ \/ \S+ ro\b/m.test(mounts), 'Its root may be written')
  say('shut in', 'user 1000, no capability, no new rights, root read-only; it writes to /data and /tmp')
}

async function isWell(image: Image, data: string, appliance: Appliance, say: Say): Promise<void> {
  const [kind, ...command] = image.config.Healthcheck.Test
  must(kind === 'CMD', 'The health check needs a shell')
  const { port } = new URL(appliance.url)
  const check = (at: string) => {
    const config = { ...image.config, Env: [...image.config.Env, `PORCHLIGHT_PORT=${at}`] }
    return inImage({ ...image, config }, data, command)
  }
  const well = await check(port)
  must(well.code === 0, `The health check says ${well.code} of an appliance that answers: ${well.err}`)
  const none = await check('9')
  must(none.code === 1, `The health check says ${none.code} where nothing answers`)
  say('health check', 'answers 0 while it serves and 1 where nothing does')
}

/** Of the main stream: its init and first segments, as one film. */
async function plays(appliance: Appliance, camera: Simulator, say: Say) {
  await appliance.signIn()
  const login = { ip_web: camera.url, username: camera.user, password: camera.password, brand: 'hikvision' }
  const added = await appliance.call('POST', '/api/devices', { ...login, name: 'Porch' })
  must(added.status < 300, `The simulated camera was refused: ${added.text}`)
  const channel = await until(
    'its channel is there',
    async () => (await appliance.call<{ id: number }[]>('GET', '/api/channels')).body[0],
  )
  const path = `/channels/${channel.id}/main/index.m3u8`
  const { url } = (await appliance.call<{ url: string }>('POST', '/api/media/sign', { path })).body
  const began = performance.now()
  const list = await until('there is a segment', async () => {
    const text = await (await fetch(appliance.url + url)).text()
    return text.includes('#EXTINF') && text
  })
  const took = Math.round(performance.now() - began)
  const names = [/URI="([^"]+)"/.exec(list)?.[1], ...list.split('\n').filter((line) => line && !line.startsWith('#'))]
  const pieces = await Promise.all(
    names.map(async (name) => (await fetch(new URL(name ?? '', appliance.url + url))).bytes()),
  )
  const film = new Uint8Array(Buffer.concat(pieces))
  must(film.length > 20_000, `The live picture has only ${film.length} bytes`)
  say(
    'live picture',
    `a simulated camera's main stream as HLS, first segment ${took} ms after it was asked, ${(film.length / 1e3).toFixed(0)} kB`,
  )
  return { film, playlist: appliance.url + url }
}

/** What the program tells FFmpeg otherwise, told to the image's, with the film that came out of it. */
async function converts(image: Image, data: string, film: Uint8Array<ArrayBuffer>, say: Say): Promise<void> {
  for (const name of ['film.mp4', 'list'])
    writeFileSync(join(data, name), name === 'list' ? listOf([{ file: '/data/film.mp4' }]) : film)
  const jobs: Record<string, { args: string[]; input?: Uint8Array<ArrayBuffer>; begins?: number[] }> = {
    'a picture': { args: pictureArguments(), input: film, begins: [0xff, 0xd8] },
    pictures: { args: jpegsArguments(), input: film },
    'a transport stream': { args: transportArguments(), input: film, begins: [0x47] },
    'a small picture': { args: stillArguments('/data/film.mp4', 0.5), begins: [0xff, 0xd8] },
    'a joined film': { args: joinArguments('h264', { to: '/data/joined.mp4', list: '/data/list' }) },
  }
  chownSync(join(data, 'film.mp4'), 1000, 1000)
  for (const [what, { args, input, begins = [] }] of Object.entries(jobs)) {
    const { out, err, code } = await inImage(image, data, ['ffmpeg', ...args], input)
    must(code === 0 && begins.every((byte, at) => out[at] === byte), `FFmpeg makes no ${what}: ${err.slice(-400)}`)
  }
  const probed = await inImage(image, data, [
    'ffprobe',
    '-v',
    'error',
    '-show_streams',
    '-of',
    'json',
    '-f',
    'mov',
    '/data/joined.mp4',
  ])
  const codecs = [...new TextDecoder().decode(probed.out).matchAll(/"codec_name": "(\w+)"/g)].map(([, name]) => name)
  must(codecs.includes('h264'), `ffprobe sees ${codecs} in the joined film`)
  say('FFmpeg', `${Object.keys(jobs).join(', ')}; ffprobe sees ${codecs.join(' and ')}`)
}
