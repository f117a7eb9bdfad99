// Paths of clients that write them otherwise: read as what they mean, below the mounts that want it.
import { getPath } from 'hono/utils/url'
import type { Dialect } from '../plugin/index.ts'

type Mount = Pick<Dialect['at'], 'loosePaths' | 'alias'> & { path: string }

/** How a root with these mounts reads the path of a request; `''` is all of it. Undefined where each path is read as it stands. */
export function createPathReader(mounts: readonly Mount[]): ((request: Request) => string) | undefined {
  const odd = mounts.filter(({ alias, loosePaths }) => alias ?? loosePaths)
  if (odd.length === 0) return undefined
  return (request) => {
    const path = getPath(request)
    const mount = odd.find((one) => path.startsWith(`${one.path}/`))
    if (!mount) return path
    return loosened(mount, withoutAlias(mount, path))
  }
}

function withoutAlias({ path: at, alias }: Mount, path: string): string {
  if (alias === undefined || !`${path}/`.startsWith(`${at}${alias}/`)) return path
  return at + path.slice(at.length + alias.length) || '/'
}

function loosened({ loosePaths }: Mount, path: string): string {
  if (!loosePaths) return path
  let end = path.length
  while (end > 1 && path[end - 1] === '/') end--
  return path.slice(0, end).replaceAll('+', ' ')
}
