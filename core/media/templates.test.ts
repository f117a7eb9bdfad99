// What FFmpeg is told is fixed: nothing that a person or a device says becomes an option, a protocol or another input.
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeFilm } from '../testing/film.ts'
import { keepCommand, lookCommand, pictureArguments, relayCommand, type StreamSource } from './arguments.ts'
import { joinArguments, joinFilms, listOf } from './join.ts'
import { probe, probeArguments } from './probe.ts'
import { remux, remuxArguments } from './remux.ts'
import { stillArguments } from './still.ts'

setDefaultTimeout(60_000)

const from = (address: string): StreamSource => ({ address, transport: 'tcp', audio: true })
const CHOICES = { quality: 'main', fastProbing: true, sound: true } as const
const PLAIN = 'rtsp://192.0.2.5/1'

describe('the address of a stream', () => {
  test.each([
    'rtsp://192.0.2.5/-i',
    "rtsp://192.0.2.5/'\\''",
    'rtsp://a:-y@192.0.2.5/1?x=%0afile',
    'rtsp://192.0.2.5/1|rtsp://192.0.2.6/2',
    'rtsp://192.0.2.5/1 option protocol_whitelist file',
    'rtsp://192.0.2.5/concat:/etc/passwd',
    `rtsp://192.0.2.5/${'x'.repeat(5000)}`,
  ])('%s changes one quoted text of the list, and no argument', (address) => {
    for (const command of [relayCommand, lookCommand, (source: StreamSource) => keepCommand(source, 5)]) {
      const [plain, odd] = [command(from(PLAIN), CHOICES), command(from(address), CHOICES)]
      expect(odd.arguments).toEqual(plain.arguments)
      const lines = odd.stdin.split('\n')
      expect(lines.filter((_, index) => index !== 1)).toEqual(plain.stdin.split('\n').filter((_, index) => index !== 1))
      expect(lines[1]).toMatch(/^file '[^']*'$/)
    }
  })

  test.each([
    '-i',
    'file:///etc/passwd',
    'concat:/etc/passwd',
    'pipe:0',
    'http://192.0.2.5/',
    ' rtsp://192.0.2.5/',
    'rtsp://192.0.2.5/\nfile x',
    'rtsp://192.0.2.5/\u0000',
    '',
  ])('%j is none', (address) => {
    expect(() => relayCommand(from(address), CHOICES)).toThrow('rtsp://')
    expect(() => keepCommand(from(address), 5)).toThrow('rtsp://')
    expect(() => lookCommand(from(address))).toThrow('rtsp://')
  })

  test('may use no protocol but those of streams', () => {
    for (const { arguments: args } of [relayCommand(from(PLAIN), CHOICES), lookCommand(from(PLAIN))])
      expect(args[args.indexOf('-protocol_whitelist') + 1]).toBe('pipe,rtsp,rtp,tcp,udp,tls')
  })
})

test('whatever reads a file says which format it is and opens nothing but files', () => {
  const commands = [
    probeArguments('/x', 'mov'),
    remuxArguments('/x', '/y', 'mp4', 'h264'),
    remuxArguments('/x', '/y', 'ps', 'hevc', 64),
    joinArguments('h264', { to: '/y', list: '/x' }),
  ]
  for (const args of commands) {
    const input = args.includes('-i') ? args.indexOf('-i') : args.length
    expect(args.slice(0, input)).toContain('-f')
    expect(args[args.indexOf('-protocol_whitelist') + 1]).toBe('file,pipe')
    expect(args.indexOf('-protocol_whitelist')).toBeLessThan(input)
  }
  expect(pictureArguments().slice(0, pictureArguments().indexOf('-i'))).toContain('mp4')
  expect(listOf([{ file: "/a'\\b" }])).toContain("file '/a'\\''\\b'\n")
})

describe('a file that is a list of others', () => {
  const folder = mkdtempSync(join(tmpdir(), 'porchlight-lists-'))
  const at = (name: string) => join(folder, name)
  const { signal } = new AbortController()
  beforeAll(async () => {
    await Bun.write(at('film.mp4'), await makeFilm('mp4'))
    await Bun.write(at('list.mp4'), 'ffconcat version 1.0\nfile film.mp4\n')
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  test('is no video that a device sent, whichever it was said to be', async () => {
    for (const container of ['mp4', 'ps'] as const) {
      await expect(remux(at('list.mp4'), at('out.mp4'), { container, signal })).rejects.toThrow()
      expect(await Bun.file(at('out.mp4')).exists()).toBe(false)
    }
    await expect(probe(at('list.mp4'))).rejects.toThrow('holds no video')
  })

  test('is no part of a film that is joined', async () => {
    const parts = [{ file: at('film.mp4') }, { file: at('list.mp4') }]
    await expect(joinFilms(parts, { to: at('both.mp4'), list: at('parts.txt') }, { signal })).rejects.toThrow()
    const good = [{ file: at('film.mp4') }, { file: at('film.mp4') }]
    const joined = await joinFilms(good, { to: at('twice.mp4'), list: at('parts.txt') }, { signal })
    expect(joined.frames).toBe(80)
  })
})

test('programs are started in these places and no other', async () => {
  const root = join(import.meta.dir, '..', '..')
  const found: string[] = []
  for await (const path of new Bun.Glob('{core,plugins}/**/*.ts').scan(root)) {
    if (/\.test\.ts$|\/testing\/|\/simulator\//.test(path)) continue
    const text = await Bun.file(join(root, path)).text()
    if (/\bBun\.spawn|Bun\.\$|child_process|shell: *true/.test(text)) found.push(path)
  }
  // FFmpeg, its version and parts, ffprobe, and what tells of a graphics card: each with arguments that are written there.
  expect(found.sort()).toEqual([
    'core/media/parts.ts',
    'core/media/probe.ts',
    'core/media/process.ts',
    'core/media/version.ts',
    'core/services/system/machine.ts',
  ])
})

test('a small picture is made of the one file that is named, whatever it is called', () => {
  const plain = stillArguments('/data/a.mp4', 2)
  for (const odd of ['/data/-i.mp4', '/data/concat:x|y.mp4', '/data/%d.mp4', "/data/'.mp4"]) {
    const told = stillArguments(odd, 2)
    expect(told.filter((word) => !plain.includes(word))).toEqual([`file:${odd}`])
    expect(told).toHaveLength(plain.length)
  }
})
