// Relays over a pretend camera, and eyes on the FFmpegs that they start.
import { readdirSync, readFileSync } from 'node:fs'
import { type Camera, startCamera } from '../../test/rtsp-source/camera.ts'
import type { Fault } from '../domain/fault.ts'
import { createLog } from '../log.ts'
import type { Fragment } from '../media/fragment.ts'
import type { Relay } from '../media/relay.ts'
import { createRelays, type Relays, type RelaysDeps } from '../media/relays.ts'

export { until } from './until.ts'

export interface RelayBench extends AsyncDisposable {
  camera: Camera
  relays: Relays
  /** Log lines so far. */
  lines: string[]
  /** Refused logins that the relays told of, as `1 device-refused-login`. */
  refused: string[]
  /** How often a source was asked for. */
  asked(): number
}

const PATHS = { main: '/1/main', sub: '/1/sub' }

/** A camera and relays that read it; `path` is the camera's path for every channel. */
export async function startRelayBench(
  options: Partial<RelaysDeps> & { path?: string; transport?: 'tcp' | 'udp' } = {},
): Promise<RelayBench> {
  const camera = await startCamera()
  const lines: string[] = []
  const refused: string[] = []
  let asked = 0
  const relays = createRelays({
    async source({ quality }) {
      asked++
      const address = camera.address(options.path ?? PATHS[quality])
      return { address, transport: options.transport ?? 'tcp', audio: true }
    },
    onRefused: (key, fault) => refused.push(`${key.channelId} ${fault.kind}`),
    log: createLog('debug', (line) => lines.push(line)),
    now: () => new Date(),
    random: () => 0,
    ...options,
    timing: { pauseMs: 100, ...options.timing },
  })
  return {
    ...{ camera, relays, lines, refused },
    asked: () => asked,
    async [Symbol.asyncDispose]() {
      await relays[Symbol.asyncDispose]()
      await camera[Symbol.asyncDispose]()
    },
  }
}

export interface View {
  relay: Relay
  fragments: Fragment[]
  ends: (Fault | null)[]
  leave(): void
}

/** Joins a relay and keeps what comes. */
export function view(relays: Relays, channelId = 1, quality: 'main' | 'sub' = 'sub'): View {
  const fragments: Fragment[] = []
  const ends: (Fault | null)[] = []
  const relay = relays.get({ channelId, quality })
  const leave = relay.join({ onFragment: (fragment) => fragments.push(fragment), onEnd: (fault) => ends.push(fault) })
  return { relay, fragments, ends, leave }
}

/** Command lines of the relays' FFmpegs among the children of this process. */
export function relayProcesses(): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const [, state, parent] = readFileSync(`/proc/${pid}/stat`, 'latin1').replace(/^.*\)/, 'x').split(' ')
        const command = readFileSync(`/proc/${pid}/cmdline`, 'latin1')
        return Number(parent) === process.pid && state !== 'Z' && command.includes('concat') ? [command] : []
      } catch {
        // It ended while we looked.
        return []
      }
    })
}
