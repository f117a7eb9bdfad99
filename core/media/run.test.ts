// One run of FFmpeg when FFmpeg itself misbehaves, and what a relay keeps of what it has learnt.
import { afterEach, expect, setDefaultTimeout, test } from 'bun:test'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Fault } from '../domain/fault.ts'
import { startRelayBench, until, view } from '../testing/relays.ts'
import { createLoginGate } from './gate.ts'
import { startRun } from './run.ts'

setDefaultTimeout(60_000)

const open: AsyncDisposable[] = []
afterEach(async () => {
  for (const thing of open.splice(0)) await thing[Symbol.asyncDispose]()
})
async function start(options?: Parameters<typeof startRelayBench>[0]) {
  const bench = await startRelayBench(options)
  open.push(bench)
  return bench
}

/** A program that takes FFmpeg's place. */
function pretend(script: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'porchlight-ffmpeg-'))
  open.push({ [Symbol.asyncDispose]: async () => rmSync(folder, { recursive: true }) })
  const file = join(folder, 'ffmpeg')
  writeFileSync(file, `#!/bin/sh\n${script}\n`)
  chmodSync(file, 0o755)
  return file
}

test('an FFmpeg that has written all and does not end is killed, and the next one starts', async () => {
  const { relays, asked } = await start({ ffmpeg: pretend('exec 1>&-\nexec sleep 1000') })
  const { relay } = view(relays)
  await until('the next start', () => asked() >= 3)
  expect(relay.state.lastFault).toMatchObject({ kind: 'device-garbled' })
})

test('without an FFmpeg every viewer is told so, and it is tried again', async () => {
  const { relays, asked, lines } = await start({ ffmpeg: '/nowhere/ffmpeg', timing: { listMs: 500 } })
  const troubles: string[] = []
  const relay = relays.get({ channelId: 1, quality: 'sub' })
  relay.join({ onTrouble: ({ message }) => troubles.push(message) })
  await until('the next start', () => asked() >= 3)
  expect(troubles[0]).toBe('FFmpeg could not be started. Is it installed?')
  await expect(relay.playlist()).rejects.toThrow('Is it installed?')
  expect(lines.filter((line) => line.includes('"level":"warn"'))).toHaveLength(1)
})

test('a run leaves nothing behind on the signal of its relay, which lives through many of them', async () => {
  const { signal } = new AbortController()
  let listeners = 0
  const add = signal.addEventListener.bind(signal)
  const remove = signal.removeEventListener.bind(signal)
  signal.addEventListener = (...args: Parameters<typeof add>) => {
    listeners++
    add(...args)
  }
  signal.removeEventListener = (...args: Parameters<typeof remove>) => {
    listeners--
    remove(...args)
  }
  const away = async () => {
    throw new Fault('device-unreachable', 'Away')
  }
  const { end } = startRun(
    {
      key: { channelId: 1, quality: 'sub' },
      source: away,
      gate: createLoginGate(),
      now: () => new Date(),
      ffmpeg: 'ffmpeg',
      silenceMs: 1000,
      log: { debug() {} },
    },
    { fastProbing: true, sound: true, signal, nextEpoch: () => 1, onBytes() {}, onFragment() {} },
  )
  expect((await end).fault?.kind).toBe('device-unreachable')
  expect(listeners).toBe(0)
})

test('a camera that hung is not taken for one without sound', async () => {
  const { relays, camera, asked } = await start({ path: '/1/main/audio', timing: { silenceMs: 2000 } })
  camera.source.freeze(true)
  const { relay, fragments } = view(relays, 1, 'main')
  await until('neither with sound nor without it anything came', () => asked() === 3)
  camera.source.freeze(false)
  await until('pictures', () => fragments.length > 0)
  expect(relay.state.mime).toContain('mp4a')
})

test('what was learnt of a camera does not outlive the change of its address', async () => {
  const { relays, camera } = await start({ path: '/1/main/audio', timing: { silenceMs: 1500 } })
  const clips = await import('../../test/rtsp-source/index.ts').then(({ loadClips }) => loadClips())
  const clip = clips.pick({ channel: 1, quality: 'main', audio: true })
  camera.instead.set('/1/main/audio', { ...clip, sound: Buffer.alloc(0) })
  const silent = view(relays, 1, 'main')
  await until('pictures', () => silent.fragments.length > 0)
  expect(silent.relay.state.mime).not.toContain('mp4a')
  camera.instead.clear()
  await relays.stop(1)
  relays.allow(1)
  const { relay, fragments } = view(relays, 1, 'main')
  await until('pictures', () => fragments.length > 0)
  expect(relay.state.mime).toContain('mp4a')
})
