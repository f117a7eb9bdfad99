// A program of an image, shut in as an engine would: processes, mounts and root of its own, no rights, nothing writable but its data.
import { readFileSync } from 'node:fs'
import type { Image } from './builder.ts'
import { childrenOf, type Ended, step } from './steps.ts'

/** What is mounted is what an engine mounts. How its root may be written and who it runs as stands behind it. */
const MOUNTS = `
set -e
root=$1 data=$2 path=$3
shift 3
mount --make-rprivate /
mount --bind "$root" "$root"
mount -t tmpfs -o mode=1777 tmpfs "$root/tmp"
mkdir -p "$root/data"
mount --bind "$data" "$root/data"
mount -t proc proc "$root/proc"
mount -t tmpfs -o mode=755 tmpfs "$root/dev"
for name in null zero random urandom; do touch "$root/dev/$name"; mount --bind "/dev/$name" "$root/dev/$name"; done
mount -o remount,ro "$root/dev"
`
/** `read_only: true`, `user`, `cap_drop: [ALL]` and `no-new-privileges`. */
const AS_USER = `
mount -o remount,bind,ro "$root"
exec setpriv --no-new-privs --clear-groups env "PATH=$path" /usr/bin/unshare --root "$root" --wd /data --setgid 1000 --setuid 1000 "$@"
`
/** As root with what an engine leaves root of its rights. */
const AS_ROOT = `
kept=-all,+chown,+dac_override,+fowner,+fsetid,+kill,+setgid,+setuid,+setpcap,+net_bind_service,+net_raw,+sys_chroot,+mknod,+audit_write,+setfcap
exec setpriv --bounding-set "$kept" --inh-caps -all env "PATH=$path" /usr/bin/unshare --root "$root" --wd / "$@"
`

export interface Place {
  image: Image
  /** Its volume. */
  data: string
  /** Under which it is begun: on a processor that this machine has not. */
  by?: readonly string[]
  asRoot?: boolean
}

export const inside = ({ image, data, by = [], asRoot = false }: Place, command: readonly string[]) => [
  ...by,
  ...['/usr/bin/unshare', '--mount', '--pid', '--ipc', '--uts', '--fork', '--kill-child'],
  ...['/bin/sh', '-c', MOUNTS + (asRoot ? AS_ROOT : AS_USER), 'sh', image.folder, data, envOf(image).PATH ?? ''],
  ...command,
]

export const envOf = ({ config }: Image): Record<string, string> =>
  Object.fromEntries(config.Env.map((line) => line.split(/=(.*)/s).slice(0, 2)))

/** Runs one program of the image to its end, as `docker compose exec` and `run` do. */
export async function inImage(
  place: Place,
  command: readonly string[],
  input?: Uint8Array<ArrayBuffer>,
): Promise<Ended> {
  const env = { ...envOf(place.image), PATH: process.env.PATH }
  const what = `\`${command.slice(0, 2).join(' ')}\` inside`
  return step({ what, command: inside(place, command), seconds: 180, env, ...(input && { input }) })
}

/** `porchlight` with these words; throws where it does not end with 0. */
export async function porchlight(place: Place, ...words: string[]): Promise<string> {
  const { out, err, code } = await inImage(place, [...place.image.config.Entrypoint, ...words])
  if (code !== 0) throw new Error(`\`porchlight ${words.join(' ')}\` ends with ${code} inside: ${err}`)
  return new TextDecoder().decode(out)
}

/** The first process of the container that `pid` has begun. */
export const firstOf = (pid: number): number => childrenOf(pid)[0] ?? 0

/** A field of what the kernel says of a process. */
export const fieldOf = (pid: number, name: string): string | undefined =>
  new RegExp(`^${name}:\\s+(\\S+)`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]

export function isThere(pid: number): boolean {
  try {
    return fieldOf(pid, 'State') !== 'Z'
  } catch {
    return false
  }
}

export function must(holds: unknown, otherwise: string): asserts holds {
  if (!holds) throw new Error(otherwise)
}
