// How a camera is, in VibeNVR's words; by what we know of its device, which is not asked.
import type { Services } from '#plugin'
import type { Channel } from './camera-of.ts'

export type CameraStatus = 'STARTING' | 'CONNECTED' | 'UNREACHABLE' | 'UNAUTHORIZED' | 'OFFLINE' | 'UNKNOWN'

/** `OFFLINE`: switched off here, or its recorder says that it is away. */
export function statusOf({ sessions }: Pick<Services, 'sessions'>, channel: Channel): CameraStatus {
  if (!channel.inUse) return 'OFFLINE'
  const { phase } = sessions.state(channel.deviceId)
  if (phase === 'refused') return 'UNAUTHORIZED'
  if (phase === 'away') return 'UNREACHABLE'
  if (phase === 'unchecked') return 'UNKNOWN'
  if (phase !== 'online') return 'STARTING'
  return channel.isActive && channel.isOnline !== false ? 'CONNECTED' : 'OFFLINE'
}
