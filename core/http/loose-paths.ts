// Paths of clients that write slashes at the end and `+` for a blank: read as what they mean, below the mounts that want it.
import { getPath } from 'hono/utils/url'

/** How a root with these mounts reads the path of a request; `''` is all of it. */
export function createPathReader(mounts: readonly string[]): (request: Request) => string {
  return (request) => {
    const path = getPath(request)
    if (!mounts.some((mount) => path.startsWith(`${mount}/`))) return path
    let end = path.length
    while (end > 1 && path[end - 1] === '/') end--
    return path.slice(0, end).replaceAll('+', ' ')
  }
}
