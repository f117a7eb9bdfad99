// Whether anything is new: by us, by another program, and without a write.
import { Database } from 'bun:sqlite'
import { afterAll, expect, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createBus } from '../bus.ts'
import { openDatabase } from '../db/open.ts'
import { addHousehold, addPerson } from '../testing/rows.ts'
import { until } from '../testing/until.ts'
import { createChanges } from './changes.ts'

const folder = mkdtempSync(join(tmpdir(), 'porchlight-changes-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('the count stays while nothing is new, and is another one after each write and each thing that is told', async () => {
  const file = join(folder, 'porchlight.db')
  const { db, written, close } = openDatabase(file)
  const bus = createBus((_, error) => {
    throw error
  })
  const { count } = createChanges({ bus, written })
  const household = addHousehold(db)
  const { userId } = addPerson(db, household, 'admin')
  using other = new Database(file)
  let before = count()
  const isNew = (work: () => void) => {
    work()
    const after = count()
    const found = after !== before
    before = after
    return found
  }
  expect(isNew(() => {})).toBe(false)
  expect(isNew(() => void addPerson(db, household, 'viewer'))).toBe(true)
  expect(isNew(() => {})).toBe(false)
  expect(isNew(() => void other.query('select * from users').all())).toBe(false)
  other.run('update users set full_name = ?', ['Anna'])
  await until('the write of another program is seen', () => isNew(() => {}))
  expect(isNew(() => bus.emit('access.changed', { userId }))).toBe(true)
  expect(isNew(() => bus.emit('live.changed', { channelId: 1, quality: 'main', running: true }))).toBe(true)
  expect(isNew(() => {})).toBe(false)
  close()
})
