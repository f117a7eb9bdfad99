// Signs in to a Hikvision device, learns what it can do, and offers exactly that.
import {
  type DeviceSession,
  type Driver,
  type DriverContext,
  Fault,
  streamHost,
  type Target,
  unbracketed,
} from '#plugin'
import { createAlarms } from './capabilities/alarms.ts'
import { createChannelConfig } from './capabilities/channel-config.ts'
import { learn, refresh, toChannels } from './capabilities/channels.ts'
import { offsetOfTime } from './capabilities/clock.ts'
import { createDetections } from './capabilities/detections.ts'
import { createDeviceClock, readClock } from './capabilities/device-clock.ts'
import { createFootage } from './capabilities/footage.ts'
import { createHealth } from './capabilities/health.ts'
import { readInfo } from './capabilities/info.ts'
import { createLive } from './capabilities/live.ts'
import { createLogs } from './capabilities/logs.ts'
import { offeredBy } from './capabilities/offered.ts'
import { createPermissions } from './capabilities/permissions.ts'
import { createHoliday, createInputs, createOutputs, createPower } from './capabilities/ports.ts'
import { createPtz } from './capabilities/ptz.ts'
import { createSchedule } from './capabilities/schedule.ts'
import { createSnapshot } from './capabilities/snapshot.ts'
import { createStorage } from './capabilities/storage.ts'
import { createTimes, wallOf } from './capabilities/times.ts'
import { createOnvifUsers, createUsers } from './capabilities/users.ts'
import { createWriter } from './capabilities/writing.ts'
import { createClient, type IsapiClient } from './isapi/client.ts'
import { type Node, text } from './isapi/xml.ts'
import { discover } from './sadp/discover.ts'

/** For this long after connecting, what was learned then is not asked again. */
const FRESH_MS = 15_000
const PAUSE_MS = 500
/** A device that is gone takes no stop. */
const LAST_STOP_MS = 500

function after(ms: number, run: () => void): Disposable {
  const timer = setTimeout(run, ms)
  return { [Symbol.dispose]: () => clearTimeout(timer) }
}

/** The first request decides whether this is one of our devices at all. */
async function signIn(client: IsapiClient, device: string): Promise<Node> {
  const found = await client.find('/ISAPI/System/deviceInfo')
  if (found.document?.name === 'DeviceInfo') return found.document
  if (found.fault?.kind === 'device-denied') throw found.fault
  throw new Fault(
    'device-garbled',
    `${device} does not speak ISAPI: is it a Hikvision device, and is ISAPI enabled on it?`,
    { cause: found.fault },
  )
}

function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    signal.addEventListener('abort', done)
  })
}

export const driver: Driver = {
  discover,
  async connect(target, context) {
    const device = target.address.hostname
    if (target.address.protocol !== 'http:' && target.address.protocol !== 'https:')
      throw new Fault('invalid-input', `${device}: the address must begin with http:// or https://`)
    const ending = new AbortController()
    const signal = AbortSignal.any([context.signal, ending.signal])
    const connectTo = await context.resolve(unbracketed(device))
    const streams = await streamHost(target, context)
    const client = createClient({
      url: target.address,
      connectTo,
      username: target.username,
      password: target.password,
      verifyTls: target.verifyTls,
      pinnedCertificate: target.pinnedCertificate,
      shown: (certificate) => context.shown(certificate),
      limit: (work) => context.limit(work),
      signal,
    })
    try {
      return await open(client, { target, context, signal, streams, end: () => ending.abort() })
    } catch (error) {
      ending.abort()
      client.close()
      throw error
    }
  },
}

interface Opening {
  target: Target
  context: DriverContext
  signal: AbortSignal
  streams: { host: string; port: number | null }
  end(): void
}

async function open(client: IsapiClient, { target, context, signal, streams, end }: Opening): Promise<DeviceSession> {
  const device = target.address.hostname
  // Alone, so that a wrong password is refused once; only then several at a time.
  await signIn(client, device)
  const [time, learned] = await Promise.all([
    client.find('/ISAPI/System/time').then((found) => ({ ...found, at: context.now() })),
    learn(client),
  ])
  let known = learned
  const learnedAt = context.now().getTime()
  const knowledge = () => known
  const utcOffsetMinutes = () => offsetOfTime(time.document, context.now())
  const writer = createWriter(client)
  const offered = offeredBy(known)
  const times = createTimes((at) => offsetOfTime(time.document, at) ?? 0)
  let driftMs = 0
  const compared = ({ driftSeconds }: { driftSeconds: number }) => {
    driftMs = driftSeconds * 1000
  }
  if (time.document && wallOf(text(time.document, 'localTime')) !== null) compared(readClock(time.document, time.at))
  const streamTarget = { ...streams, username: target.username, password: target.password }
  const deviceNow = () => new Date(context.now().getTime() + driftMs)
  const footage =
    offered.recordings && createFootage({ client, device, streams: streamTarget, times, knowledge, deviceNow })
  const ptz = offered.ptz && createPtz({ client, knowledge, after })
  return {
    async info() {
      // Asked each time: the core finds out by it whether device and login are still what they were.
      return readInfo(await signIn(client, device), known, utcOffsetMinutes())
    },
    async channels() {
      const age = context.now().getTime() - learnedAt
      known = await refresh(client, known, age >= 0 && age < FRESH_MS)
      return toChannels(known)
    },
    async close() {
      // No camera goes on turning because nobody holds it any more.
      if (ptz) await Promise.race([ptz.end(), wait(LAST_STOP_MS, signal)])
      end()
      client.close()
    },
    ...(known.rtspPort !== null && {
      live: createLive({ ...streamTarget, knowledge }),
    }),
    ...(known.pictures && {
      snapshot: createSnapshot({ client, device, knowledge, pause: () => wait(PAUSE_MS, signal) }),
    }),
    ...(known.events && { alarms: createAlarms({ client, device, signal, knowledge, utcOffsetMinutes }) }),
    ...(offered.channelConfig && { channelConfig: createChannelConfig({ client, writer, knowledge }) }),
    ...(time.document && { clock: createDeviceClock({ client, writer, now: () => context.now(), compared }) }),
    ...(footage && {
      schedule: createSchedule({ client, writer, knowledge }),
      footage,
    }),
    ...(offered.storage && { storage: createStorage(client) }),
    ...(offered.users && { users: createUsers(client), permissions: createPermissions({ client, writer }) }),
    ...(offered.health && { health: createHealth(client) }),
    ...(offered.logs && {
      logs: createLogs({ client, times, deviceNow, learnTimes: async () => footage && (await footage.learnTimes()) }),
    }),
    ...(offered.detections && { detections: createDetections({ client, writer, knowledge }) }),
    ...(offered.inputs > 0 && { inputs: createInputs(client, offered.inputs) }),
    ...(offered.outputs > 0 && { outputs: createOutputs(client, offered.outputs) }),
    ...(ptz && { ptz: ptz.verbs }),
    ...(offered.holiday && { holiday: createHoliday(client, writer) }),
    ...(offered.power && { power: createPower(client) }),
    ...(offered.onvifUsers && { onvifUsers: createOnvifUsers(client) }),
  }
}
