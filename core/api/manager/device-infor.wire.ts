// System information, disks and ONVIF users as seed 000 spells them.
import { z } from 'zod'
import type { DeviceInfo } from '../../domain/device.ts'
import type { DeviceInfos, OnvifUser, Report } from '../../services/device-info.ts'

const info = {
  model: z.string().nullable(),
  serial_number: z.string().nullable(),
  firmware_version: z.string().nullable(),
  mac_address: z.string().nullable(),
}

export const inforSchema = z
  .object({ device_id: z.int(), ...info, read_at: z.string().nullable() })
  .meta({ id: 'DeviceInfor', description: 'What the device last said of itself' })

export const inforSyncedSchema = z
  .object({ status: z.literal('ok'), source: z.literal('device'), data: z.object(info) })
  .meta({ description: 'What the device says of itself' })

export const diskSchema = z
  .object({
    hdd_id: z.int(),
    hdd_name: z.string(),
    status: z.enum(['ok', 'full', 'error', 'unformatted', 'offline', 'smart_warning', 'absent', 'other']).meta({
      description: '`absent` is an empty bay, and no fault',
    }),
    hdd_type: z.string(),
    capacity: z.number().meta({ description: 'MiB' }),
    free_space: z.number().meta({ description: 'MiB' }),
    property: z.string().nullable(),
    kind: z.enum(['disk', 'network']),
    device_status: z.string().meta({ description: 'The device’s own word' }),
    read_at: z.string().nullable(),
  })
  .meta({ id: 'DeviceDisk', description: 'A disk or network volume that a device records to' })

export const disksSchema = z.array(diskSchema).meta({ description: 'Disks as the device last listed them' })

export const onvifUserSchema = z
  .object({ user_id: z.int(), username: z.string(), level: z.string(), read_at: z.string().nullable() })
  .meta({ id: 'OnvifUser', description: 'Somebody who may use the device over ONVIF' })

export const onvifUsersSchema = z.array(onvifUserSchema).meta({ description: 'As the device last listed them' })

export const countedSchema = z
  .object({ status: z.literal('success'), count: z.int() })
  .meta({ description: 'So many are there now; what is gone from the device is gone here' })

export function inforOut({ model, serialNumber, firmwareVersion, macAddress }: DeviceInfo) {
  return { model, serial_number: serialNumber, firmware_version: firmwareVersion, mac_address: macAddress }
}

type Disks = ReturnType<DeviceInfos['storage']>

export function disksOut({ items, readAt }: Disks): z.output<typeof disksSchema> {
  return items.map((disk) => ({
    hdd_id: disk.id,
    hdd_name: disk.name,
    status: disk.status,
    hdd_type: disk.type,
    capacity: disk.capacityMib,
    free_space: disk.freeMib,
    property: disk.property,
    kind: disk.kind,
    device_status: disk.deviceStatus,
    read_at: readAt?.toISOString() ?? null,
  }))
}

export function onvifUsersOut({ items, readAt }: Report<OnvifUser>): z.output<typeof onvifUsersSchema> {
  const read_at = readAt?.toISOString() ?? null
  return items.map(({ id, name, level }) => ({ user_id: id, username: name, level, read_at }))
}

export const counted = ({ items }: { items: unknown[] }) => ({ status: 'success', count: items.length }) as const
