// The recordings of a device that goes for good: removed with their files, where its owner asks for it.
import { and, asc, eq, inArray, isNull, or } from 'drizzle-orm'
import type { Db } from '../../db/open.ts'
import { channels, recordings } from '../../db/schema/index.ts'
import type { StorageFolders } from '../storage/folders.ts'
import { removeFile } from './files.ts'

/** Removed at a time. */
const BITE = 200

export interface RecordingsOfDevice {
  /** Files and rows, without protected ones and those whose disk is not there; what was removed. File first: a row without a file can be removed again. */
  removeOfDevice(deviceId: number): Promise<{ count: number; bytes: number }>
}

export function createRecordingsOfDevice(deps: { db: Db; folders: StorageFolders }): RecordingsOfDevice {
  const { db, folders } = deps
  const some = (deviceId: number) =>
    db
      .select({
        id: recordings.id,
        kind: recordings.kind,
        file: recordings.file,
        bytes: recordings.bytes,
        folderId: recordings.folderId,
      })
      .from(recordings)
      .innerJoin(channels, eq(channels.id, recordings.channelId))
      .where(
        and(
          eq(channels.deviceId, deviceId),
          eq(recordings.isProtected, false),
          or(isNull(recordings.folderId), inArray(recordings.folderId, folders.writable())),
        ),
      )
      .orderBy(asc(recordings.id))
      .limit(BITE)
      .all()
  return {
    async removeOfDevice(deviceId) {
      const removed = { count: 0, bytes: 0 }
      for (const { id } of folders.all()) await folders.look(id)
      for (let rows = some(deviceId); rows.length; rows = some(deviceId)) {
        for (const row of rows) if (await removeFile(folders.rootOf(row), row)) removed.bytes += row.bytes
        removed.count += rows.length
        const ids = rows.map(({ id }) => id)
        db.delete(recordings).where(inArray(recordings.id, ids)).run()
      }
      return removed
    },
  }
}
