// Accounts, rights, settings and tickets on a database in memory, for tests that need nothing of recorders.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createBus } from '../bus.ts'
import { type Config, readConfig } from '../config.ts'
import { openDatabase } from '../db/open.ts'
import { channels, devices, grants } from '../db/schema/index.ts'
import type { Caller, Grant, Origin } from '../domain/caller.ts'
import { createLog } from '../log.ts'
import { createAccess } from '../services/access.ts'
import { createAccounts } from '../services/accounts/index.ts'
import { createActivity } from '../services/activity.ts'
import { createApiKeys } from '../services/api-keys.ts'
import { createChanges } from '../services/changes.ts'
import { createClientFields } from '../services/client-fields.ts'
import { createCookieSignIns } from '../services/cookie-sign-ins.ts'
import { createJobs } from '../services/jobs.ts'
import { createLastingTokens } from '../services/lasting-tokens.ts'
import { createCodes } from '../services/second-factor/codes.ts'
import { createSecondFactor } from '../services/second-factor/index.ts'
import { createFactorOfAccount } from '../services/second-factor/of-account.ts'
import { createSecrets } from '../services/secrets.ts'
import { createSettings } from '../services/settings.ts'
import { createSignIns } from '../services/sign-ins.ts'
import { createStreamLinks } from '../services/stream-links.ts'
import { createTickets } from '../services/tickets.ts'
import { createTokens } from '../services/tokens.ts'
import { createTrustedBrowsers } from '../services/trusted-browsers.ts'
import { createUsers, type NewUser } from '../services/users.ts'

/** So that a test with many sign-ins takes no minute. */
export const CHEAP_HASH = { memoryCost: 1024, timeCost: 1 }

const HERE: Origin = { address: '192.0.2.1', agent: 'test' }

export type People = Awaited<ReturnType<typeof createPeople>>

/** `env` are variables of the configuration. The clock stands still until a test moves it. */
export function createPeople({ env = {} }: { env?: Record<string, string> } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'porchlight-people-'))
  const config: Config = readConfig({
    PORCHLIGHT_DATA: folder,
    PORCHLIGHT_HOST: '127.0.0.1',
    PORCHLIGHT_PORT: '0',
    ...env,
  })
  const { db, written, close } = openDatabase(':memory:')
  const lines: string[] = []
  const log = createLog('debug', (line) => void lines.push(line))
  const bus = createBus((event, error) => log.error('A listener failed', { event, error }))
  let at = Date.parse('2026-01-15T12:00:00Z')
  const now = () => new Date(at)

  const secrets = createSecrets({ data: folder, key: null, mustExist: false })
  const access = createAccess({ db, now })
  const activity = createActivity({ db, access, log, now })
  const settings = createSettings({ db, bus, config, secrets, access, activity, log, now })
  const tokens = createTokens({ db, secrets, bus, activity, now })
  const codes = createCodes({ db, secrets, now })
  const trustedBrowsers = createTrustedBrowsers({ db, activity, now })
  const userDeps = { db, access, activity, codes, settings, tokens, trustedBrowsers, now }
  const users = createUsers({ ...userDeps, hashCost: CHEAP_HASH })
  const accounts = createAccounts({ db, bus, access, activity, tokens, users, now })
  const secondFactor = createSecondFactor({ db, access, activity, codes, users, tokens })
  const factorOfAccount = createFactorOfAccount({ db, activity, codes, users, tokens, now })
  const signIns = createSignIns({ db, bus, activity, tokens, now })
  const cookieSignIns = createCookieSignIns({ db, secrets, tokens, now })
  const lastingTokens = createLastingTokens({ db, secrets, tokens, now })
  const clientFields = createClientFields({ db, now })
  const changes = createChanges({ bus, written })
  const apiKeys = createApiKeys({ db, bus, activity, now })
  const tickets = createTickets({ access, bus, settings, now })
  const streamLinks = createStreamLinks({ db, bus, access, activity, tickets, now })
  const jobs = createJobs({ db, bus, access, activity, log, now })
  const services = {
    access,
    accounts,
    activity,
    settings,
    tokens,
    users,
    trustedBrowsers,
    secondFactor,
    factorOfAccount,
    signIns,
    cookieSignIns,
    lastingTokens,
    changes,
    clientFields,
    apiKeys,
    streamLinks,
    tickets,
    jobs,
  }

  /** A person who has signed in. `by` null = a stranger registers. */
  async function person(input: Partial<NewUser> & { username: string }, by: Caller | null = null) {
    const password = input.password ?? 'correct horse'
    const user = await users.register(by, { ...input, password }, HERE)
    const pair = tokens.signIn(user, HERE)
    return { ...pair, password, caller: tokens.read(pair.accessToken, HERE) }
  }

  /** A recorder with channels 1…n in a household. */
  function device(householdId: number, count = 2) {
    const uuid = Bun.randomUUIDv7()
    const row = db
      .insert(devices)
      .values({
        uuid,
        householdId,
        hubKey: `n${uuid.slice(-5)}`,
        brand: 'fake',
        brandAsGiven: 'Fake',
        address: `192.0.2.${householdId}`,
        addressKey: uuid,
        streamHost: '192.0.2.20',
        username: 'admin',
        password: secrets.encrypt('device password', `devices.password.${uuid}`),
        createdAt: now(),
        updatedAt: now(),
      })
      .returning()
      .get()
    const can = { live: true, sub: true, audio: false, snapshot: true, ptz: false, config: false, alarms: [] }
    const list = Array.from({ length: count }, (_, index) =>
      db
        .insert(channels)
        .values({
          uuid: Bun.randomUUIDv7(),
          householdId,
          deviceId: row.id,
          sourceKey: `ip:${index + 1}`,
          channelNo: index + 1,
          slug: `${row.id}-camera-${index + 1}`,
          deviceName: `Camera ${index + 1}`,
          connection: 'ip',
          can,
          createdAt: now(),
          updatedAt: now(),
        })
        .returning()
        .get(),
    )
    return { device: row, channels: list }
  }

  function grant(userId: number, channelId: number, rights: Partial<Grant> = {}) {
    const values = { view: true, playback: false, export: false, ptz: false, ...rights }
    db.insert(grants)
      .values({ userId, channelId, ...values })
      .onConflictDoUpdate({ target: [grants.userId, grants.channelId], set: values })
      .run()
    bus.emit('access.changed', { userId })
  }

  return {
    config,
    db,
    bus,
    log,
    /** What was logged. */
    lines,
    now,
    secrets,
    services,
    origin: HERE,
    /** Moves the clock. */
    pass: (seconds: number) => {
      at += seconds * 1000
    },
    person,
    device,
    grant,
    async [Symbol.asyncDispose]() {
      tickets[Symbol.dispose]()
      await jobs[Symbol.asyncDispose]()
      close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
