// How a device is doing (WIRE 2.2). Recorders and cameras count memory in different units.
import type { Health } from '#plugin'
import type { IsapiClient } from '../isapi/client.ts'
import { int, list, type Node, text } from '../isapi/xml.ts'

/** No device of this kind has so many megabytes: these are kilobytes. */
const SURELY_KILOBYTES = 16_384

function megabytes(values: (string | null)[]): number | null {
  const numbers = values.flatMap((value) => (value !== null && /^\d+(\.\d+)?$/.test(value) ? [Number(value)] : []))
  if (!numbers.length) return null
  const sum = numbers.reduce((total, value) => total + (value > SURELY_KILOBYTES ? value / 1024 : value), 0)
  return Math.round(sum * 10) / 10
}

export function readHealth(document: Node): Awaited<ReturnType<Health['read']>> {
  const loads = list(document, 'CPU').flatMap((cpu) => int(cpu, 'cpuUtilization') ?? [])
  const memory = list(document, 'Memory')
  return {
    cpuPercent: loads.length ? Math.round(loads.reduce((sum, load) => sum + load, 0) / loads.length) : null,
    memoryUsedMb: megabytes(memory.map((one) => text(one, 'memoryUsage'))),
    memoryFreeMb: megabytes(memory.map((one) => text(one, 'memoryAvailable'))),
    uptimeSeconds: int(document, 'deviceUpTime'),
  }
}

export function createHealth(client: IsapiClient): Health {
  return {
    async read() {
      return readHealth(await client.get('/ISAPI/System/status'))
    },
  }
}
