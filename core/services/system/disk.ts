// The disks that our data lies on: how full, of which kind, and what for.
import { join } from 'node:path'
import type { Machine, Space } from './machine.ts'

export interface Volume extends Space {
  mount: string
  /** What of ours lies there. */
  purpose: string
  filesystem: string
  /** It lies on another machine. */
  network: boolean
}

interface Mount {
  mount: string
  filesystem: string
}

/** Of the data folder: what may lie on a disk of its own. */
const PURPOSES = [
  ['database', ''],
  ['recordings', 'recordings'],
  ['pictures', 'pictures'],
  ['backups', 'backups'],
] as const

const NETWORK = /^(nfs\d?|cifs|smb3?|smbfs|9p|afs|ceph|glusterfs|fuse\.(sshfs|rclone|glusterfs|davfs2?))$/

/** `/proc/self/mountinfo`: a space in a path is written `\040`. */
export function readMounts(mountinfo: string): Mount[] {
  return mountinfo.split('\n').flatMap((line) => {
    const [left = '', right = ''] = line.split(' - ')
    const mount = left
      .split(' ')[4]
      ?.replace(/\\([0-7]{3})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 8)))
    const filesystem = right.split(' ')[0]
    return mount && filesystem ? [{ mount, filesystem }] : []
  })
}

/** The last of the deepest ones: a later mount hides an earlier one at the same place. */
export function mountOf(mounts: readonly Mount[], path: string): Mount | null {
  const holds = ({ mount }: Mount) => mount === '/' || path === mount || path.startsWith(`${mount}/`)
  return mounts.filter(holds).reduce<Mount | null>((deepest, one) => {
    return deepest && deepest.mount.length > one.mount.length ? deepest : one
  }, null)
}

/** A row for each disk, that of the database first; one that does not answer is left out. */
export async function readVolumes(
  machine: Pick<Machine, 'text' | 'real' | 'space'>,
  dataFolder: string,
): Promise<Volume[]> {
  const mounts = readMounts((await machine.text('/proc/self/mountinfo')) ?? '')
  const volumes = new Map<string, Volume>()
  for (const [purpose, folder] of PURPOSES) {
    const path = await machine.real(join(dataFolder, folder))
    const { mount, filesystem } = mountOf(mounts, path) ?? { mount: path, filesystem: 'unknown' }
    const known = volumes.get(mount)
    if (known) {
      known.purpose += `, ${purpose}`
      continue
    }
    const space = await machine.space(path)
    if (space) volumes.set(mount, { mount, purpose, ...space, filesystem, network: NETWORK.test(filesystem) })
  }
  return [...volumes.values()]
}

/** Per cent of what can be used at all, as `df` reckons. */
export const usedPercent = ({ used, free }: Pick<Space, 'used' | 'free'>): number =>
  used + free > 0 ? Math.round((used / (used + free)) * 1000) / 10 : 0
