// Footage and a clock for fake devices: clips that a test lays down, answered in pages, counted, and failing when told to.
import { type Clip, type ClipBytes, type Clock, type Driver, Fault, type Footage } from '#plugin'
import { dayOf, type OffsetAt } from '../domain/wall-clock.ts'

type Call = { what: 'days'; sourceKey: string; month: string } | { what: 'search'; sourceKey: string; page: number }

export interface FakeFootage {
  offsetAt: OffsetAt
  /** By source key. */
  readonly clips: Map<string, { start: Date; end: Date; kind?: Clip['kind'] }[]>
  pageSize: number
  /** How long every answer takes. */
  delayMs: number
  /** Asked before every answer: what it gives is thrown. */
  fails: (call: Call) => Fault | null | undefined
  /** What reached it, in order. */
  readonly calls: Call[]
  /** Requests at the same time, now and at most. */
  readonly busy: { now: number; most: number }
  /** Seconds by which the device's clock is ahead; null = it has none. */
  drift: number | null
  /** What `download` hands out for a clip's token; null = the device hands out no files. */
  file: ((token: string, signal: AbortSignal) => ClipBytes | Promise<ClipBytes>) | null
  /** Where footage plays; null = nowhere that anybody serves. */
  address: ((sourceKey: string, from: Date, to: Date) => string) | null
  /** Lays down a clip from…to, in the words of the device's wall clock (`2025-06-01T08:00:00`). */
  record(sourceKey: string, from: string, to: string, kind?: Clip['kind']): void
  clear(): void
}

export function createFakeFootage(offsetAt: OffsetAt = () => 0): FakeFootage {
  const footage: FakeFootage = {
    offsetAt,
    clips: new Map(),
    pageSize: 50,
    delayMs: 0,
    fails: () => null,
    calls: [],
    busy: { now: 0, most: 0 },
    drift: null,
    file: null,
    address: null,
    record(sourceKey, from, to, kind = 'continuous') {
      const instant = (wall: string) => {
        const asUtc = new Date(`${wall}Z`)
        const first = new Date(+asUtc - footage.offsetAt(asUtc) * 60_000)
        return new Date(+asUtc - footage.offsetAt(first) * 60_000)
      }
      const list = footage.clips.get(sourceKey) ?? []
      list.push({ start: instant(from), end: instant(to), kind })
      footage.clips.set(sourceKey, list)
    },
    clear() {
      footage.calls.length = 0
      footage.busy.most = 0
    },
  }
  return footage
}

type Limit = <T>(work: () => Promise<T>) => Promise<T>

function capability(device: FakeFootage, limit: Limit): Footage {
  const offsetAt = (time: Date) => device.offsetAt(time)

  const request = <T>(call: Call, answer: () => T): Promise<T> =>
    limit(async () => {
      device.calls.push(call)
      device.busy.now++
      device.busy.most = Math.max(device.busy.most, device.busy.now)
      try {
        if (device.delayMs) await Bun.sleep(device.delayMs)
        const fault = device.fails(call)
        if (fault) throw fault
        return answer()
      } finally {
        device.busy.now--
      }
    })

  const told = new WeakMap<object, Map<string, number[]>>()
  function daysOf(list: readonly { start: Date; end: Date }[], month: string): number[] {
    const days = new Set<number>()
    for (const { start, end } of list)
      for (let time = +start; time < +end + 3_600_000; time += 3_600_000) {
        const day = dayOf(new Date(Math.min(time, +end - 1)), offsetAt)
        if (day.startsWith(month)) days.add(Number(day.slice(8)))
      }
    return [...days].sort((a, b) => a - b)
  }

  return {
    times: 'local',
    utcOffsetMinutesAt: offsetAt,
    days: (sourceKey, year, month) => {
      const name = `${year}-${String(month).padStart(2, '0')}`
      return request({ what: 'days', sourceKey, month: name }, () => {
        const list = device.clips.get(sourceKey) ?? []
        const known = told.get(list) ?? new Map<string, number[]>()
        told.set(list, known)
        // Benchmarks lay down 15,000 clips and ask often: what was counted once is not counted again.
        const key = `${name} ${list.length}`
        const days = known.get(key) ?? daysOf(list, name)
        known.set(key, days)
        return days
      })
    },
    async download(token, signal) {
      if (!device.file) throw new Fault('unsupported', 'The device hands out no files')
      return device.file(token, signal)
    },
    play: async (sourceKey, from, to) => ({
      address: device.address?.(sourceKey, from, to) ?? 'rtsp://192.0.2.1/none',
      transport: 'tcp',
      audio: false,
    }),
    async *search({ sourceKeys, from, to }, signal) {
      for (const sourceKey of sourceKeys) {
        const inside = (device.clips.get(sourceKey) ?? []).filter((clip) => clip.end > from && clip.start <= to)
        for (let page = 0; page === 0 || page * device.pageSize < inside.length; page++) {
          signal?.throwIfAborted()
          yield await request({ what: 'search', sourceKey, page }, () =>
            inside.slice(page * device.pageSize, (page + 1) * device.pageSize).map(
              ({ start, end, kind = 'continuous' }): Clip => ({
                sourceKey,
                token: `${sourceKey}@${start.toISOString()}`,
                start,
                end,
                utcOffsetMinutes: offsetAt(start),
                kind,
                bytes: null,
                locked: null,
              }),
            ),
          )
        }
      }
    },
  }
}

function clockOf(device: FakeFootage, now: () => Date): Clock {
  const read = async () => {
    const driftSeconds = device.drift ?? 0
    const time = new Date(+now() + driftSeconds * 1000)
    return { time, utcOffsetMinutes: device.offsetAt(time), mode: 'manual', timeZone: null, driftSeconds }
  }
  return {
    read,
    async set() {
      const before = await read()
      device.drift = 0
      return { before, after: await read(), ignored: [], rebootRequired: false }
    },
  }
}

/** The driver, with footage for the devices that have some; the others are as they were. */
export function withFootage(driver: Driver, devices: ReadonlyMap<string, FakeFootage>): Driver {
  return {
    ...driver,
    async connect(target, context) {
      const session = await driver.connect(target, context)
      const device = devices.get(await context.resolve(target.address.hostname))
      if (!device) return session
      return Object.assign(session, {
        footage: capability(device, (work) => context.limit(work)),
        ...(device.drift !== null && { clock: clockOf(device, context.now) }),
      })
    },
  }
}
