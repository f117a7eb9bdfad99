// An image running, as an engine would run it: its ordinary user, a read-only root, one volume; then stopped, and begun again.
import { chownSync, mkdirSync, mkdtempSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { startSimulator } from '../../plugins/hikvision/simulator/index.ts'
import { type Appliance, startAppliance, until } from '../../test/e2e/appliance.ts'
import { beside, checksStopped, isRestored, restores } from './commands.ts'
import { converts, plays } from './pictures.ts'
import { envOf, fieldOf, firstOf, inside, isThere, must, type Place } from './shut-in.ts'
import { endAllOf } from './steps.ts'
import type { Say } from './table.ts'

const LONGEST_STOP_MS = 5000

/** A volume as an engine makes it for the user of the image. */
export function makeVolume(store: string): string {
  mkdirSync(store, { recursive: true })
  const folder = mkdtempSync(join(store, 'data-'))
  chownSync(folder, 1000, 1000)
  return folder
}

export async function start(place: Place, env: Record<string, string> = {}): Promise<Appliance> {
  const { image, data } = place
  const appliance = await startAppliance({
    data,
    env: { ...envOf(image), PATH: process.env.PATH ?? '', TZ: 'Europe/Berlin', ...env },
    program: inside(place, image.config.Entrypoint),
  })
  // The first process of a container is not ended by the end of whoever began it, since it runs as somebody else.
  const end = () => {
    endAllOf(appliance.pid)
    return appliance[Symbol.asyncDispose]()
  }
  return { ...appliance, [Symbol.asyncDispose]: end }
}

/** Throws at the first thing that is not as it should be. */
export async function runs(place: Place, say: Say): Promise<void> {
  await using all = new AsyncDisposableStack()
  const began = performance.now()
  const appliance = all.use(await start(place))
  say('starts', `answers ${Math.round(performance.now() - began)} ms after it was begun, as process 1 of its container`)
  isShutIn(appliance, say)
  const camera = all.use(await startSimulator({ model: 'camera', events: 'none' }))
  const { film, watch } = await plays(appliance, camera, say)
  await converts(place, film, say)
  await beside(place, appliance, say)
  await watch()
  await stops(place, appliance, say)
  await checksStopped(place, appliance, say)
  await restores(place)
  const again = all.use(await start(place))
  await isRestored(again, say)
}

async function stops({ image }: Place, appliance: Appliance, say: Say): Promise<void> {
  const took = await stop(appliance, image.config.StopSignal)
  must(took < LONGEST_STOP_MS, `It took ${took} ms to stop`)
  say('stops', `${took} ms after ${image.config.StopSignal}, with a live picture open (at most ${LONGEST_STOP_MS})`)
}

/** As an engine does: the signal goes to the first process of the container. Milliseconds until that was gone. */
export async function stop(appliance: Appliance, signal: string): Promise<number> {
  const pid = firstOf(appliance.pid)
  const asked = performance.now()
  process.kill(pid, signal as NodeJS.Signals)
  await until('it has ended', () => !isThere(pid), 30)
  const took = Math.round(performance.now() - asked)
  const code = await appliance.stop()
  must(code === 0, `It ends with ${code}`)
  return took
}

function isShutIn({ pid: begun }: Appliance, say: Say): void {
  const pid = firstOf(begun)
  must(fieldOf(pid, 'Uid') === '1000' && fieldOf(pid, 'Gid') === '1000', 'It does not run as user 1000')
  for (const name of ['CapEff', 'CapPrm']) must(/^0+$/.test(fieldOf(pid, name) ?? '1'), 'It has capabilities of root')
  must(fieldOf(pid, 'NoNewPrivs') === '1', 'It may gain rights')
  const mounts = readFileSync(`/proc/${pid}/mounts`, 'utf8')
  must(/^\S+ \/ \S+ ro\b/m.test(mounts), 'Its root may be written')
  say('shut in', 'user 1000, no capability, no new rights, root read-only; it writes to /data and /tmp')
}
