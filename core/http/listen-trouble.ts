// Why a port could not be had, in words: for the start, and for the check before it.
import { isIP } from 'node:net'

interface Wanted {
  host: string
  port: number
  /** The variable that names the port. */
  name: string
}

export interface ListenTrouble {
  /** Behind the number of the port. */
  found: string
  todo: string
}

/** Ports that an ordinary user may not open, as systems come. */
const FIRST_FREE = 1024
const NOT_OURS = ['EADDRNOTAVAIL', 'EAFNOSUPPORT', 'EINVAL', 'ENOTFOUND', 'EAI_AGAIN']

export function listenTrouble(error: unknown, { host, port, name }: Wanted): ListenTrouble {
  const { code = '', message } = error as NodeJS.ErrnoException
  if (code === 'EADDRINUSE')
    return { found: 'is in use by another program', todo: `Stop that one, or set ${name} to another port` }
  if (code === 'EACCES' && port > 0 && port < FIRST_FREE)
    return {
      found: 'may not be opened: ports below 1024 need a right of their own',
      todo: `Set ${name} to a port from 1024 on, or give that right, under systemd by AmbientCapabilities=CAP_NET_BIND_SERVICE`,
    }
  // Of a name that leads nowhere the runtime says EACCES, or nothing at all.
  if (NOT_OURS.includes(code) || !isIP(host))
    return {
      found: `cannot be opened at ${host}, which is not an address of this machine`,
      todo: 'Set PORCHLIGHT_HOST to one of its own, or leave it away for all of them',
    }
  return { found: `cannot be opened: ${message}`, todo: `Set ${name} to another port` }
}
