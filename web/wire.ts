// Answers of the API as the pages use them: the types of the routes' own wire files, and what is sent.
import type { userOut } from '../core/api/auth.wire.ts'
import type { hubOut } from '../core/api/hub.wire.ts'
import type { keyOut } from '../core/api/keys.wire.ts'
import type { AlarmOut, alarmPageOut, SeenOut } from '../core/api/manager/alarms.wire.ts'
import type { ChannelOfAllOut as ChannelOut } from '../core/api/manager/channels.wire.ts'
import type { DeviceOut, testedOut } from '../core/api/manager/devices.wire.ts'
import type { factorOut, setupOut } from '../core/api/second-factor.wire.ts'
import type { signInOut, trustedBrowserOut } from '../core/api/sign-ins.wire.ts'
import type { streamLinkOut } from '../core/api/stream-links.wire.ts'
import type { probedOut } from '../core/api/vms/playing.wire.ts'
import type { WallOut } from '../core/api/walls.wire.ts'

export type { AlarmOut, ChannelOut, DeviceOut, SeenOut, WallOut }
export type AlarmPage = ReturnType<typeof alarmPageOut>
export type CertificateOut = NonNullable<DeviceOut['other_certificate']>
export type DeviceStateOut = DeviceOut['state']
export type Phase = DeviceStateOut['phase']
export type TestOut = ReturnType<typeof testedOut>
export type Person = ReturnType<typeof userOut>
export type KeyOut = ReturnType<typeof keyOut>
export type FactorOut = ReturnType<typeof factorOut>
export type SetupOut = ReturnType<typeof setupOut>
export type SignInOut = ReturnType<typeof signInOut>
export type TrustedBrowserOut = ReturnType<typeof trustedBrowserOut>
export type StreamLinkOut = ReturnType<typeof streamLinkOut>
export type ProbedOut = ReturnType<typeof probedOut>['data']
export type HubOut = ReturnType<typeof hubOut>

export type { ZoneOut } from '../core/api/zones.wire.ts'

export interface DeviceInput {
  brand: string
  ip_web: string
  ip_nvr: string
  /** Only of a camera by its RTSP address. */
  sub_rtsp_url?: string | null
  username: string
  password: string
  name: string | null
  verify_tls: boolean
  is_checked: boolean
}

export interface TokensOut {
  access_token: string
}

export interface SettingOut {
  key: string
  value: unknown
  default: unknown
  locked: boolean
  locked_by: string | null
  scope: 'appliance' | 'household'
}

export interface Health {
  status: string
  version: string
  timestamp: string
  /** Of the machine: `Europe/Berlin`. */
  time_zone: string
  setup: boolean
}

export interface SignedOut {
  url: string
  ticket: string
  expires_at: string
}
