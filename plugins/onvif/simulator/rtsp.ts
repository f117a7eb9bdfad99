// The pictures over RTSP: which clip stands behind which address, under the same accounts and lock as HTTP.
import { type Clips, loadClips, type RtspSource, startRtspSource } from '../../../test/rtsp-source/index.ts'
import type { Camera } from './camera.ts'
import type { Login } from './login.ts'
import type { StatsBook } from './stats.ts'

export interface Rtsp {
  /** Listens; 0 lets the system choose. Resolves with the port. */
  open(port: number): Promise<number>
  shut(): Promise<void>
  /** The running source, for tests that freeze or drop it; null while it is shut. */
  source(): RtspSource | null
}

export interface RtspDeps {
  camera: Camera
  login: Login
  stats: StatsBook
  host: string
}

export function createRtsp({ camera, login, stats, host }: RtspDeps): Rtsp {
  let source: RtspSource | null = null
  let clips: Clips | null = null
  return {
    source: () => source,
    async open(port) {
      clips ??= await loadClips()
      const loaded = clips
      source = await startRtspSource({
        ...{ port, host, realm: 'ONVIF camera', locked: login.locked },
        // The first account alone is known here.
        login: () => ({ user: camera.accounts[0]!.name, password: camera.accounts[0]!.password }),
        find(path) {
          const token = /^\/live\/([^/?]+)/.exec(path)?.[1]
          const wanted = camera.profiles().find(({ profile }) => profile.token === token)
          if (!wanted) return null
          const { lens, profile } = wanted
          const codec = profile.codec === 'H265' ? 'h265' : 'h264'
          return loaded.pick({ channel: lens.number, quality: profile.quality, audio: profile.audio, codec })
        },
        onRefused() {
          stats.refused('rtsp')
          login.refused()
        },
      })
      return source.port
    },
    async shut() {
      await source?.[Symbol.asyncDispose]()
      source = null
    },
  }
}
