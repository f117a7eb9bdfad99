// The same clips through the whole appliance, made playable and checked: what its own process holds in memory meanwhile.
import { readFileSync } from 'node:fs'
import { type Appliance, startAppliance, until } from '../../test/e2e/appliance.ts'
import { type Big, LOGIN } from './recorder.ts'

interface Job {
  state: string
  error: string | null
}

const LOOK_MS = 20

function instant(token: string | undefined, key: string): string {
  const [, date, time] = new RegExp(`${key}=(\\d{8})T(\\d{6})Z`).exec(token ?? '') ?? []
  if (!date || !time) throw new Error(`the simulator's address has no ${key}`)
  return `${date.replace(/(....)(..)(..)/, '$1-$2-$3')}T${time.replace(/(..)(..)(..)/, '$1:$2:$3')}Z`
}

const residentMb = (pid: number) =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024

async function ask<T>(appliance: Appliance, method: string, path: string, body?: object): Promise<T> {
  const answer = await appliance.call<T>(method, path, body)
  if (answer.status >= 400) throw new Error(answer.text)
  return answer.body
}

/** Resident megabytes before the first byte and at most until the last clip is a recording. FFmpeg is not counted. */
export async function throughAppliance({
  url,
  clips,
}: Big): Promise<{ before: number; most: number; seconds: number }> {
  await using appliance = await startAppliance({ env: { PORCHLIGHT_LOG: 'info' } })
  await appliance.signIn()
  await ask(appliance, 'POST', '/api/devices', { ip_web: url, brand: 'hikvision', ...LOGIN, name: 'Big' })
  const channel = await until(
    'its channel',
    async () => (await ask<{ id: number }[]>(appliance, 'GET', '/api/channels'))[0],
    60,
  )
  const jobs = () => ask<{ data: Job[] }>(appliance, 'GET', '/api/jobs')
  const calm = ({ data }: { data: Job[] }) => data.length > 0 && data.every(({ state }) => state === 'done')
  await until('its calendar has been read', async () => calm(await jobs()), 120)
  const before = residentMb(appliance.pid)
  let most = before
  const timer = setInterval(() => {
    most = Math.max(most, residentMb(appliance.pid))
  }, LOOK_MS)
  const began = performance.now()
  const { job_id } = await ask<{ job_id: number }>(appliance, 'POST', '/api/recordings/fetch', {
    channel_id: channel.id,
    from: instant(clips[0]?.token, 'starttime'),
    to: instant(clips.at(-1)?.token, 'endtime'),
  })
  const job = await until(
    'the clips are here',
    async () => {
      const found = await ask<Job>(appliance, 'GET', `/api/jobs/${job_id}`)
      return (found.state === 'done' || found.state === 'failed') && found
    },
    900,
  )
  clearInterval(timer)
  if (job.state !== 'done') throw new Error(job.error ?? 'the clips did not come')
  return { before, most, seconds: (performance.now() - began) / 1000 }
}
