// Live pictures: the RTSP address of a profile, on the camera as we reach it, with our login in it.
import { Fault, type Live } from '#plugin'
import type { Channels } from './channels.ts'

export interface StreamTarget {
  /** Brackets around IPv6. */
  host: string
  /** Null: the one that the camera names. */
  port: number | null
  username: string
  password: string
}

/** Percent-encoding that also spares shells and lists the characters that `encodeURIComponent` lets through. */
function encoded(value: string): string {
  return encodeURIComponent(value).replace(
    /[!'()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

/** Behind NAT a camera names an address that nobody reaches; its port is most often the one that was forwarded. */
export function streamAddress(told: string, { host, port, username, password }: StreamTarget): string {
  const { protocol, port: named, pathname, search } = new URL(told)
  const at = port ?? (named || (protocol === 'rtsps:' ? 322 : 554))
  const login = username ? `${encoded(username)}:${encoded(password)}@` : ''
  return `${protocol}//${login}${host}:${at}${pathname}${search}`
}

export function createLive(channels: Channels, target: StreamTarget): Live {
  return {
    async source(sourceKey, quality) {
      const { main, sub } = channels.lens(sourceKey)
      const profile = quality === 'main' ? main : sub
      if (!profile) throw new Fault('unsupported', 'This camera has no second, smaller stream')
      const told = await channels.streamOf(profile)
      return { address: streamAddress(told, target), transport: 'tcp', audio: profile.audio }
    },
  }
}
