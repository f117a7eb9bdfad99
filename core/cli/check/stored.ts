// What the check reads out of the database: where the broker is, folders for recordings, and devices as they were last seen.
import { desc } from 'drizzle-orm'
import { createBus } from '../../bus.ts'
import type { Config } from '../../config.ts'
import { openToRead } from '../../db/open.ts'
import { activity, devices, storageFolders } from '../../db/schema/index.ts'
import { createLog } from '../../log.ts'
import type { Login } from '../../mqtt/link.ts'
import { brokerLogin } from '../../mqtt/login.ts'
import { createAccess } from '../../services/access.ts'
import { createActivity } from '../../services/activity.ts'
import { parseAddress } from '../../services/addresses.ts'
import { createSecrets } from '../../services/secrets.ts'
import { createSettings } from '../../services/settings.ts'
import type { KnownDevice } from './reach.ts'

export interface Stored {
  broker: Login | null
  /** Of the broker inside the appliance; null = it is off. */
  ownBrokerPort: number | null
  folders: { name: string; path: string; uuid: string }[]
  devices: KnownDevice[]
  /** When something was last written down. */
  newest: Date | null
}

/** The database must have this program's shape. Changes nothing. Throws an Error for people without its secret key. */
export function readStored(config: Config, now: () => Date): Stored {
  const { db, close } = openToRead(`${config.data}/porchlight.db`)
  try {
    const log = createLog('silent', () => {})
    const bus = createBus(() => {})
    const secrets = createSecrets({ data: config.data, key: config.secretKey, mustExist: true })
    const access = createAccess({ db, now })
    const settings = createSettings({
      ...{ db, bus, config, secrets, access, log, now },
      activity: createActivity({ db, access, log, now }),
    })
    const own = settings.get('broker')
    const newest = db.select({ at: activity.createdAt }).from(activity).orderBy(desc(activity.id)).limit(1).get()
    return {
      broker: brokerLogin(settings),
      ownBrokerPort: own.enabled && !settings.get('mqtt_url') ? own.port : null,
      folders: db.select().from(storageFolders).all(),
      devices: db.select().from(devices).all().map(deviceOf),
      newest: newest?.at ?? null,
    }
  } finally {
    close()
  }
}

function deviceOf(row: typeof devices.$inferSelect): KnownDevice {
  const { address, brand, info, refused, isChecked, lastSeenAt } = row
  return {
    name: row.name ?? info?.name ?? address,
    address: parseAddress(address, brand).url,
    ...{ isChecked, lastSeenAt, refused: refused?.message ?? null },
  }
}
