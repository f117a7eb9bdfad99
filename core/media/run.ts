// One run of FFmpeg for a relay: from the source's address to fragments, until it ends, falls silent or is stopped.
import { Fault, needsPerson } from '../domain/fault.ts'
import { type Anchor, createAnchor } from './anchor.ts'
import { redactor, relayCommand, type StreamSource } from './arguments.ts'
import { mimeOf, readFragment, readInit, type Track } from './boxes.ts'
import { sequenceSet } from './codecs.ts'
import { createCutter } from './cutter.ts'
import { faultOfRun, silence } from './faults.ts'
import type { Epoch, Fragment } from './fragment.ts'
import type { LoginGate } from './gate.ts'
import { watchPeers } from './peers.ts'
import { startFfmpeg } from './process.ts'
import type { RelayKey } from './relay.ts'

export interface Ways {
  fastProbing: boolean
  sound: boolean
}

export interface RunChoices extends Ways {
  signal: AbortSignal
  /** Called when the first key frame of an init has come. */
  nextEpoch(): number
  onBytes(count: number): void
  onFragment(fragment: Fragment): void
  /** Asked after each piece: what it waits for keeps FFmpeg, and so the device, from sending more. */
  room?(): Promise<void> | null
}

export interface RunEnd {
  /** Null when it was stopped, or ends because the stream has changed. */
  fault: Fault | null
  /** `unreadable`: FFmpeg could not make sense of it; `silent`: nothing came for too long. */
  kind: 'stopped' | 'unreadable' | 'silent' | 'lost'
  /** Something was written. */
  hadBytes: boolean
  expectedSound: boolean
  /** The parameter sets have changed: another run describes them. */
  changed: boolean
  lastedMs: number
  /** The device itself was asked, not only our session. */
  atDevice: boolean
}

export interface RelayRun {
  /** Never rejects. */
  readonly end: Promise<RunEnd>
}

export interface RunDeps {
  key: RelayKey
  source(key: RelayKey, signal: AbortSignal): Promise<StreamSource>
  gate: LoginGate
  now(): Date
  ffmpeg: string
  silenceMs: number
  /** Where decode times are tied to something else than the clock at their arrival. */
  anchor?: Anchor
  /** Shorter fragments where the first picture is waited for more often than it is watched. */
  fragmentMs?: number
  log: { debug(message: string, data?: object): void }
}

/** Another way to run at once, to be remembered for this channel; null when the way was not at fault. */
export function lessonOf(end: RunEnd, ways: Ways): Ways | null {
  if (end.hadBytes || !end.fault) return null
  if (end.kind === 'unreadable' && ways.fastProbing) return { ...ways, fastProbing: false }
  // Promised sound that never comes keeps FFmpeg from writing anything at all.
  if (end.kind === 'silent' && ways.sound && end.expectedSound) return { ...ways, sound: false }
  return null
}

/** Turns FFmpeg's bytes into fragments with a time; sound that comes alone travels with the next picture. */
function createReader(deps: RunDeps, choices: RunChoices) {
  const cutter = createCutter()
  const anchor = deps.anchor ?? createAnchor()
  let init: { bytes: Buffer; tracks: Track[]; codec: string } | null = null
  let epoch: Epoch | null = null
  let sets = ''
  let alone: Buffer[] = []

  function begin({ bytes, tracks }: NonNullable<typeof init>): Epoch {
    const video = tracks.find((track) => track.kind === 'video')!
    return { id: choices.nextEpoch(), init: bytes, mime: mimeOf(tracks), width: video.width, height: video.height }
  }

  return {
    /** True when the stream is no longer what the init says. Throws on bytes that are no MP4. */
    read(chunk: Uint8Array, onPicture: () => void): boolean {
      for (const piece of cutter.push(chunk)) {
        if (piece.kind === 'init') {
          const tracks = readInit(piece.bytes)
          const codec = tracks.find((track) => track.kind === 'video')?.codec
          if (!codec) throw new Error('The stream has no video')
          init = { bytes: piece.bytes, tracks, codec }
          continue
        }
        const info = init && readFragment(piece.bytes, init.tracks)
        if (!init || (!info && !epoch)) continue
        if (!info) {
          alone.push(piece.bytes)
          continue
        }
        if (!epoch && !info.key) continue
        if (info.key) {
          const found = sequenceSet(piece.bytes, info, init.codec)
          if (sets && found && found !== sets) return true
          sets ||= found
        }
        epoch ??= begin(init)
        const zero = anchor.update(+deps.now(), info.decodeTime + info.duration)
        const data = alone.length ? Buffer.concat([...alone, piece.bytes]) : piece.bytes
        alone = []
        const { key, decodeTime, duration } = info
        onPicture()
        choices.onFragment({ epoch, data, key, decodeTime, duration, time: zero + decodeTime * 1000 })
      }
      return false
    },
  }
}

/** Asks for the address, waits for its turn at the device, and reads. */
export function startRun(deps: RunDeps, choices: RunChoices): RelayRun {
  const began = performance.now()
  const end: RunEnd = {
    ...{
      fault: null,
      kind: 'stopped',
      hadBytes: false,
      expectedSound: false,
      changed: false,
      lastedMs: 0,
      atDevice: false,
    },
  }

  // Nobody waits for a device's answer once the relay is stopped.
  const { promise: stopped, reject } = Promise.withResolvers<never>()
  stopped.catch(() => {})
  const giveUp = () => reject(new Fault('not-ready', 'The relay was stopped'))
  choices.signal.addEventListener('abort', giveUp)

  async function address(): Promise<StreamSource> {
    for (;;) {
      const source = await Promise.race([deps.source(deps.key, choices.signal), stopped])
      if ((await deps.gate.enter(source.address, choices.signal)) === 'open') return source
    }
  }

  async function read(source: StreamSource): Promise<void> {
    const { quality } = deps.key
    const { fragmentMs } = deps
    const { fastProbing, sound } = choices
    const command = relayCommand(source, { quality, fastProbing, sound, ...(fragmentMs && { fragmentMs }) })
    end.expectedSound = command.arguments.includes('-c:a')
    const run = startFfmpeg(deps.ffmpeg, command.arguments, command.stdin, redactor(source.address))
    const reader = createReader(deps, choices)
    let lastPicture = performance.now()
    let isWaiting = false
    let broken: unknown = null
    const watch = setInterval(() => {
      if (isWaiting || performance.now() - lastPicture < deps.silenceMs) return
      end.kind = 'silent'
      run.stop()
    }, deps.silenceMs / 10)
    const stop = () => run.stop()
    choices.signal.addEventListener('abort', stop)
    if (choices.signal.aborted) stop()
    let hadVideo = false
    let stranger: Fault | null = null
    using peers = watchPeers(run.pid, source.address, (fault) => {
      stranger = fault
      run.stop()
    })
    try {
      for await (const chunk of run.output) {
        // Once it is told to end, FFmpeg writes out what it held back: neither news nor a sign of life.
        if (choices.signal.aborted || end.changed || end.kind === 'silent') continue
        // Before anything of it is shown.
        if (stranger || (!end.hadBytes && peers.check())) continue
        if (!end.hadBytes) deps.gate.settle(source.address, 'accepted')
        end.hadBytes = true
        choices.onBytes(chunk.length)
        end.changed = reader.read(chunk, () => {
          lastPicture = performance.now()
          hadVideo = true
        })
        if (end.changed) run.stop()
        const room = choices.room?.()
        if (!room) continue
        // Waiting on purpose is no silence.
        isWaiting = true
        await room
        isWaiting = false
        lastPicture = performance.now()
      }
    } catch (error) {
      broken = error
      run.stop()
    } finally {
      clearInterval(watch)
      choices.signal.removeEventListener('abort', stop)
    }
    const { errors } = await run.over()
    if (choices.signal.aborted || end.changed) return
    end.atDevice = true
    if (stranger) end.fault = stranger
    else if (broken)
      end.fault = new Fault('device-garbled', 'The device sent video that cannot be read.', { cause: broken })
    else end.fault = end.kind === 'silent' ? silence(hadVideo) : faultOfRun(errors, hadVideo)
    if (end.kind !== 'silent') end.kind = end.fault.kind === 'device-garbled' && !stranger ? 'unreadable' : 'lost'
  }

  async function whole(): Promise<RunEnd> {
    let source: StreamSource | null = null
    try {
      source = await address()
      if (!choices.signal.aborted) await read(source)
    } catch (error) {
      end.fault = error instanceof Fault ? error : new Fault('internal', 'Internal error', { cause: error })
      end.kind = 'lost'
    }
    choices.signal.removeEventListener('abort', giveUp)
    const wasRefused = end.fault !== null && needsPerson(end.fault)
    // A stream that was stopped on purpose proves nothing against the login.
    if (source && (end.fault || !end.hadBytes)) deps.gate.settle(source.address, wasRefused ? 'refused' : 'unknown')
    end.lastedMs = performance.now() - began
    return end
  }

  return { end: whole() }
}
