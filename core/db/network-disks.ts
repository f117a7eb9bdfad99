// Whether a folder lies on a disk of another machine, where SQLite's locks and write-ahead log cannot be trusted.
import { readFileSync, realpathSync, statfsSync } from 'node:fs'

/** By the type that `statfs` names. */
const NETWORK: Record<number, string> = {
  26985: 'NFS',
  20859: 'SMB',
  4283649346: 'CIFS',
  4266872130: 'SMB',
  16914839: '9p',
  12805120: 'Ceph',
}
/** Programs of all kinds make file systems so; a NAS puts its own disks together by some of them. */
const FUSE = 1702057286
const REMOTE = /^fuse\.(rclone|sshfs|s3fs|mount-s3|goofys|geesefs|gcsfuse|juicefs|davfs|curlftpfs|glusterfs|ceph)\b/

/** The kind of the file system that holds a path, as the kernel lists what is mounted; null where it lists nothing like it. */
export function mountedAs(mounts: string, path: string): string | null {
  let found: { point: string; kind: string } | null = null
  for (const line of mounts.split('\n')) {
    const [before = '', after = ''] = line.split(' - ')
    const point = before
      .split(' ')[4]
      ?.replace(/\\(\d{3})/g, (_, code) => String.fromCharCode(Number.parseInt(code, 8)))
    const kind = after.split(' ')[0]
    if (!point || !kind) continue
    const holds = path === point || path.startsWith(point.endsWith('/') ? point : `${point}/`)
    // What is mounted over something else comes later and hides it.
    if (holds && point.length >= (found?.point.length ?? 0)) found = { point, kind }
  }
  return found?.kind ?? null
}

/** What people call it; null for a disk of this machine. */
export function networkDisk(path: string): string | null {
  const { type } = statfsSync(path)
  if (type !== FUSE) return NETWORK[type] ?? null
  let kind: string | null
  try {
    kind = mountedAs(readFileSync('/proc/self/mountinfo', 'utf8'), realpathSync(path))
  } catch {
    return null
  }
  return REMOTE.exec(kind ?? '')?.[1] ?? null
}
