// The recordings of a device that goes for good: removed with their files, where its owner asks for it.
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { and, asc, eq, inArray } from 'drizzle-orm'
import type { Db } from '../../db/open.ts'
import { channels, recordings } from '../../db/schema/index.ts'
import { fileIn } from './files.ts'

/** Removed at a time. */
const BITE = 200

export interface RecordingsOfDevice {
  /** Files and rows, without protected ones; what was removed. File first: a row without a file can be removed again. */
  removeOfDevice(deviceId: number): Promise<{ count: number; bytes: number }>
}

export function createRecordingsOfDevice(deps: { db: Db; dataFolder: string }): RecordingsOfDevice {
  const { db } = deps
  const folder = join(deps.dataFolder, 'recordings')
  const some = (deviceId: number) =>
    db
      .select({ id: recordings.id, file: recordings.file, bytes: recordings.bytes })
      .from(recordings)
      .innerJoin(channels, eq(channels.id, recordings.channelId))
      .where(and(eq(channels.deviceId, deviceId), eq(recordings.isProtected, false)))
      .orderBy(asc(recordings.id))
      .limit(BITE)
      .all()
  return {
    async removeOfDevice(deviceId) {
      const removed = { count: 0, bytes: 0 }
      for (let rows = some(deviceId); rows.length; rows = some(deviceId)) {
        for (const { file, bytes } of rows) {
          const path = await fileIn(folder, file)
          if (!path) continue
          await rm(path, { force: true })
          await rm(path.replace(/\.mp4$/, '.ps'), { force: true })
          removed.bytes += bytes
        }
        removed.count += rows.length
        const ids = rows.map(({ id }) => id)
        db.delete(recordings).where(inArray(recordings.id, ids)).run()
      }
      return removed
    },
  }
}
