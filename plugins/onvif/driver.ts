// Signs in to a camera that speaks ONVIF, learns what it can do, and offers exactly that.
import {
  ALARM_KINDS,
  type AlarmKind,
  type DeviceSession,
  type Driver,
  type DriverContext,
  Fault,
  streamHost,
  type Target,
  unbracketed,
} from '#plugin'
import { createAlarms } from './capabilities/alarms.ts'
import { createChannels } from './capabilities/channels.ts'
import { createClock } from './capabilities/clock.ts'
import { createImaging } from './capabilities/imaging.ts'
import { readInformation, readName } from './capabilities/info.ts'
import { createLive, type StreamTarget } from './capabilities/live.ts'
import { ifThere } from './capabilities/optional.ts'
import { learnPorts } from './capabilities/ports.ts'
import { channelOf, type Lens, lensOfToken, steering } from './capabilities/profiles.ts'
import { createPtz } from './capabilities/ptz.ts'
import { createSnapshot } from './capabilities/snapshot.ts'
import { createUsers } from './capabilities/users.ts'
import { discover } from './discovery.ts'
import type { OnvifClient } from './soap.ts'
import type { Time } from './time.ts'

/** For this long after connecting, what was learned then is not asked again. */
const FRESH_MS = 15_000
/** Addresses of streams that fit into the requests of a sign-in: two lenses with two each. */
const STREAMS_AT_ONCE = 4
/** What has more lenses is a box with cameras behind it. */
const LENSES_OF_A_CAMERA = 4

/** A camera says how its inputs and relays stand to who begins to listen, which is done right after connecting. */
const STATES_MS = 3000
/** A camera that is gone takes no stop, and gives nothing back. */
const LAST_WORDS_MS = 500

function after(ms: number, run: () => void): Disposable {
  const timer = setTimeout(run, ms)
  return { [Symbol.dispose]: () => clearTimeout(timer) }
}

async function streamTarget(target: Target, context: DriverContext): Promise<StreamTarget> {
  const { username, password } = target
  return { ...(await streamHost(target, context)), username, password }
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
    if (signal.aborted) done()
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
    const streams = await streamTarget(target, context)
    // The package behind it costs 4 MB: who has no such camera is not to pay for it at each start.
    const { createOnvifClient } = await import('./soap.ts')
    const client = createOnvifClient({ target, context, connectTo, signal })
    const end = () => {
      ending.abort()
      client.close()
    }
    try {
      return await open(client, { device, context, signal, streams, end })
    } catch (error) {
      end()
      throw error
    }
  },
}

interface Opening {
  device: string
  context: DriverContext
  signal: AbortSignal
  streams: StreamTarget
  end(): void
}

async function open(client: OnvifClient, { device, context, signal, streams, end }: Opening): Promise<DeviceSession> {
  // Without a login, and first: letters are signed with the camera's time.
  let time: Time = await client.time()
  const information = await readInformation(client)
  await client.learnServices()
  if (!client.has('media') && !client.has('media2'))
    throw new Fault('unsupported', `${device} speaks ONVIF, but has no pictures: it may be a door station or a switch.`)
  const channels = createChannels(client, device)
  await channels.learn()
  await channels.locate(STREAMS_AT_ONCE)
  const ports = await learnPorts(client, { patienceMs: client.has('events') ? STATES_MS : 0, signal })
  const lenses = channels.lenses
  const only = () => (lenses().length === 1 ? (lenses()[0]?.key ?? null) : null)
  const alarms = client.has('events')
    ? createAlarms({
        ...{ client, device, signal, heard: ports.heard },
        places: async () => ({
          channelOf: (token) => lensOfToken(lenses(), token)?.key ?? null,
          only: only(),
          inputOf: ports.inputOf,
        }),
      })
    : null
  const steered = (sourceKey: string) => {
    const lens = channels.lens(sourceKey)
    return { name: nameOf(lens), ...steering(lens) }
  }
  const ptz = client.has('ptz') ? createPtz({ client, steered, after }) : null
  let learnedAt = context.now().getTime()
  const withoutPicture = new Set<string>()
  /** Asked for once, when somebody wants to know. */
  let name: string | null | undefined
  let kinds: AlarmKind[] | null = null
  const learnName = async () => {
    name ??= await ifThere(client, readName(client))
  }
  const learnKinds = async () => {
    kinds ??= alarms && (await ifThere(client, alarms.kinds()))
  }
  /** Inputs of a camera with several lenses belong to none of them. */
  const isOfLens = (kind: AlarmKind) => ALARM_KINDS[kind].scope === 'channel' && (kind !== 'input' || only() !== null)

  async function learnPictures(): Promise<void> {
    withoutPicture.clear()
    await Promise.all(
      lenses().map(async ({ key, main }) => {
        if ((await ifThere(client, channels.pictureOf(main))) === null) withoutPicture.add(key)
      }),
    )
  }

  function nameOf(lens: Lens): string {
    const whole = name ?? information.model ?? 'Camera'
    return lenses().length > 1 ? `${whole} ${lens.number}` : whole
  }

  return {
    async info() {
      // Asked each time: the core finds out by it whether device and login are still what they were.
      const told = await readInformation(client)
      await learnName()
      const kind = lenses().length > LENSES_OF_A_CAMERA ? 'recorder' : 'camera'
      const own = kinds?.filter((one) => !isOfLens(one))
      return {
        ...{ name: name ?? null, kind, ...told, macAddress: null, utcOffsetMinutes: time.utcOffsetMinutes },
        ...(own && { alarms: own }),
      }
    },
    async channels() {
      const age = context.now().getTime() - learnedAt
      if (age < 0 || age >= FRESH_MS) {
        await channels.learn()
        learnedAt = context.now().getTime()
      }
      await channels.locate(Number.POSITIVE_INFINITY)
      await Promise.all([learnName(), learnKinds(), learnPictures()])
      return lenses().map((lens) =>
        channelOf(lens, nameOf(lens), {
          snapshot: ({ key }) => !withoutPicture.has(key),
          ptz: (one) => ptz !== null && steering(one).configuration !== null,
          alarms: (kinds ?? []).filter(isOfLens),
        }),
      )
    },
    async close() {
      const said = Promise.allSettled([ptz?.end(), alarms?.end()])
      await Promise.race([said, wait(LAST_WORDS_MS, signal)])
      end()
    },
    live: createLive(channels, streams),
    snapshot: createSnapshot(client, channels, device),
    ...(time.aheadMs !== null && {
      clock: createClock({
        ...{ client, now: () => context.now() },
        read(read) {
          time = read
        },
      }),
    }),
    users: createUsers(client),
    ...(alarms && { alarms: alarms.verbs }),
    ...(ptz && { ptz: ptz.verbs }),
    ...(client.has('imaging') && {
      imaging: createImaging({ client, sourceOf: (sourceKey) => channels.lens(sourceKey).source }),
    }),
    ...(ports.inputs && { inputs: ports.inputs }),
    ...(ports.outputs && { outputs: ports.outputs }),
  }
}
