// Figures of the system and of each stream as Prometheus reads them.
import type { Caller, Services } from '#plugin'
import type { Counts } from './around.ts'
import { namesOf, streamsOf } from './names.ts'
import { isWritten, stateOf } from './stream-out.ts'

interface Metric {
  name: string
  help: string
  type?: 'gauge' | 'counter'
  values: [labels: Record<string, string>, value: number][]
}

/** As the format wants it inside quotes. */
const quoted = (text: string) => text.replace(/[\\"\n]/g, (found) => (found === '\n' ? '\\n' : `\\${found}`))

function written({ name, help, type = 'gauge', values }: Metric): string {
  const lines = values.map(([labels, value]) => {
    const all = Object.entries(labels).map(([key, text]) => `${key}="${quoted(text)}"`)
    return `lightnvr_${name}${all.length ? `{${all.join(',')}}` : ''} ${value}`
  })
  return [`# HELP lightnvr_${name} ${help}`, `# TYPE lightnvr_${name} ${type}`, ...lines, ''].join('\n')
}

/** Needs the right `system`. Asks no device. */
export async function metricsText(services: Services, caller: Caller, counts: Counts): Promise<string> {
  const { live, recorder, system } = services
  const { process: uptime } = system.uptime(caller)
  const [{ volumes, recordings }, about] = await Promise.all([system.disk(caller), system.about(caller)])
  const main = volumes.find(({ purpose }) => purpose.includes('recordings'))
  const nameOf = namesOf(services)
  const streams = streamsOf(services, caller)
  const relays = Map.groupBy(live.status(caller), ({ channelId }) => channelId)
  const recording = new Set(
    recorder.list(caller).flatMap(({ rule, state }) => (isWritten(state) ? [rule.channelId] : [])),
  )
  const single = (name: string, help: string, value: number, type?: Metric['type']): Metric => ({
    ...{ name, help, values: [[{}, value]] },
    ...(type && { type }),
  })
  const each = (name: string, help: string, of: (id: number) => number, type?: Metric['type']): Metric => ({
    ...{ name, help, values: streams.map((channel) => [{ stream: nameOf(channel) }, of(channel.id)]) },
    ...(type && { type }),
  })
  const best = (id: number) => {
    const running = (relays.get(id) ?? []).filter((relay) => relay.running)
    return running.find(({ quality }) => quality === 'main') ?? running[0]
  }
  const up = new Set(streams.filter((channel) => stateOf(services, channel) === 'running').map(({ id }) => id))
  const all = [
    single('uptime_seconds', 'Seconds since the start', uptime),
    single('memory_bytes', 'Memory of the process', about.memory),
    single('requests_total', 'Requests to this API since the start', counts.total, 'counter'),
    single('requests_failed_total', 'Requests that were answered with 5xx', counts.failed, 'counter'),
    single('storage_recordings_bytes', 'Bytes of all recordings', recordings),
    single('storage_free_bytes', 'Bytes that are free on the disk for recordings', main?.free ?? 0),
    each('stream_up', '1 while the camera is there', (id) => Number(up.has(id))),
    each('stream_recording', '1 while it is recorded', (id) => Number(recording.has(id))),
    each('stream_fps', 'Pictures per second, 0 while nobody reads it', (id) => best(id)?.framesPerSecond ?? 0),
    each('stream_bitrate_bps', 'Bits per second, 0 while nobody reads it', (id) => best(id)?.bitsPerSecond ?? 0),
    each(
      'stream_reconnects_total',
      'How often it had to be opened anew',
      (id) => (relays.get(id) ?? []).reduce((sum, relay) => sum + relay.restarts, 0),
      'counter',
    ),
  ]
  return all.map(written).join('')
}
