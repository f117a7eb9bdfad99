// A device that is removed goes with all of its alarms, once, and leaves those of others alone.
import { expect, test } from 'bun:test'
import { join } from 'node:path'
import { eq } from 'drizzle-orm'
import { openDatabase } from '../../db/open.ts'
import { alarms, devices } from '../../db/schema/index.ts'
import { createFakeDriver } from '../../testing/fake-driver.ts'
import { createTestApp } from '../../testing/test-app.ts'

const HOSTS = ['192.0.2.7', '192.0.2.8']

test('a device with thousands of alarms is removed once, whoever asks for it at the same time', async () => {
  const driver = createFakeDriver()
  for (const host of HOSTS) driver.add(host)
  await using app = await createTestApp([{ id: 'fake', title: 'Fake', driver }])
  const form = { username: 'admin', password: 'right-password', brand: 'fake' }
  for (const host of HOSTS) await app.ask('POST', '/api/devices', { ...form, ip_web: host })
  const { db, close } = openDatabase(join(app.folder, 'porchlight.db'))
  for (const device of db.select().from(devices).all())
    db.transaction((tx) => {
      for (let index = 0; index < 2500; index++) {
        const at = new Date(1_750_000_000_000 + index)
        tx.insert(alarms)
          .values({
            uuid: Bun.randomUUIDv7(),
            householdId: device.householdId,
            deviceId: device.id,
            kind: 'motion',
            rawType: 'VMD',
            message: 'Motion detected',
            beganAt: at,
            // Every tenth goes on.
            endedAt: index % 10 === 0 ? null : at,
          })
          .run()
      }
    })
  const answers = await Promise.all([1, 1, 1].map((id) => app.ask('DELETE', `/api/devices/${id}`)))
  expect(answers.map(({ status }) => status).sort()).toEqual([204, 404, 404])
  const left = (id: number) => db.select().from(alarms).where(eq(alarms.deviceId, id)).all().length
  expect([left(1), left(2)]).toEqual([0, 2500])
  const { body } = await app.ask('GET', '/api/activity')
  const removals = body.data.filter(({ action }: { action: string }) => action === 'delete_device')
  expect(removals).toHaveLength(1)
  close()
}, 120_000)
