// Room for the next file: what has to stay free on its disk is freed first, by the oldest of all recordings there.
import type { Retention } from '../retention.ts'
import { LEAST_FREE, usuallyFree } from '../storage/disks.ts'
import type { FolderId, StorageFolders } from '../storage/folders.ts'
import type { Room } from './files.ts'

interface Deps {
  /** Who says how much stays free on the disk; without it the usual. */
  settings?: { get(key: 'recording_limits'): { free_bytes: number | null } }
  retention: Pick<Retention, 'makeRoom'>
  folders: Pick<StorageFolders, 'need'>
  room(folder: FolderId): Promise<Room>
}

/** Resolves when a file may be begun in that folder; fails as a disk does that is full, away or read-only. */
export function createNeedRoom({ settings, retention, folders, room }: Deps): (folder: FolderId) => Promise<void> {
  const making = new Map<FolderId, Promise<unknown>>()
  return async (folder) => {
    await folders.need(folder, 'write')
    const { free, total } = await room(folder)
    const kept = settings?.get('recording_limits').free_bytes ?? usuallyFree(total)
    if (free >= kept) return
    const isEnough = async () => (await room(folder)).free >= kept
    // Several channels at once make room once.
    const work = making.get(folder) ?? retention.makeRoom(isEnough, folder).finally(() => making.delete(folder))
    making.set(folder, work)
    await work
    if ((await room(folder)).free < LEAST_FREE) throw Object.assign(new Error('No room is left'), { code: 'ENOSPC' })
  }
}
