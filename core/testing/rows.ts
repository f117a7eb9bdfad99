// Rows put straight into a fresh database, for tests of services that stand above devices and accounts.
import type { Db } from '../db/open.ts'
import { channels, devices, grants, households, users } from '../db/schema/index.ts'
import type { Caller, Role } from '../domain/caller.ts'

const at = new Date('2025-06-01T00:00:00Z')
const uuid = () => Bun.randomUUIDv7()

export function addHousehold(db: Db): number {
  return db.insert(households).values({ uuid: uuid(), createdAt: at }).returning().get().id
}

type Person = Extract<Caller, { kind: 'user' }>

/** An account and the caller that it is when signed in. The first one of a database is the founder. */
export function addPerson(db: Db, householdId: number, role: Role): Person {
  const name = `${role}-${uuid().slice(-8)}`
  const isFounder = db.select().from(users).all().length === 0
  const row = db
    .insert(users)
    .values({
      uuid: uuid(),
      householdId,
      username: name,
      passwordHash: 'none',
      role,
      isFounder,
      createdAt: at,
      updatedAt: at,
    })
    .returning()
    .get()
  const origin = { address: null, agent: null }
  return {
    kind: 'user',
    userId: row.id,
    userUuid: row.uuid,
    username: name,
    householdId,
    role,
    founder: isFounder,
    origin,
    signInId: uuid(),
  }
}

export function addDevice(db: Db, householdId: number, values: Partial<typeof devices.$inferInsert> = {}) {
  const key = values.hubKey ?? `n${uuid().slice(-5)}`
  return db
    .insert(devices)
    .values({
      uuid: uuid(),
      householdId,
      hubKey: key,
      brand: 'fake',
      brandAsGiven: 'fake',
      address: `${key}.example`,
      addressKey: `http://${key}.example:80`,
      streamHost: `${key}.example`,
      username: 'admin',
      password: 'none',
      offers: ['live', 'snapshot', 'alarms'],
      createdAt: at,
      updatedAt: at,
      ...values,
    })
    .returning()
    .get()
}

type Abilities = (typeof channels.$inferInsert)['can']

export function addChannel(
  db: Db,
  device: typeof devices.$inferSelect,
  channelNo: number,
  { can, ...values }: Partial<Omit<typeof channels.$inferInsert, 'can'>> & { can?: Partial<Abilities> } = {},
) {
  return db
    .insert(channels)
    .values({
      uuid: uuid(),
      householdId: device.householdId,
      deviceId: device.id,
      sourceKey: `ip:${channelNo}`,
      channelNo,
      slug: `${device.hubKey}-${channelNo}`,
      deviceName: `Camera ${channelNo}`,
      connection: 'ip',
      can: {
        live: true,
        sub: true,
        audio: false,
        snapshot: true,
        ptz: false,
        config: false,
        alarms: ['motion'],
        ...can,
      },
      createdAt: at,
      updatedAt: at,
      ...values,
    })
    .returning()
    .get()
}

export function grantView(db: Db, person: Person, channelId: number): void {
  db.insert(grants)
    .values({ userId: person.userId, channelId, view: true, playback: false, export: false, ptz: false })
    .run()
}
