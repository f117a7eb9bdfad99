// What the appliance has to tell by itself: devices and channels that are away, disks in trouble, rounds that failed, no room.
import { and, asc, eq } from 'drizzle-orm'
import type { Disk } from '#plugin'
import type { Bus, BusEvents } from '../../bus.ts'
import type { Db } from '../../db/open.ts'
import { channels, devices, users } from '../../db/schema/index.ts'
import type { Severity } from '../../domain/alarm-kinds.ts'
import type { DeviceState } from '../../domain/device.ts'
import type { Timers } from '../../timers.ts'
import { type ApplianceLook, LEAST_FREE } from '../appliance-state.ts'
import type { DeviceReports } from '../device-reports.ts'
import type { Place, States } from './states.ts'

interface Deps {
  db: Db
  bus: Bus
  states: States
  reports: Pick<DeviceReports, 'last'>
  appliance: Pick<ApplianceLook, 'freeBytes'>
  timers: Timers
}

const AWAY = 'away'
const REFUSED = 'refused'
const SYNC = 'sync'
const SPACE = 'space'
const RECORDER = 'recorder'
const channelWord = (id: number) => `channel ${id} away`
const diskWord = ({ id, status }: Disk) => `disk ${id} ${status}`

const DISKS: Partial<Record<Disk['status'], { type: string; severity: Severity; text: string }>> = {
  full: { type: 'disk_full', severity: 'error', text: 'is full' },
  error: { type: 'disk_error', severity: 'critical', text: 'reports an error' },
  offline: { type: 'disk_error', severity: 'critical', text: 'is not reachable' },
  unformatted: { type: 'disk_error', severity: 'error', text: 'is not formatted' },
  smart_warning: { type: 'disk_error', severity: 'warning', text: 'will probably fail soon' },
}
/** A round that ends so says nothing that the state of the device does not say already. */
const TOLD_BY_STATE = ['device-unreachable', 'device-refused-login', 'device-locked']

const LOOK_MS = 5 * 60_000
/** More than what is asked for, so that a disk at the limit does not begin and end an event with every file. */
const ENOUGH_FREE = LEAST_FREE * 1.25

export function followStates({ db, bus, states, reports, appliance, timers }: Deps) {
  const subscriptions = new DisposableStack()
  let timer: Disposable | null = null
  /** Channels of each household whose recordings cannot be written: one disk is one trouble, however many it stops. */
  const unwritten = new Map<number, Set<number>>()

  const rowOf = (deviceId: number) => db.select().from(devices).where(eq(devices.id, deviceId)).get()
  type Row = NonNullable<ReturnType<typeof rowOf>>
  const nameOf = ({ name, info, address }: Row) => name ?? info?.name ?? address
  const channelsOf = (deviceId: number) =>
    db
      .select()
      .from(channels)
      .where(and(eq(channels.deviceId, deviceId), eq(channels.isActive, true)))
      .orderBy(asc(channels.channelNo))
      .all()
  const channelPlace = ({ id, channelNo, name, deviceName }: ReturnType<typeof channelsOf>[number]) => ({
    ...{ id, channelNo },
    name: name ?? deviceName,
  })

  /** A camera is its one channel: who looks for that one's events finds those of the device. */
  function placeOf(device: Row): Place {
    const [only, ...others] = device.info?.kind === 'recorder' ? [] : channelsOf(device.id)
    return {
      householdId: device.householdId,
      device: { id: device.id, address: device.address },
      channel: only && others.length === 0 ? channelPlace(only) : null,
    }
  }

  function stateChanged(deviceId: number, { phase, fault }: DeviceState): void {
    if (phase === 'online') states.end(deviceId, (word) => word === AWAY || word === REFUSED)
    if (phase !== 'away' && phase !== 'refused') return
    const word = phase === 'away' ? AWAY : REFUSED
    if (states.goesOn(deviceId, word)) return
    const device = rowOf(deviceId)
    if (!device) return
    states.end(deviceId, (other) => other !== word && (other === AWAY || other === REFUSED))
    const text = phase === 'away' ? 'is away' : 'refuses our sign-in'
    states.begin(placeOf(device), word, {
      ...{ type: phase === 'away' ? 'offline' : 'error', severity: 'error' },
      message: `${nameOf(device)} ${text}${fault ? `. ${fault.message}` : ''}`,
      metadata: { state: phase, ...(fault && { reason: fault.kind }) },
    })
  }

  function channelsChanged(deviceId: number): void {
    const device = rowOf(deviceId)
    if (!device?.isChecked) return
    const rows = channelsOf(deviceId)
    const away = rows.filter(({ isOnline, inUse }) => isOnline === false && inUse)
    const words = new Set(away.map(({ id }) => channelWord(id)))
    states.end(deviceId, (word) => word.startsWith('channel ') && !words.has(word))
    for (const row of away) {
      const place = { ...placeOf(device), channel: channelPlace(row) }
      states.begin(place, channelWord(row.id), {
        ...{ type: 'offline', severity: 'error' },
        message: `${place.channel.name} is away: ${nameOf(device)} does not see it`,
        metadata: { state: 'away', ...(row.trouble && { trouble: row.trouble }) },
      })
    }
  }

  function disksTold(deviceId: number): void {
    const device = rowOf(deviceId)
    const told = reports.last(deviceId, 'storage')?.items
    if (!device || !told) return
    const troubled = told.filter(({ status }) => DISKS[status])
    const words = new Set(troubled.map(diskWord))
    states.end(deviceId, (word) => word.startsWith('disk ') && !words.has(word))
    for (const one of troubled) {
      const { id, name, status } = one
      const about = DISKS[status]
      if (!about) continue
      states.begin({ ...placeOf(device), channel: null }, diskWord(one), {
        ...{ type: about.type, severity: about.severity },
        message: `${nameOf(device)}: disk ${name || id} ${about.text}`,
        metadata: { disk: id, status },
      })
    }
  }

  /** Null while the disk does not tell: then there are other troubles, and whoever looks must not fall over it. */
  function leftOnDisk(): number | null {
    try {
      return appliance.freeBytes()
    } catch {
      return null
    }
  }

  function lookForSpace(): void {
    timer = timers.after(LOOK_MS, lookForSpace)
    const left = leftOnDisk()
    if (left === null) return
    if (left > ENOUGH_FREE) states.end(null, (word) => word === SPACE)
    if (left >= LEAST_FREE || states.goesOn(null, SPACE)) return
    const founder = db.select({ householdId: users.householdId }).from(users).where(eq(users.isFounder, true)).get()
    if (!founder) return
    states.begin({ householdId: founder.householdId, device: null }, SPACE, {
      ...{ type: 'disk_full', severity: 'critical' },
      message: `The disk of Porchlight's data is nearly full: ${Math.floor(left / 1e6)} MB are left. Make room.`,
    })
  }

  function recorderTold({ channelId, householdId, message, isFull }: BusEvents['recorder.trouble']): void {
    const word = `${RECORDER} ${householdId}`
    const troubled = unwritten.get(householdId) ?? new Set()
    unwritten.set(householdId, troubled)
    if (message === null) {
      troubled.delete(channelId)
      if (troubled.size === 0) states.end(null, (other) => other === word)
      return
    }
    troubled.add(channelId)
    states.begin({ householdId, device: null }, word, {
      ...{ type: isFull ? 'disk_full' : 'disk_error', severity: 'critical' },
      message: `Cameras are not recorded. ${message}`,
    })
  }

  return {
    /** Once, after the states were loaded: what nobody watches any more is over. */
    start() {
      for (const { id } of db.select({ id: devices.id }).from(devices).where(eq(devices.isChecked, false)).all())
        states.end(id, () => true, 'off')
      // Whoever records says so again.
      states.end(null, (word) => word.startsWith(RECORDER), 'restart')
      subscriptions.use(bus.on('recorder.trouble', recorderTold))
      subscriptions.use(bus.on('device.state', ({ deviceId, state }) => stateChanged(deviceId, state)))
      subscriptions.use(
        bus.on('device.changed', ({ deviceId }) => {
          if (rowOf(deviceId)?.isChecked === false) states.end(deviceId, () => true, 'off')
        }),
      )
      subscriptions.use(bus.on('channels.changed', ({ deviceId }) => channelsChanged(deviceId)))
      subscriptions.use(bus.on('device.told', ({ deviceId, kind }) => void (kind === 'storage' && disksTold(deviceId))))
      subscriptions.use(bus.on('device.removed', ({ deviceId }) => states.forget(deviceId)))
      subscriptions.use(
        bus.on('sync.ended', ({ deviceId, isSuccess, kind, message }) => {
          if (isSuccess) return states.end(deviceId, (word) => word === SYNC)
          const device = rowOf(deviceId)
          if (!device?.isChecked || TOLD_BY_STATE.includes(kind ?? '')) return
          states.begin(placeOf(device), SYNC, {
            ...{ type: 'error', severity: 'warning' },
            message: `${nameOf(device)} could not be synced: ${message}`,
            metadata: kind ? { reason: kind } : {},
          })
        }),
      )
      lookForSpace()
    },
    [Symbol.dispose]() {
      timer?.[Symbol.dispose]()
      subscriptions.dispose()
    },
  }
}
