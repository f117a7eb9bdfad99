// Pictures that came with alarms before pictures were recordings: each becomes one, a few at a time, while all else goes on.
import { stat } from 'node:fs/promises'
import { and, asc, eq, gt, isNotNull } from 'drizzle-orm'
import type { Db } from '../../db/open.ts'
import { alarms, recordings } from '../../db/schema/index.ts'
import { type PictureFile, pictureRow } from '../alarms/picture-row.ts'
import { rest } from '../alarms/retention.ts'
import { fileIn, folderOf } from '../recordings/files.ts'
import { probePicture } from '../recordings/picture-file.ts'

const BITE = 50

interface Deps {
  db: Db
  /** The data folder. */
  dataFolder: string
  now: () => Date
  /** Once true, the work ends after the bite; the next start goes on with it. */
  ended: () => boolean
}

/** Gives how many there were. An alarm whose file is gone has no picture from now on. */
export async function takeUp({ db, dataFolder, now, ended }: Deps): Promise<number> {
  const folder = folderOf(dataFolder, 'picture')
  let count = 0

  const next = (after: number) =>
    db
      .select()
      .from(alarms)
      .where(and(isNotNull(alarms.picture), gt(alarms.id, after)))
      .orderBy(asc(alarms.id))
      .limit(BITE)
      .all()

  async function look(file: string): Promise<PictureFile | null> {
    const path = await fileIn(folder, file)
    if (!path) return null
    const { size: bytes } = await stat(path)
    return { file, bytes, size: await probePicture(path).catch(() => null) }
  }

  function settle(alarm: typeof alarms.$inferSelect, picture: PictureFile | null): void {
    // Removed meanwhile, or found on the disk by a person's search.
    const { id } = alarm
    const same = and(eq(alarms.id, id), eq(alarms.picture, alarm.picture ?? ''))
    if (!db.select({ id: alarms.id }).from(alarms).where(same).get()) return
    const recordingId = picture && (known(picture.file) ?? add(alarm, picture))
    db.update(alarms).set({ recordingId, picture: null }).where(eq(alarms.id, id)).run()
    if (recordingId !== null) count++
  }

  const known = (file: string) =>
    db.select({ id: recordings.id }).from(recordings).where(eq(recordings.file, file)).get()?.id

  const add = (alarm: typeof alarms.$inferSelect, picture: PictureFile) =>
    db
      .insert(recordings)
      .values({ ...pictureRow(alarm, picture), uuid: Bun.randomUUIDv7(), createdAt: now() })
      .returning({ id: recordings.id })
      .get().id

  for (let rows = next(0); rows.length && !ended(); rows = next(rows.at(-1)?.id ?? 0)) {
    const found: (PictureFile | null)[] = []
    for (const { picture } of rows) found.push(picture === null ? null : await look(picture))
    db.transaction(() => {
      for (const [index, row] of rows.entries()) settle(row, found[index] ?? null)
    })
    await rest()
  }
  return count
}
