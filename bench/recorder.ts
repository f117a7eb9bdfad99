// What recording costs: CPU of sixteen cameras at 4 Mbit/s beside sixteen bare FFmpegs that write the same to files, and memory.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Appliance, startAppliance, until } from '../test/e2e/appliance.ts'
import { addCameras, type Cameras, filmsOf, setRules, startCameras, underWay } from '../test/e2e/recorded.ts'
import { cpuShare, ffmpegsOf, median, pssMb } from './relay/processes.ts'

const option = (name: string, fallback: number) => {
  const at = process.argv.indexOf(`--${name}`)
  return at < 0 ? fallback : Number(process.argv[at + 1])
}
const CAMERAS = option('cameras', 16)
const ROUNDS = option('rounds', 5)
/** How long each is measured in a round. */
const SECONDS = option('seconds', 30)
/** Until what starts has settled: the relays' rings are full after 14 s. */
const SETTLE_MS = 20_000
const SEGMENT_SECONDS = 60
/** Times the CPU of the bare ones: theirs reads and writes, ours is ready for viewers and alarms as well. */
const MOST = 2

interface Cost {
  /** Of one core, in percent: our own process, and FFmpegs. */
  own: number
  ffmpeg: number
  /** MB, proportional. */
  ownMb: number
  ffmpegMb: number
}

const sum = (values: number[]) => values.reduce((total, value) => total + value, 0)

async function costOf(own: number | null, ffmpegs: number[]): Promise<Cost> {
  if (ffmpegs.length !== CAMERAS) throw new Error(`${ffmpegs.length} FFmpegs run, and not ${CAMERAS}`)
  const [ours, theirs] = await Promise.all([own === null ? 0 : cpuShare([own], SECONDS), cpuShare(ffmpegs, SECONDS)])
  return {
    ...{ own: ours * 100, ffmpeg: theirs * 100 },
    ...{ ownMb: own === null ? 0 : pssMb(own), ffmpegMb: sum(ffmpegs.map(pssMb)) },
  }
}

async function ours(appliance: Appliance, channels: number[]): Promise<Cost> {
  await setRules(appliance, channels, { mode: 'continuous', segment_seconds: SEGMENT_SECONDS })
  await until('all are recorded', () => underWay(appliance.data).length >= CAMERAS, 60)
  await Bun.sleep(SETTLE_MS)
  const cost = await costOf(appliance.pid, ffmpegsOf(appliance.pid))
  await setRules(appliance, channels, { mode: 'off' })
  await until('no camera is read any more', () => ffmpegsOf(appliance.pid).length === 0, 60)
  return cost
}

async function bare(cameras: Cameras, folder: string): Promise<Cost> {
  mkdirSync(folder)
  const children = Array.from({ length: CAMERAS }, (_, index) => {
    const address = `rtsp://127.0.0.1:${cameras.source.port}${cameras.path(index + 1)}`
    const read = ['-v', 'error', '-nostdin', '-rtsp_transport', 'tcp', '-i', address]
    return Bun.spawn(['ffmpeg', ...read, '-c', 'copy', '-f', 'mp4', join(folder, `${index}.mp4`)], {
      ...{ stdin: 'ignore', stdout: 'ignore', stderr: 'inherit' },
    })
  })
  try {
    await until('all are read', () => cameras.source.sessions() === CAMERAS, 60)
    await Bun.sleep(SETTLE_MS)
    return await costOf(
      null,
      children.map(({ pid }) => pid),
    )
  } finally {
    for (const child of children) child.kill('SIGTERM')
    await Promise.all(children.map(({ exited }) => exited))
    rmSync(folder, { recursive: true, force: true })
  }
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'porchlight-bench-'))
  try {
    await using cameras = await startCameras({ count: CAMERAS, quality: 'main', bitRate: '4M' })
    await using appliance = await startAppliance({ env: { PORCHLIGHT_LOG: 'info' } })
    await appliance.signIn()
    const channels = await addCameras(appliance, cameras)
    await Bun.sleep(5000)
    const idleMb = pssMb(appliance.pid)
    const rounds: { we: Cost; they: Cost }[] = []
    for (let round = 0; round < ROUNDS; round++) {
      const isFirst = round % 2 === 0
      const before = isFirst ? null : await bare(cameras, join(folder, `${round}`))
      const we = await ours(appliance, channels)
      rounds.push({ we, they: before ?? (await bare(cameras, join(folder, `${round}`))) })
    }
    const films = filmsOf(appliance.data)
    const bytes = sum(films.map(({ path }) => Bun.file(path).size))
    const mbit = (bytes * 8) / sum(films.map(({ seconds }) => seconds)) / 1e6
    const of = (figure: (round: { we: Cost; they: Cost }) => number) => median(rounds.map(figure))
    const ratio = of(({ we, they }) => (we.own + we.ffmpeg) / they.ffmpeg)
    const one = (value: number) => value.toFixed(1)
    console.log(`${CAMERAS} cameras of ${one(mbit)} Mbit/s, medians of ${ROUNDS} rounds of ${SECONDS} s in turns`)
    console.log(`bare FFmpegs that copy into files  ${one(of(({ they }) => they.ffmpeg))} % of a core`)
    console.log(
      `ours  ${one(of(({ we }) => we.own + we.ffmpeg))} % of a core (${one(of(({ we }) => we.own))} our process, ${one(of(({ we }) => we.ffmpeg))} its FFmpegs)  ${ratio.toFixed(2)} × bare  bound ${MOST} ×: ${ratio <= MOST ? 'held' : 'EXCEEDED'}`,
    )
    if (ratio > MOST) process.exitCode = 1
    console.log(
      `ratio of each round  ${rounds.map(({ we, they }) => ((we.own + we.ffmpeg) / they.ffmpeg).toFixed(2)).join(' ')}`,
    )
    const ownMb = of(({ we }) => we.ownMb)
    console.log(`memory (PSS) of our process, nothing recorded  ${one(idleMb)} MB; all recorded  ${one(ownMb)} MB`)
    console.log(
      `memory for each camera  ${one((ownMb - idleMb) / CAMERAS)} MB of ours + ${one(of(({ we }) => we.ffmpegMb) / CAMERAS)} MB FFmpeg  beside ${one(of(({ they }) => they.ffmpegMb) / CAMERAS)} MB of a bare FFmpeg`,
    )
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

if (import.meta.main) await main()
