// The disks that our data lies on: how full, of which kind, and what for.
import { join } from 'node:path'
import { realTimers, type Timers } from '../../timers.ts'
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

export interface Disks {
  /** A row for each disk, that of the database first. */
  volumes: Volume[]
  /** Purposes whose disk did not answer in time. */
  silent: string[]
}

export type DisksMachine = Pick<Machine, 'text' | 'real' | 'space'>

/** A network disk whose other end is away answers after minutes, or never. */
const LONGEST_MS = 2000

interface Look {
  path: string
  space: Space | null
}

/**
 * Looks at the disks. One that does not answer is asked once, not again and again: each who waits for it takes a thread of ours.
 * Nor is it waited for again until it has answered.
 */
export function createDiskLook(machine: DisksMachine, dataFolder: string, timers: Timers = realTimers) {
  const asked = new Map<string, Promise<Look>>()
  const late = new WeakSet<Promise<Look>>()

  async function ask(path: string): Promise<Look> {
    const real = await machine.real(path)
    return { path: real, space: await machine.space(real) }
  }

  async function look(path: string): Promise<Look> {
    const silent = { path, space: null }
    const asking = asked.get(path) ?? ask(path).finally(() => asked.delete(path))
    if (late.has(asking)) return silent
    asked.set(path, asking)
    const { promise: tooLong, resolve } = Promise.withResolvers<Look>()
    using _timer = timers.after(LONGEST_MS, () => {
      late.add(asking)
      resolve(silent)
    })
    return await Promise.race([asking, tooLong])
  }

  return async (): Promise<Disks> => {
    const mounts = readMounts((await machine.text('/proc/self/mountinfo')) ?? '')
    const looks = await Promise.all(PURPOSES.map(([, folder]) => look(join(dataFolder, folder))))
    const volumes = new Map<string, Volume>()
    const silent: string[] = []
    for (const [index, [purpose]] of PURPOSES.entries()) {
      const { path, space } = looks[index] as Look
      const { mount, filesystem } = mountOf(mounts, path) ?? { mount: path, filesystem: 'unknown' }
      const known = volumes.get(mount)
      if (!space) silent.push(purpose)
      else if (known) known.purpose += `, ${purpose}`
      else volumes.set(mount, { mount, purpose, ...space, filesystem, network: NETWORK.test(filesystem) })
    }
    return { volumes: [...volumes.values()], silent }
  }
}

/** Recordings are what fills a disk: theirs is the one that counts. Null while it does not answer. */
export const mainVolume = ({ volumes }: Pick<Disks, 'volumes'>): Volume | null =>
  volumes.find(({ purpose }) => purpose.split(', ').includes('recordings')) ?? null

/** Per cent of what can be used at all, as `df` reckons. */
export const usedPercent = ({ used, free }: Pick<Space, 'used' | 'free'>): number =>
  used + free > 0 ? Math.round((used / (used + free)) * 1000) / 10 : 0
