// The transfer alone in a process of its own, so that its memory and time are nobody else's: clips of a recorder to one file.
import { join } from 'node:path'
import { createSpace } from '../../core/services/downloads/space.ts'
import { transfer } from '../../core/services/downloads/transfer.ts'
import { hikvision } from '../../plugins/hikvision/index.ts'
import { LOGIN } from './recorder.ts'

const [url = '', folder = ''] = process.argv.slice(2)
const life = new AbortController()
const session = await hikvision.driver?.connect(
  { address: new URL(url), ...LOGIN, streamHost: '127.0.0.1', verifyTls: false, pinnedCertificate: null },
  {
    signal: life.signal,
    limit: (work) => work(),
    resolve: async (host) => host,
    shown: () => {},
    now: () => new Date(),
    random: Math.random,
    log: { debug() {}, info() {}, warn() {}, error() {} },
  } as Parameters<NonNullable<typeof hikvision.driver>['connect']>[1],
)
const footage = session?.footage
if (!footage) throw new Error('the recorder offers no footage')
const reply = (answer: object) => process.stdout.write(`${JSON.stringify(answer)}\n`)

let peak = 0
const look = () => {
  peak = Math.max(peak, process.memoryUsage.rss())
}
setInterval(look, 20).unref()
const space = createSpace(folder)
reply({ ready: true })
let base = 0
for await (const line of console) {
  if (line === '') break
  const { token, bytes } = JSON.parse(line) as { token: string; bytes: number }
  // What a first transfer loads (code, buffers) is measured, too.
  base ||= process.memoryUsage.rss()
  const began = performance.now()
  await transfer({
    file: join(folder, 'ours.half'),
    open: (signal) => footage.download(token, signal),
    expected: bytes,
    space,
    pace: { take: () => null },
    onBytes: look,
    signal: life.signal,
  })
  reply({ seconds: (performance.now() - began) / 1000, grownMb: (peak - base) / 1024 / 1024 })
}
life.abort()
process.exit(0)
