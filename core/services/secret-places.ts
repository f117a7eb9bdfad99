// Every place in the database where something is encrypted: what a change of the key rewrites and what a backup is tried with.
import { and, eq, isNotNull, like, sql } from 'drizzle-orm'
import type { Db } from '../db/open.ts'
import { devices, facts, pushSubscriptions, secondFactors, settings, users, webhooks } from '../db/schema/index.ts'
import { COMPARING_KEY, comparingLabel, streamAddressLabel } from './devices/sealed-address.ts'
import { subStreamLabel } from './devices/sub-stream.ts'
import { PUSH_KEYS, pushKeysLabel } from './push/keys.ts'
import { pushLabel } from './push/rows.ts'
import { factorLabel } from './second-factor/codes.ts'
import { passwordLabel } from './sessions/connect.ts'

export interface Sealed {
  cipher: string
  /** What it is bound to. */
  label: string
  write(cipher: string): void
}

/** A place: its table and column, and what stands there. Whoever encrypts something new adds one here. */
export interface Place {
  name: string
  /** The file that encrypts it. */
  by: string
  read(db: Db): Sealed[]
}

export const PLACES: readonly Place[] = [
  {
    name: 'devices.password',
    by: 'core/services/devices/index.ts',
    read: (db) =>
      db
        .select({ id: devices.id, uuid: devices.uuid, cipher: devices.password })
        .from(devices)
        .all()
        .map(({ id, uuid, cipher }) => ({
          cipher,
          label: passwordLabel(uuid),
          write: (password) => void db.update(devices).set({ password }).where(eq(devices.id, id)).run(),
        })),
  },
  {
    name: 'devices.stream_address',
    by: 'core/services/devices/sealed-address.ts',
    read: (db) =>
      db
        .select({ id: devices.id, uuid: devices.uuid, cipher: devices.streamAddress })
        .from(devices)
        .all()
        .flatMap(({ id, uuid, cipher }) =>
          cipher === null
            ? []
            : {
                cipher,
                label: streamAddressLabel(uuid),
                write: (streamAddress: string) =>
                  void db.update(devices).set({ streamAddress }).where(eq(devices.id, id)).run(),
              },
        ),
  },
  {
    name: 'devices.sub_stream_address',
    by: 'core/services/devices/sub-stream.ts',
    read: (db) =>
      db
        .select({ id: devices.id, uuid: devices.uuid, cipher: devices.subStreamAddress })
        .from(devices)
        .all()
        .flatMap(({ id, uuid, cipher }) =>
          cipher === null
            ? []
            : {
                cipher,
                label: subStreamLabel(uuid),
                write: (subStreamAddress: string) =>
                  void db.update(devices).set({ subStreamAddress }).where(eq(devices.id, id)).run(),
              },
        ),
  },
  ...[
    { key: COMPARING_KEY, label: comparingLabel, by: 'core/services/devices/sealed-address.ts' },
    { key: PUSH_KEYS, label: pushKeysLabel, by: 'core/services/push/keys.ts' },
  ].map(({ key, label, by }): Place => {
    return {
      name: 'facts.value',
      by,
      read: (db) =>
        db
          .select()
          .from(facts)
          .where(eq(facts.key, key))
          .all()
          .map(({ value: cipher }) => ({
            cipher,
            label,
            write: (value) => void db.update(facts).set({ value }).where(eq(facts.key, key)).run(),
          })),
    }
  }),
  ...(['endpoint', 'p256dh', 'auth'] as const).map((column): Place => {
    return {
      name: `push_subscriptions.${column}`,
      by: 'core/services/push/rows.ts',
      read: (db) =>
        db
          .select({ id: pushSubscriptions.id, uuid: pushSubscriptions.uuid, cipher: pushSubscriptions[column] })
          .from(pushSubscriptions)
          .all()
          .map(({ id, uuid, cipher }) => ({
            cipher,
            label: pushLabel(column, uuid),
            write: (text) =>
              void db
                .update(pushSubscriptions)
                .set({ [column]: text })
                .where(eq(pushSubscriptions.id, id))
                .run(),
          })),
    }
  }),
  ...(['url', 'secret'] as const).map((column): Place => {
    return {
      name: `webhooks.${column}`,
      by: 'core/services/webhooks/index.ts',
      read: (db) =>
        db
          .select({ id: webhooks.id, uuid: webhooks.uuid, cipher: webhooks[column] })
          .from(webhooks)
          .where(isNotNull(webhooks[column]))
          .all()
          .map(({ id, uuid, cipher }) => ({
            cipher,
            label: `webhooks.${column}.${uuid}`,
            write: (text) =>
              void db
                .update(webhooks)
                .set({ [column]: text })
                .where(eq(webhooks.id, id))
                .run(),
          })),
    }
  }),
  {
    name: 'second_factors.secret',
    by: 'core/services/second-factor/codes.ts',
    read: (db) =>
      db
        .select({ id: users.id, uuid: users.uuid, cipher: secondFactors.secret })
        .from(secondFactors)
        .innerJoin(users, eq(users.id, secondFactors.userId))
        .all()
        .map(({ id, uuid, cipher }) => ({
          cipher,
          label: factorLabel(uuid),
          write: (secret) => void db.update(secondFactors).set({ secret }).where(eq(secondFactors.userId, id)).run(),
        })),
  },
  {
    name: 'settings.value',
    by: 'core/services/settings.ts',
    read: (db) =>
      db
        .select()
        .from(settings)
        .where(like(sql`${settings.value}`, '"v1.%'))
        .all()
        .map(({ householdId, key, value }) => ({
          cipher: String(value),
          label: `settings.${key}`,
          write: (text) =>
            void db
              .update(settings)
              .set({ value: text })
              .where(and(eq(settings.householdId, householdId), eq(settings.key, key)))
              .run(),
        })),
  },
]

/** Names of columns in which this text still stands, wherever that is in the database. */
export function columnsWith(db: Db, text: string): string[] {
  const columns = db.values<[string, string]>(
    sql`select m.name, p.name from sqlite_master m, pragma_table_info(m.name) p
      where m.type = 'table' and substr(m.name, 1, 7) <> 'sqlite_' and substr(m.name, 1, 2) <> '__'
        and lower(p.type) = 'text'`,
  )
  return columns
    .filter(([table, column]) => {
      const [name, place] = [sql.identifier(table), sql.identifier(column)]
      const found = db.values<[number]>(sql`select exists (select 1 from ${name} where instr(${place}, ${text}) > 0)`)
      return found[0]?.[0] === 1
    })
    .map(([table, column]) => `${table}.${column}`)
}
