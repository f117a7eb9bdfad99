// What is in the image and what is not: size, list of parts, programs, libraries, rights of files.
import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Arch, Image } from './builder.ts'
import { flagsOf } from './parts.ts'
import { must } from './shut-in.ts'
import { look } from './steps.ts'

const MOST_BYTES = 160e6
const GNU = { amd64: 'x86_64-linux-gnu', arm64: 'aarch64-linux-gnu' }
/** All that can be started; the last two are libraries by which the others are. */
const PROGRAMS = /^usr\/bin\/(ffmpeg|ffprobe|porchlight)$|^usr\/lib\/[\w-]+\/(ld-linux-[\w-]+\.so\.\d|libc\.so\.6)$/

/** By blocks, as a disk is filled. */
export const bytesOf = async (folder: string) => Number((await look('du', '-s', '-B1', folder)).split('\t')[0])
export const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`

export async function size({ folder }: Image): Promise<string> {
  const bytes = await bytesOf(folder)
  must(bytes <= MOST_BYTES, `${megabytes(bytes)}; at most ${MOST_BYTES / 1e6} MB are allowed`)
  return `${megabytes(bytes)} unpacked (at most ${MOST_BYTES / 1e6})`
}

export async function files({ folder }: Image): Promise<string> {
  const paths = async (...test: string[]) =>
    (await look('find', folder, '-xdev', ...test, '-printf', '%P\\n')).split('\n').filter(Boolean)
  const started = await paths('-type', 'f', '-perm', '/111')
  must(
    started.every((path) => PROGRAMS.test(path)),
    `Programs that nobody listed: ${started.filter((path) => !PROGRAMS.test(path))}`,
  )
  must((await paths('-perm', '/6000')).length === 0, 'Files that change who runs them (setuid)')
  const open = await paths('-perm', '-0002', '!', '-type', 'l')
  must(open.join() === 'tmp', `Everybody may write to ${open}`)
  const owned = await paths('-user', '1000')
  must(owned.join() === 'data', `The user of the image owns ${owned}`)
  return `${started.length} files that can be started, no shell, none setuid; only /data belongs to its user`
}

/** Every library that a program asks for is there, too. */
export async function libraries({ folder }: Pick<Image, 'folder'>, arch: Arch): Promise<string> {
  const lib = join(folder, 'usr/lib', GNU[arch])
  const there = new Set(await readdir(lib))
  const missing = new Set<string>()
  for (const path of [
    ...(await readdir(join(folder, 'usr/bin'))).map((name) => join(folder, 'usr/bin', name)),
    ...[...there].filter((name) => name.includes('.so')).map((name) => join(lib, name)),
  ]) {
    const said = await look('readelf', '-d', path)
    for (const [, name = ''] of said.matchAll(/\(NEEDED\).*\[(.+)\]/g)) if (!there.has(name)) missing.add(name)
  }
  must(missing.size === 0, `Libraries that are not there: ${[...missing]}`)
  return `all that its programs and ${there.size} libraries ask for is there`
}

interface Sbom {
  bomFormat: string
  metadata: { component: { version: string } }
  components: { name: string; version: string; purl: string }[]
}

export async function list({ folder, config }: Image): Promise<string> {
  const sbom = JSON.parse(await readFile(join(folder, 'usr/share/porchlight/sbom.cdx.json'), 'utf8')) as Sbom
  must(
    sbom.bomFormat === 'CycloneDX' && sbom.components.every(({ version, purl }) => version && purl),
    'The SBOM has gaps',
  )
  const names = new Set(sbom.components.map(({ name }) => name))
  const { dependencies } = JSON.parse(await readFile('package.json', 'utf8')) as {
    dependencies: Record<string, string>
  }
  const base = (name: string) => name.split('/').at(-1) ?? name
  const wanted = [
    ...Object.keys(dependencies),
    'bun',
    'ffmpeg',
    ...(await readdir(join(folder, 'var/lib/dpkg/status.d'))),
  ]
  const left = wanted.filter((name) => !names.has(name) && !names.has(base(name)))
  must(left.length === 0, `The SBOM does not know ${left}`)
  const version = config.Labels['org.opencontainers.image.version']
  must(version === sbom.metadata.component.version, `The label says version ${version}`)
  for (const path of [
    'porchlight/LICENSE',
    'ffmpeg/COPYING.LGPLv2.1',
    'ffmpeg/SOURCE',
    'libc6/copyright',
    'libssl3t64/copyright',
  ])
    must(existsSync(join(folder, 'usr/share/doc', path)), `The licence ${path} is not there`)
  return `${sbom.components.length} parts in the SBOM, licences beside them, version ${version}`
}

/** FFmpeg skips a name that it does not know without a word: what was asked for is asked of what was built. */
export async function ffmpeg(command: string[]): Promise<string> {
  const kinds = {
    protocol: 'protocols',
    demuxer: 'demuxers',
    muxer: 'muxers',
    bsf: 'bsfs',
    decoder: 'decoders',
    encoder: 'encoders',
    filter: 'filters',
  }
  const flags = await flagsOf('scripts/image/ffmpeg.flags')
  let count = 0
  for (const [kind, option] of Object.entries(kinds)) {
    const said = new Set((await look(...command, '-hide_banner', `-${option}`)).split(/[\s,]+/))
    // Names of configure that FFmpeg itself spells in another way.
    const spelled = (name: string) =>
      ({ mpegps: 'mpeg', adpcm_g726: 'g726', adpcm_g726le: 'g726le', adpcm_g722: 'g722', mjpeg: 'mjpeg' })[name] ?? name
    const gone = (flags[kind] ?? []).filter((name) => !said.has(name) && !said.has(spelled(name)))
    must(gone.length === 0, `FFmpeg was built without the ${option} ${gone}`)
    count += flags[kind]?.length ?? 0
  }
  return `${count} parts of docs/media.md are in FFmpeg`
}
