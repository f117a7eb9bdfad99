// Disks and network volumes (WIRE 5). Sizes are MiB; a full disk is the normal state, an empty bay is no fault.
import type { Disk, Storage } from '#plugin'
import type { IsapiClient } from '../isapi/client.ts'
import { child, int, type Node, text } from '../isapi/xml.ts'

const STATUS: Readonly<Record<string, Disk['status']>> = {
  ok: 'ok',
  normal: 'ok',
  idle: 'ok',
  sleeping: 'ok',
  hiberation: 'ok',
  hibernation: 'ok',
  formatting: 'other',
  repairing: 'other',
  full: 'full',
  error: 'error',
  abnormal: 'error',
  exception: 'error',
  mismatch: 'error',
  unformatted: 'unformatted',
  uninitialized: 'unformatted',
  offline: 'offline',
  notexist: 'absent',
  smartfailed: 'smart_warning',
  smartwarning: 'smart_warning',
}

function diskOf(node: Node, kind: Disk['kind']): Disk[] {
  const id = int(node, 'id')
  if (id === null) return []
  const deviceStatus = text(node, 'status') ?? ''
  const share = [text(node, 'ipAddress') ?? text(node, 'hostName'), text(node, 'path')].filter(Boolean).join('')
  return [
    {
      id,
      name: kind === 'disk' ? (text(node, 'hddName') ?? `hdd${id}`) : share || `nas${id}`,
      kind,
      type: text(node, kind === 'disk' ? 'hddType' : 'nasType') ?? text(node, 'mountType') ?? '',
      status: STATUS[deviceStatus.toLowerCase()] ?? 'other',
      deviceStatus,
      capacityMib: int(node, 'capacity') ?? 0,
      freeMib: int(node, 'freeSpace') ?? 0,
      property: text(node, 'property'),
    },
  ]
}

/** `storage`, or a bare `hddList`. Among the volumes stand elements that are none. */
export function readDisks(document: Node): Disk[] {
  const of = (wrapper: string, item: string, kind: Disk['kind']) => {
    const inside = document.name === wrapper ? document : child(document, wrapper)
    return (inside?.children ?? []).filter((node) => node.name === item).flatMap((node) => diskOf(node, kind))
  }
  return [...of('hddList', 'hdd', 'disk'), ...of('nasList', 'nas', 'network')]
}

export function createStorage(client: IsapiClient): Storage {
  return {
    async disks() {
      return readDisks(await client.get('/ISAPI/ContentMgmt/Storage'))
    },
  }
}
