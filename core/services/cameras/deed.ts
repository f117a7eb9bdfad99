// What was done to a camera, in one entry of the activity log, however many rows of ours it has touched.
import type { Caller } from '../../domain/caller.ts'
import type { Activity, ActivityEntry } from '../activity.ts'

/** Takes what devices and channels would have written down. */
export interface CameraDeed extends Pick<Activity, 'record'> {
  /** Writes it down, if anything was done at all. */
  close(action: 'create_camera' | 'update_camera' | 'delete_camera', channelId: number, more?: object): void
}

type State = Record<string, unknown>

/** What entries of channels are about. */
const FIELDS: Record<string, string> = { rename_channel: 'name', place_channel: 'location', tag_channel: 'tags' }

export function createCameraDeed(activity: Pick<Activity, 'record'>, caller: Caller): CameraDeed {
  const entries: ActivityEntry[] = []

  /** Of one change; what a channel says of itself goes before what its device does. */
  function changes() {
    const [before, after]: [State, State] = [{}, {}]
    const changed = new Set<string>()
    for (const { action, metadata = {} } of entries) {
      const field = FIELDS[action]
      if (action === 'update_device') {
        Object.assign(before, metadata.before)
        Object.assign(after, metadata.after)
        for (const name of metadata.changed as string[]) changed.add(name)
      } else if (field) {
        before[field] = metadata.before
        after[field] = metadata.after
        changed.add(field)
      } else {
        before.in_use = action === 'switch_channel_off'
        after.in_use = action === 'switch_channel_on'
        changed.add('in_use')
      }
    }
    return { changed: [...changed], before, after }
  }

  return {
    record: (_caller, entry) => void entries.push(entry),
    close(action, channelId, more = {}) {
      if (entries.length === 0) return
      const metadata = action === 'update_camera' ? changes() : { ...entries[0]?.metadata }
      activity.record(caller, {
        ...{ action, resourceType: 'channel', resourceId: channelId },
        metadata: { ...metadata, ...more },
      })
    },
  }
}
