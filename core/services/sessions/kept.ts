// What a session learns of its device and keeps in the row: its certificate, and what it turned out not to support.
import type { Capability } from '#plugin'
import type { Bus } from '../../bus.ts'
import type { Log } from '../../log.ts'
import type { DeviceRow } from '../access.ts'

export type Patch = Partial<
  Pick<DeviceRow, 'refused' | 'pinnedCertificate' | 'otherCertificate' | 'lastSeenAt' | 'withdrawn' | 'offers'>
>

interface Deps {
  row: DeviceRow
  /** The row as it is now; undefined when it was removed. */
  read(): DeviceRow | undefined
  save(patch: Patch): void
  bus: Bus
  log: Log
}

const firmwareOf = (row: DeviceRow) => row.info?.firmwareVersion ?? null

export function keptOf({ row: { id: deviceId, householdId }, read, save, bus, log }: Deps) {
  const changed = () => bus.emit('device.changed', { deviceId, householdId })
  return {
    /** The first certificate is pinned; another one is only kept for a person to look at. */
    showed(certificate: string): 'same' | 'another' {
      const row = read()
      if (!row || row.pinnedCertificate === certificate) return 'same'
      if (row.pinnedCertificate === null) {
        save({ pinnedCertificate: certificate })
        return 'same'
      }
      if (row.otherCertificate !== certificate) {
        save({ otherCertificate: certificate })
        changed()
      }
      return 'another'
    },
    /** What its present firmware was found not to support, and how one more is noted. */
    withdrawals(row: DeviceRow) {
      const { withdrawn: refused } = row
      const withdrawn = refused?.firmware === firmwareOf(row) ? refused.capabilities : []
      const withdraw = (capability: Capability) => {
        const known = read()
        if (!known) return
        withdrawn.push(capability)
        save({
          // At the first sign-in the firmware is known only now.
          withdrawn: { firmware: firmwareOf(known), capabilities: withdrawn },
          offers: known.offers.filter((name) => name !== capability),
        })
        log.info('Device does not support what it seemed to offer', { capability })
        changed()
      }
      return { withdrawn, withdraw }
    },
  }
}
