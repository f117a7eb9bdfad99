// The disks of a recorder: room in all and on each, their states, and whether one of them is not well.
import type { Disk } from '#plugin'
import type { Place, Topics } from '../topics.ts'
import { type Availability, type Builder, diagnostic, onOff } from './build.ts'

const STATES = ['ok', 'full', 'error', 'unformatted', 'offline', 'smart_warning', 'other'] as const

const size = {
  platform: 'sensor',
  device_class: 'data_size',
  unit_of_measurement: 'GB',
  state_class: 'measurement',
  suggested_display_precision: 0,
  ...diagnostic,
}

/** Disks are sold, and hubs reckon, in powers of ten. */
const gigabytes = (mib: number) => ((mib * 1024 * 1024) / 1e9).toFixed(1)

export function addDisks(it: Builder, topics: Topics, place: Place, disks: readonly Disk[], alive: Availability): void {
  const sum = (of: (disk: Disk) => number) => gigabytes(disks.reduce((all, disk) => all + of(disk), 0))
  const capacity = { ...size, name: 'Storage capacity' }
  it.add('storage_capacity', capacity, alive, { state: sum(({ capacityMib }) => capacityMib) })
  it.add('storage_free', { ...size, name: 'Storage free' }, alive, { state: sum(({ freeMib }) => freeMib) })
  const rows = disks.map(({ id, name, type, status, deviceStatus, capacityMib, freeMib }) => ({
    ...{ id, name, type, status, device_status: deviceStatus },
    capacity_gb: Number(gigabytes(capacityMib)),
    free_gb: Number(gigabytes(freeMib)),
  }))
  it.add('disk_problem', { platform: 'binary_sensor', name: 'Disk', device_class: 'problem' }, alive, {
    state: onOff(disks.some(({ status }) => status !== 'ok')),
    attributes: { topic: topics.disks(place), values: { disks: rows } },
  })
  for (const { id, status, freeMib } of disks) {
    const state = { platform: 'sensor', name: `Disk ${id}`, device_class: 'enum', options: [...STATES], ...diagnostic }
    const known = STATES.find((one) => one === status) ?? 'other'
    it.add(`disk_${id}_status`, { ...state, icon: 'mdi:harddisk' }, alive, { state: known })
    it.add(`disk_${id}_free`, { ...size, name: `Disk ${id} free` }, alive, { state: gigabytes(freeMib) })
  }
}
