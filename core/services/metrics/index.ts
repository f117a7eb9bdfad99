// Metrics for Prometheus: read at each scrape, but for the requests, which are counted from the first scrape on.
import type { Histogram } from 'prom-client'
import type { Bus } from '../../bus.ts'
import type { Caller } from '../../domain/caller.ts'
import type { AccessService } from '../access.ts'
import { FIGURES } from './figures.ts'
import { createReading, type ReadingDeps } from './reading.ts'
import { createTallies } from './tallies.ts'

export interface Metrics extends Disposable {
  /**
   * Text for Prometheus. The founder is told of the whole appliance, others of their own household and of the processes. Right:
   * `system`.
   */
  text(caller: Caller): Promise<string>
  /** An answer has begun. `door`: one of few words, such as the path of a dialect. */
  answered(door: string, status: number, seconds: number): void
}

interface Deps extends Omit<ReadingDeps, 'tallies'> {
  bus: Pick<Bus, 'on'>
  access: Pick<AccessService, 'household'>
}

/** From what a page does not feel to what a device needs to answer. */
const SECONDS = [0.005, 0.025, 0.1, 0.5, 2.5, 10]
const REQUESTS = 'porchlight_http_request_duration_seconds'

export function createMetrics(deps: Deps): Metrics {
  const { bus, access } = deps
  const tallies = createTallies({ bus })
  const read = createReading({ ...deps, tallies })
  let loading: ReturnType<typeof load> | null = null
  let requests: Histogram<'door' | 'status'> | null = null

  /** Costs 75 ms and 17 MB, which homes without Prometheus do not pay. */
  async function load() {
    const client = await import('prom-client')
    requests = new client.Histogram({
      name: REQUESTS,
      help: 'Time until an answer began, by the door it was asked at and the first digit of its status',
      labelNames: ['door', 'status'],
      buckets: SECONDS,
      registers: [],
    })
    return { client, requests }
  }

  return {
    async text(caller) {
      const householdId = access.household(caller, 'system')
      loading ??= load()
      const { client, requests } = await loading
      const reading = await read(caller, householdId)
      // Made anew for each who asks: what one may know is not left over for the next.
      const registry = new client.Registry()
      for (const { name, type, help, labels = [], read } of FIGURES) {
        const samples = read(reading)
        if (samples.length === 0) continue
        const about = { name, help, labelNames: labels, registers: [registry] }
        const metric = type === 'counter' ? new client.Counter(about) : new client.Gauge(about)
        for (const [value, ...words] of samples) metric.labels(...words).inc(value)
      }
      if (reading.appliance) registry.registerMetric(requests)
      return registry.metrics()
    },
    answered(door, status, seconds) {
      requests?.labels(door, `${Math.floor(status / 100)}xx`).observe(seconds)
    },
    [Symbol.dispose]: () => tallies[Symbol.dispose](),
  }
}
