// Our own workers, as far as somebody may see what they work at: the API, a listener for each device, a relay for each picture.
import type { Caller } from '../../domain/caller.ts'
import type { AccessService } from '../access.ts'
import type { Live } from '../live.ts'
import type { Sessions } from '../sessions/index.ts'
import type { ProcessMeter, Worker } from './processes.ts'

interface Deps {
  access: Pick<AccessService, 'visibleDevices' | 'visibleChannels'>
  sessions: Pick<Sessions, 'state' | 'listens'>
  live: Pick<Live, 'status'>
  meter: ProcessMeter
  startedAt: Date
  now: () => Date
}

/** Loops that run as long as we do. */
const LOOPS = ['sync', 'downloads', 'exports', 'retention', 'webhooks']

export function createWorkers({ access, sessions, live, meter, startedAt, now }: Deps) {
  const pid = process.pid
  const since = (at: Date) => Math.max(0, Math.round((+now() - +at) / 1000))
  /** What works inside our process has no processor of its own to be told. */
  const inside = { pid, cpu: null, memory: null, restarts: null, reason: null }

  function listeners(caller: Caller): Worker[] {
    return access
      .visibleDevices(caller)
      .filter(({ isChecked, offers }) => isChecked && offers.includes('alarms'))
      .map((device) => {
        const { phase, since: at, fault } = sessions.state(device.id)
        const listens = sessions.listens(device.id)
        const waiting = phase === 'connecting' || (phase === 'online' && !listens)
        const title = device.name ?? device.info?.name ?? device.info?.model ?? device.address
        return {
          ...inside,
          name: `alarms: ${title}`,
          status: listens ? 'online' : waiting ? 'launching' : 'errored',
          uptime: listens ? since(at) : null,
          reason: fault?.message ?? null,
        }
      })
  }

  function relays(caller: Caller): Worker[] {
    const names = new Map(access.visibleChannels(caller).map((one) => [one.id, one.name ?? one.deviceName]))
    return live.status(caller).map(({ channelId, quality, running, since: at, restarts, lastFault }) => ({
      ...inside,
      name: `live: ${names.get(channelId) ?? channelId} (${quality})`,
      status: running ? 'online' : lastFault ? 'errored' : 'launching',
      uptime: running && at ? since(at) : null,
      restarts,
      reason: lastFault?.message ?? null,
    }))
  }

  return {
    async read(caller: Caller): Promise<Worker[]> {
      const own = await meter.of(pid, new Date(+now() - process.uptime() * 1000))
      const api: Worker = { ...inside, ...own, name: 'api', status: 'online', uptime: since(startedAt) }
      const loops = LOOPS.map((name): Worker => ({ ...inside, name, status: 'online', uptime: since(startedAt) }))
      return [api, ...loops, ...listeners(caller), ...relays(caller)]
    },
  }
}
