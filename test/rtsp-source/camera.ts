// The source with a login and one clip per path, as most tests want it.
import type { SourceClip } from './clip.ts'
import { loadClips } from './clips.ts'
import { type RtspSource, type RtspSourceOptions, startRtspSource } from './server.ts'

export interface Camera extends AsyncDisposable {
  readonly source: RtspSource
  /** Logins that were refused. */
  readonly refused: { path: string; user: string | null }[]
  /** The login in force. */
  login: { user: string; password: string }
  /** Clips that take the place of a path's own. */
  readonly instead: Map<string, SourceClip>
  /** Address with the login that was in force at the start. */
  address(path: string): string
}

/** Paths are `/<channel>/<main|sub>`, with `/audio` or `/h265` behind it. */
export async function startCamera(options: Pick<RtspSourceOptions, 'speed'> = {}): Promise<Camera> {
  const clips = await loadClips()
  const refused: Camera['refused'] = []
  const instead = new Map<string, SourceClip>()
  const login = { user: 'admin', password: "p@ss'w:rd 1" }
  const userinfo = `${login.user}:${encodeURIComponent(login.password)}`

  const source = await startRtspSource({
    ...options,
    login: () => camera.login,
    find(path) {
      const wanted = /^\/(\d+)\/(main|sub)(\/audio)?(\/h265)?$/.exec(path)
      if (!wanted) return null
      const [, channel, quality, audio, h265] = wanted
      return (
        instead.get(path) ??
        clips.pick({
          channel: Number(channel),
          quality: quality === 'main' ? 'main' : 'sub',
          audio: audio !== undefined,
          codec: h265 ? 'h265' : 'h264',
        })
      )
    },
    onRefused: (info) => refused.push(info),
  })

  const { port } = source
  const camera: Camera = {
    ...{ source, refused, login, instead },
    address: (path) => `rtsp://${userinfo}@127.0.0.1:${port}${path}`,
    [Symbol.asyncDispose]: () => source[Symbol.asyncDispose](),
  }
  return camera
}
