// The whole appliance with a recorder that sends pictures, for tests of pictures through the front door.
import { Database } from 'bun:sqlite'
import { join } from 'node:path'
import { createFakeDriver } from './fake-driver.ts'
import { picture } from './picture.ts'
import { createTestApp } from './test-app.ts'
import { until } from './until.ts'

export const HOST = '192.0.2.7'

/** Two channels with the ids 1 and 2. `now` is an hour ahead, so that files which a test has just written lie there long enough. */
export async function startPictures(now: () => Date = () => new Date(Date.now() + 3_600_000)) {
  const jpeg = await picture(160, 120)
  const driver = createFakeDriver()
  const recorder = driver.add(HOST, 2)
  const app = await createTestApp([{ id: 'fake', title: 'Fake', driver }], {}, { now })
  const { ask } = app
  const login = { ip_web: HOST, username: 'admin', password: 'right-password', brand: 'fake' }
  await ask('POST', '/api/devices', login)
  await until('its channels are there', async () => (await ask('GET', '/api/channels')).body.length === 2)
  // One alarm is over before the next begins.
  await ask('PUT', '/api/settings/alarm_hold', { value: { motion: { hold: 0, min_on: 0 } } })
  await until('it is listened to', () => recorder.open.watches === 1)

  return {
    ...{ app, ask, jpeg, recorder },
    /** In the folder of pictures. */
    at: (file: string) => join(app.folder, 'pictures', file),
    /** The database, from beside. */
    sql<T>(text: string, ...values: (string | number | null)[]): T[] {
      using db = new Database(join(app.folder, 'porchlight.db'))
      db.run('pragma busy_timeout = 5000; pragma foreign_keys = on')
      return db.query(text).all(...values) as T[]
    },
    /** An alarm that begins with a picture, and ends; the item of the list. */
    async alarm(notice: Parameters<typeof recorder.raise>[0] = {}) {
      const list = async () => (await ask('GET', '/api/user/alarm')).body.items
      const before = (await list())[0]?.id ?? 0
      recorder.raise({ picture: jpeg, ...notice })
      recorder.raise({ ...notice, active: false, picture: null })
      return until('its picture is there', async () => {
        const [newest] = await list()
        return newest && newest.id > before && newest.picture_url && newest
      })
    },
    pictures: async (query = '', token?: string) =>
      (await ask('GET', `/api/recordings?kind=picture${query}`, undefined, token)).body.data,
    /** Opens what `path` names as a player does. */
    async signed(path: string) {
      const { body } = await ask('POST', '/api/media/sign', { path })
      return fetch(app.url + body.url)
    },
    [Symbol.asyncDispose]: () => app[Symbol.asyncDispose](),
  }
}
