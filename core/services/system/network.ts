// How much the machine receives and sends, measured between two looks at what the kernel has counted.
import type { Machine } from './machine.ts'

/** Bytes a second. */
export interface Traffic {
  received: number
  sent: number
}

/** Its own loop, and what only hands on what another one has counted: bridges and the near ends of containers. */
const COUNTED_ELSEWHERE = /^(lo|veth.*|docker\d*|br-.*|virbr.*|cni.*|flannel.*|cali.*)$/

/** `/proc/net/dev`: bytes since the machine was started, of all that lead outside. */
export function readTraffic(text: string): Traffic {
  const rows = text.split('\n').flatMap((line) => {
    const [, name, rest] = /^\s*([^\s:]+):\s*(.*)$/.exec(line) ?? []
    if (!name || COUNTED_ELSEWHERE.test(name)) return []
    const fields = (rest ?? '').trim().split(/\s+/).map(Number)
    return [{ received: fields[0] ?? 0, sent: fields[8] ?? 0 }]
  })
  const sum = (of: keyof Traffic) => rows.reduce((total, row) => total + (Number.isFinite(row[of]) ? row[of] : 0), 0)
  return { received: sum('received'), sent: sum('sent') }
}

const LEAST_MS = 1000

/** Since the last look; nothing at the first one, and where the machine does not tell. */
export function createTrafficMeter(machine: Pick<Machine, 'text'>, now: () => Date): () => Promise<Traffic> {
  let last: (Traffic & { at: number }) | null = null
  let known: Traffic = { received: 0, sent: 0 }
  return async () => {
    const text = await machine.text('/proc/net/dev')
    if (text === null) return known
    const at = +now()
    const seen = readTraffic(text)
    const before = last
    if (before && at >= before.at && at - before.at < LEAST_MS) return known
    last = { ...seen, at }
    if (!before || at <= before.at) return known
    // A counter that began anew says nothing.
    const rate = (of: keyof Traffic) => Math.max(0, ((seen[of] - before[of]) * 1000) / (at - before.at))
    known = { received: rate('received'), sent: rate('sent') }
    return known
  }
}
