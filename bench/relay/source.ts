// A process of its own: the pretend camera and, over HTTP, the clock of its pictures.
import { loadClips, startRtspSource } from '../../test/rtsp-source/index.ts'

const clips = await loadClips()
const source = await startRtspSource({
  login: () => ({ user: 'admin', password: 'secret' }),
  find(path) {
    const wanted = /^\/(\d+)\/(main|sub)$/.exec(path)
    if (!wanted) return null
    return clips.pick({ channel: Number(wanted[1]), quality: wanted[2] as 'main' | 'sub', audio: false })
  },
})
const clock = Bun.serve({
  port: 0,
  hostname: '127.0.0.1',
  fetch: (request) =>
    Response.json(source.startedAt(new URL(request.url).pathname), { headers: { 'access-control-allow-origin': '*' } }),
})
console.log(JSON.stringify({ rtsp: source.port, clock: clock.port }))
