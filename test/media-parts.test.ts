// FFmpeg's parts: what docs/media.md lists is what the image's FFmpeg is built of, and all that the program asks for is among it.
import { expect, test } from 'bun:test'
import * as args from '../core/media/arguments.ts'
import { joinArguments } from '../core/media/join.ts'
import { probeArguments } from '../core/media/probe.ts'
import { remuxArguments } from '../core/media/remux.ts'
import { stillArguments } from '../core/media/still.ts'
import { flagsOf, type Parts } from '../scripts/image/parts.ts'
import { ourFiles, read } from './tree.ts'

const SECTIONS: Record<string, string> = {
  Protocols: 'protocol',
  Demuxers: 'demuxer',
  Parsers: 'parser',
  Muxers: 'muxer',
  'Bitstream filters': 'bsf',
  Decoders: 'decoder',
  Encoders: 'encoder',
  Filters: 'filter',
}

/** The names in the first column of each table. */
async function listed(): Promise<Parts> {
  const parts: Parts = {}
  for (const section of (await read('docs/media.md')).split(/^## /m).slice(1)) {
    const kind = SECTIONS[/^[^:\n]+/.exec(section)?.[0] ?? '']
    if (!kind) continue
    const names = [...section.matchAll(/^\| (`[^|]+) \|/gm)].flatMap(([, cell = '']) => cell.match(/\w+/g) ?? [])
    parts[kind] = names
  }
  return parts
}

const sorted = (parts: Parts) =>
  Object.fromEntries(Object.entries(parts).map(([kind, names]) => [kind, names.toSorted()]))

test("the image's FFmpeg is built of what the page lists, name for name", async () => {
  expect(sorted(await flagsOf('scripts/image/ffmpeg.flags'))).toEqual(sorted(await listed()))
})

const source = { address: 'rtsp://camera/1', transport: 'tcp', audio: true } as const
const ways = { quality: 'main', fastProbing: true, sound: true } as const
const COMMANDS = [
  args.relayCommand(source, ways).arguments,
  args.keepCommand(source, 5).arguments,
  args.lookCommand(source).arguments,
  args.transportArguments(),
  args.pictureArguments(),
  args.jpegsArguments(),
  stillArguments('film.mp4', 1),
  remuxArguments('clip', 'film.mp4', 'ps', 'h264'),
  remuxArguments('clip', 'film.mp4', 'mp4', 'hevc'),
  joinArguments('h264', { to: 'film.mp4', list: 'list' }),
  probeArguments('film.mp4', 'mov'),
  probeArguments('clip', 'mpeg'),
]
/** Names of configure for what the command line calls otherwise. */
const SPELLED: Record<string, string> = { mp4: 'mov', mpeg: 'mpegps' }
/** Not protocols of their own: the demuxer speaks it. */
const SPOKEN = ['rtsp']

/** What a command line names, by kind. Formats before the input are demuxers, those after it muxers. */
function named(command: string[]): Parts {
  const input = command.includes('-i') ? command.indexOf('-i') : command.length
  const after = (option: string, from = 0, to = command.length) =>
    command.flatMap((word, at) => (word === option && at >= from && at < to ? [command[at + 1] ?? ''] : []))
  return {
    protocol: after('-protocol_whitelist')
      .flatMap((names) => names.split(','))
      .filter((name) => !SPOKEN.includes(name)),
    demuxer: [...after('-f', 0, input), ...after('-format_whitelist').flatMap((names) => names.split(','))].map(
      (name) => SPELLED[name] ?? name,
    ),
    muxer: after('-f', input),
    encoder: [...after('-c:v'), ...after('-c:a'), ...after('-c')].filter((name) => name !== 'copy'),
    filter: after('-vf').flatMap((chain) => [...chain.matchAll(/(?:^|,)(\w+)=/g)].map(([, name = '']) => name)),
  }
}

test('all that the program asks of FFmpeg is on the page', async () => {
  const parts = await listed()
  const missing = COMMANDS.flatMap((command) =>
    Object.entries(named(command)).flatMap(([kind, names]) =>
      names.filter((name) => !parts[kind]?.includes(name)).map((name) => `${kind} ${name} of ${command.join(' ')}`),
    ),
  )
  expect(missing).toEqual([])
  // That names are found at all.
  expect(named(args.jpegsArguments())).toMatchObject({ muxer: ['mpjpeg'], filter: ['select', 'setpts', 'scale'] })
})

test('no other file tells FFmpeg what to do', async () => {
  // run.ts only reads there whether sound was asked for.
  const found: string[] = []
  for (const path of ourFiles('{core,plugins}/**/*.ts')) {
    if (/\.test\.ts$|\/simulator\/|^core\/testing\//.test(path)) continue
    if (/'-(c:v|c:a|vf|af|movflags|bsf:v)'/.test(await read(path))) found.push(path)
  }
  expect(found).toEqual([
    'core/media/arguments.ts',
    'core/media/join.ts',
    'core/media/remux.ts',
    'core/media/run.ts',
    'core/media/still.ts',
  ])
})
