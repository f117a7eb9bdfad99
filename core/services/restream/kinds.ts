// The restreamers that we can speak to, a row each: how it is asked, and where it serves a path.
import { createGo2rtc } from './go2rtc.ts'
import { createMediamtx } from './mediamtx.ts'
import type { Place, Restreamer } from './restreamer.ts'

interface Kind {
  create(place: Place): Restreamer
  /** A page that shows the path by WebRTC, below the address that people reach it at. */
  webrtc(base: string, name: string): string
}

export const RESTREAMERS = {
  mediamtx: { create: createMediamtx, webrtc: (base, name) => `${base}/${name}` },
  go2rtc: { create: createGo2rtc, webrtc: (base, name) => `${base}/stream.html?src=${name}&mode=webrtc` },
} as const satisfies Record<string, Kind>
