// What the activity log keeps of what it is told.
import { expect, test } from 'bun:test'
import { openDatabase } from '../db/open.ts'
import { activity as rows } from '../db/schema/index.ts'
import { createLog } from '../log.ts'
import { addHousehold, addPerson } from '../testing/rows.ts'
import { createAccess } from './access.ts'
import { createActivity } from './activity.ts'

function kept(metadata: Record<string, unknown>): unknown {
  const { db, close } = openDatabase(':memory:')
  using _closing = { [Symbol.dispose]: close }
  const log = createLog('silent')
  const activity = createActivity({ db, access: createAccess({ db }), log, now: () => new Date() })
  activity.record(addPerson(db, addHousehold(db), 'admin'), { action: 'test', metadata })
  return db.select().from(rows).get()?.metadata
}

test('what stands under the name of a secret is masked, however deep and in whatever form', () => {
  expect(
    kept({
      ...{ password: 'hunter2', tokens: ['hunter2', { it: 'hunter2' }], before: { mqtt_password: { it: 'hunter2' } } },
      ...{ url: 'rtsp://admin:hunter2@192.0.2.7/1', token_count: 2, has_password: true, old_password: null },
    }),
  ).toEqual({
    ...{ password: '***', tokens: '***', before: { mqtt_password: '***' } },
    ...{ url: 'rtsp://***@192.0.2.7/1', token_count: 2, has_password: true, old_password: null },
  })
})

test('rights on as many channels as a recorder can have are kept whole, and can be undone', () => {
  const numbers = Array.from({ length: 256 }, (_, n) => n + 1)
  const names = ['preview', 'playback', 'record', 'backup', 'ptzControl', 'voiceTalk', 'transChannel']
  const rights = (channels: number[]) =>
    Object.fromEntries(
      ['local', 'remote'].flatMap((scope) => names.map((name) => [`${scope}.channels.${name}`, channels])),
    )
  const metadata = { before: rights(numbers), after: rights([]) }
  expect(kept(metadata)).toEqual(metadata)
  expect(kept({ text: 'x'.repeat(40_000) })).toEqual({ cut: true })
})
