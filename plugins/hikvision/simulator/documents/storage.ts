// Disks, in MiB; a full disk is the normal state.
import type { Device } from '../device.ts'
import { page, refuse } from '../http/answer.ts'
import type { Handler, Route } from '../http/router.ts'
import { type Element, HIKVISION_OLD, titled, x } from '../xml.ts'

function disk(device: Device, { id, capacity, freeSpace, status }: Device['model']['disks'][number]): Element {
  const isCamera = device.model.family === 'camera'
  const content = [
    x('id', id),
    x('hddName', isCamera ? 'hdde' : `hdd${id}`),
    x('hddPath'),
    x('hddType', 'SATA'),
    x('status', status),
    x('capacity', capacity),
    x('freeSpace', freeSpace),
    x('property', 'RW'),
    !isCamera && x('manufacturer', 'unknow'),
    isCamera && x('formatType', 'EXT4'),
    isCamera && x('installationTime', '03-Mar-2025 09:12'),
  ]
  return isCamera ? x('hdd', content) : titled(device.model.style, 'hdd', content)
}

function disks(device: Device): Element {
  const items = device.model.disks.map((one) => disk(device, one))
  return device.model.family === 'camera'
    ? x('hddList', { version: '1.0', xmlns: HIKVISION_OLD, size: 8 }, items)
    : x('hddList', items)
}

function volume(device: Device, share: NonNullable<Device['model']['shares']>[number]): Element {
  return titled(device.model.style, 'nas', [
    x('id', share.id),
    x('addressingFormatType', 'ipaddress'),
    x('ipAddress', share.address),
    x('portNo', 0),
    x('nasType', 'NFS'),
    x('path', share.path),
    x('status', share.status),
    x('capacity', share.capacity),
    x('freeSpace', share.freeSpace),
    x('property', 'RW'),
    x('mountType', 'NFS'),
  ])
}

const byNumber: Handler = ({ device, path }, [id]) => {
  const found = device.model.disks.find((one) => one.id === Number(id))
  return found ? page(device, disk(device, found)) : refuse(device, path, 'badParameters')
}

function shares(device: Device): Element {
  return device.model.family === 'camera'
    ? titled(device.model.style, 'nasList', [
        x('supportMountType', { opt: 'NFS,SMB/CIFS' }),
        x('authentication', { opt: 'SMB/CIFS' }),
      ])
    : x(
        'nasList',
        (device.model.shares ?? []).map((share) => volume(device, share)),
      )
}

export const storageRoutes: Route[] = [
  {
    method: 'GET',
    path: 'ContentMgmt/Storage',
    handle: ({ device }) =>
      page(
        device,
        titled(device.model.style, 'storage', [
          disks(device),
          shares(device),
          device.model.family === 'nvr' ? x('workMode', { opt: 'group,quota' }, 'quota') : x('workMode', 'quota'),
        ]),
      ),
  },
  { method: 'GET', path: 'ContentMgmt/Storage/hdd', handle: ({ device }) => page(device, disks(device)) },
  { method: 'GET', path: 'ContentMgmt/Storage/hdd/{}', handle: byNumber },
  { method: 'GET', path: 'ContentMgmt/Storage/nas', handle: ({ device }) => page(device, shares(device)) },
]
