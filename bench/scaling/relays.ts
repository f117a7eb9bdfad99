// Relays until the cores are full: each step opens more channels, each seen by one viewer over MSE.
import type { Appliance } from '../../test/e2e/appliance.ts'
import { until } from '../../test/e2e/appliance.ts'
import { heldBy } from '../footprint/memory.ts'
import { cpuShare, ffmpegsOf, pssMb } from '../relay/processes.ts'
import type { Listed } from './house.ts'

/** Of pictures with a key frame every 2 s. */
const FRAGMENTS_A_SECOND = 5

export interface Step {
  relays: number
  /** Shares of one core. */
  ours: number
  ffmpeg: number
  cameras: number
  viewers: number
  oursMb: number
  ffmpegMb: number
  /** Of the fragments that should have come, those that came. */
  kept: number
}

/** One more relay was not to be had. */
export class NoRoom extends Error {}

interface Viewer extends Disposable {
  seen(): number
}

async function view(appliance: Appliance, { id, device_id }: Listed): Promise<Viewer> {
  const path = `/api/device/${device_id}/channel/${id}/live?quality=main`
  const { status, body } = await appliance.call<{ mse_url: string; detail: string }>('GET', path)
  // On a machine without room a picture does not come in time.
  if (status !== 200) throw new NoRoom(`${status} ${body.detail}`)
  const socket = new WebSocket(appliance.url.replace('http', 'ws') + body.mse_url)
  socket.binaryType = 'arraybuffer'
  let seen = 0
  socket.onmessage = ({ data }) => {
    if (typeof data !== 'string') seen++
  }
  return { seen: () => seen, [Symbol.dispose]: () => socket.close() }
}

const sum = (values: number[]) => values.reduce((total, value) => total + value, 0)

/** The viewers are in our own process: what they cost is told beside, as it is not the appliance's. */
export async function* steps(
  { appliance, channels, camerasPid }: { appliance: Appliance; channels: Listed[]; camerasPid: number },
  counts: readonly number[],
  { settleMs, seconds }: { settleMs: number; seconds: number },
): AsyncGenerator<Step> {
  using stack = new DisposableStack()
  const viewers: Viewer[] = []
  for (const relays of counts) {
    for (const channel of channels.slice(viewers.length, relays))
      viewers.push(stack.use(await view(appliance, channel)))
    await until('every viewer has a picture', () => viewers.every(({ seen }) => seen() > 1), 60)
    await Bun.sleep(settleMs)
    const ffmpegs = ffmpegsOf(appliance.pid)
    const before = sum(viewers.map(({ seen }) => seen()))
    const began = performance.now()
    const [ours, ffmpeg, cameras, own] = await Promise.all([
      cpuShare([appliance.pid], seconds),
      cpuShare(ffmpegs, seconds),
      cpuShare([camerasPid], seconds),
      cpuShare([process.pid], seconds),
    ])
    const passed = (performance.now() - began) / 1000
    const kept = (sum(viewers.map(({ seen }) => seen())) - before) / (relays * passed * FRAGMENTS_A_SECOND)
    yield {
      ...{ relays, ours, ffmpeg, cameras, viewers: own, kept },
      ...{ oursMb: heldBy(appliance.pid).rss, ffmpegMb: sum(ffmpegs.map(pssMb)) },
    }
  }
}
