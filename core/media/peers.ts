// Whom an FFmpeg of ours is connected with: it follows an RTSP redirect by itself, and then it must not go on.
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import ipaddr from 'ipaddr.js'
import { Fault } from '../domain/fault.ts'

/** Connecting and connected, in the words of the table. */
const OPEN = new Set(['01', '02'])
/** It connects within the first moments; a redirect comes a round trip later. */
const LOOKS_MS = [100, 300, 1000, 3000]

/** `0100007F:1F90`: each group of four bytes stands the wrong way round. */
function addressIn(field: string): string {
  const [hex = ''] = field.split(':')
  const bytes = (hex.match(/.{8}/g) ?? []).flatMap((word) => [...Buffer.from(word, 'hex')].reverse())
  const address = ipaddr.fromByteArray(bytes)
  return address instanceof ipaddr.IPv6 && address.isIPv4MappedAddress()
    ? address.toIPv4Address().toString()
    : address.toString()
}

/** Addresses that a process has TCP connections with; empty where the system does not tell. */
export function peersOf(pid: number): string[] {
  try {
    const sockets = new Set(
      readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
        const [, inode] = /^socket:\[(\d+)\]$/.exec(linkOf(`/proc/${pid}/fd/${fd}`)) ?? []
        return inode ? [inode] : []
      }),
    )
    if (!sockets.size) return []
    return ['tcp', 'tcp6'].flatMap((table) =>
      rowsOf(`/proc/${pid}/net/${table}`)
        .filter(([, , , state = '', , , , , , inode = '']) => OPEN.has(state) && sockets.has(inode))
        .map(([, , remote = '']) => addressIn(remote)),
    )
  } catch {
    // It has ended meanwhile, or this is no Linux.
    return []
  }
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path)
  } catch {
    return ''
  }
}

function rowsOf(path: string): string[][] {
  try {
    return readFileSync(path, 'latin1')
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
  } catch {
    return []
  }
}

/** The address that was judged for a stream; null for a name, which is judged by whoever looks it up. */
function judged(address: string): string | null {
  const host = URL.canParse(address) ? new URL(address).hostname.replace(/^\[|\]$/g, '') : ''
  return ipaddr.isValid(host) ? ipaddr.process(host).toString() : null
}

export interface PeerWatch extends Disposable {
  /** Looks now: the fault when it is connected with somebody else, whom nobody has judged. */
  check(): Fault | null
}

/** Looks a few times after a start, and tells once. */
export function watchPeers(pid: number, address: string, onStranger: (fault: Fault) => void): PeerWatch {
  const allowed = judged(address)
  let found: Fault | null = null
  const check = () => {
    if (found || allowed === null || peersOf(pid).every((peer) => peer === allowed)) return found
    found = new Fault('device-garbled', 'The camera sends us on to another address, which is not followed.')
    onStranger(found)
    return found
  }
  const timers = LOOKS_MS.map((ms) => setTimeout(check, ms))
  return {
    check,
    [Symbol.dispose]() {
      for (const timer of timers) clearTimeout(timer)
    },
  }
}
