// A simulated recorder in a process of its own, whose clips are a gibibyte each.
import { addresses, downloadBody } from '../../plugins/hikvision/simulator/testing/download.ts'

export const LOGIN = { username: 'admin', password: 'porchlight-demo' }
const GIB = 1024 ** 3
const SECONDS = 1800

export interface Big {
  url: string
  clips: { token: string; bytes: number }[]
}

export async function startRecorder(count: number): Promise<Big & AsyncDisposable> {
  const shape = ['--lengths', `${SECONDS}-${SECONDS}`, '--rate', `${Math.ceil(GIB / SECONDS)}`, '--days', '3']
  const own = ['--port', '0', '--rtsp-port', '0', '--events', 'none', '--channels', '1', '--timezone', 'CST-0:00:00']
  const main = 'plugins/hikvision/simulator/main.ts'
  const child = Bun.spawn([process.execPath, '--no-orphans', main, '--model', 'nvr8', ...own, ...shape], {
    stdout: 'pipe',
    stderr: 'inherit',
  })
  const { value } = await child.stdout.getReader().read()
  const { url } = JSON.parse(new TextDecoder().decode(value)) as { url: string }
  const text = (hoursAgo: number) => `${new Date(Date.now() - hoursAgo * 3_600_000).toISOString().slice(0, 19)}Z`
  const found = await addresses(Number(new URL(url).port), 101, text(12), text(2))
  const clips = found
    .map((token) => ({ token, bytes: Number(/size=(\d+)/.exec(token)?.[1]) }))
    .filter(({ bytes }) => bytes >= GIB)
    .slice(0, count)
  if (clips.length < count) throw new Error(`the simulator has only ${clips.length} clips of a gibibyte`)
  return {
    url,
    clips,
    async [Symbol.asyncDispose]() {
      child.kill()
      await child.exited
    },
  }
}

/** Seconds that curl takes for the same bytes to the same disk. */
export async function curl(url: string, token: string, file: string): Promise<number> {
  const began = performance.now()
  const child = Bun.spawn(
    [
      ...['curl', '-sf', '--digest', '-u', `${LOGIN.username}:${LOGIN.password}`, '-X', 'POST', '-o', file],
      ...['-H', 'Content-Type: application/xml', '--data-binary', downloadBody(token)],
      `${url}/ISAPI/ContentMgmt/download`,
    ],
    { stdout: 'ignore', stderr: 'inherit' },
  )
  if ((await child.exited) !== 0) throw new Error('curl failed')
  return (performance.now() - began) / 1000
}
