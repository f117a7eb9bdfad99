// Files of the recorder under way: what is being written now is nobody's left-over.
import { expect, test } from 'bun:test'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDatabase } from '../../db/open.ts'
import { createStorageFolders } from '../storage/folders.ts'
import { createRecorderFiles } from './files.ts'

test('a file that is begun while others are made whole is left to who writes it', async () => {
  const dataFolder = mkdtempSync(join(tmpdir(), 'porchlight-under-way-'))
  const database = openDatabase(':memory:')
  const { db } = database
  await using folders = createStorageFolders({ db, dataFolder })
  const files = createRecorderFiles({ db, folders, now: () => new Date() })
  const underWay = join(dataFolder, 'recordings', '.recorder')
  mkdirSync(underWay, { recursive: true })
  // What there is to look through takes its time.
  for (let at = 0; at < 200; at++) writeFileSync(join(underWay, `h1_c1_alarm_0_${at}.mp4.note`), 'front/gone.mp4')

  const touched: string[] = []
  const repairing = files.repair(null, (file) => touched.push(file))
  const of = { householdId: 1, channelId: 1, recordType: 'continuous' as const, utcOffsetMinutes: 0 }
  const path = await files.begin(of, 1_767_225_600_000, null)
  writeFileSync(path, 'the beginning of a film')
  expect(await repairing).toBe(0)
  expect(touched).toEqual([])
  expect(existsSync(path)).toBe(true)
  database.close()
  rmSync(dataFolder, { recursive: true })
})
