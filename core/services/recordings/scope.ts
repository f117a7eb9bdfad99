// Whose recordings a caller may see: of his household, of one channel, or of those that are granted to him.
import { type Caller, can } from '../../domain/caller.ts'
import { Fault } from '../../domain/fault.ts'
import type { AccessService } from '../access.ts'
import type { RecordingScope } from './pages.ts'

/** Null = nothing. Rights: `playback` on each channel that is named. Faults: `Channel not found`. */
export function createScopeOf(access: AccessService) {
  return (
    caller: Caller,
    channelId: string | number | undefined,
    channelIds?: readonly number[],
  ): RecordingScope | null => {
    if (caller.kind === 'system') throw new Fault('internal', 'Recordings are listed for a household')
    const { householdId } = caller
    if (channelId !== undefined) return { householdId, channelId: access.channel(caller, channelId, 'playback').id }
    if (channelIds) {
      const among = channelIds.map((id) => access.channel(caller, id, 'playback').id)
      return among.length === 1 ? { householdId, channelId: among[0] } : { householdId, among }
    }
    if (can(caller, 'playback', { householdId })) return { householdId }
    if (caller.kind === 'hub') return null
    const ids = access.visibleChannels(caller, { right: 'playback' }).map(({ id }) => id)
    return ids.length ? { householdId, among: ids } : null
  }
}
