// The channels of a device: which documents are asked, and what each channel can do by them.
import { type AlarmKind, type ChannelInfo, Fault } from '#plugin'
import type { Found, IsapiClient } from '../isapi/client.ts'
import { child, flag, type Node } from '../isapi/xml.ts'
import {
  type Ability,
  type Input,
  readChannelEvents,
  readDeviceAlarms,
  readInputs,
  readOnline,
  readProxied,
  readRtspPort,
  readStates,
  readStream,
  readStreams,
  readTriggers,
  type Stream,
  tellsSignals,
} from './documents.ts'
import { moves } from './ptz-document.ts'

/** What the device has said about its channels so far. */
export interface Knowledge {
  kind: 'recorder' | 'camera'
  inputs: Input[]
  streams: Stream[]
  /** The list of streams was answered, so that a stream that is not in it is not there. */
  streamsListed: boolean
  statesListed: boolean
  /** A stream's document names JPEG: the session offers pictures. Decided once, with the session. */
  pictures: boolean
  abilities: Ability[]
  /** Alarms of the device itself; null where it does not tell. */
  deviceAlarms: AlarmKind[] | null
  /** Documents about events were answered, or would be to somebody with more rights. */
  events: boolean
  /** The triggers that lists leave out have been asked for. */
  hiddenAsked: boolean
  /** Null: RTSP is switched off. */
  rtspPort: number | null
  /** What each channel that was asked said of its motor, by key; null: it has none, or says only that it is there. */
  ptz: ReadonlyMap<string, Node | null>
  /** `System/capabilities`, with which a device says what else it has; null where it does not tell. */
  capabilities: Node | null
}

const PROXY = '/ISAPI/ContentMgmt/InputProxy/channels'

export function keyOf(input: Pick<Input, 'connection' | 'number'>): string {
  return `${input.connection}:${input.number}`
}

interface Lists {
  kind: Knowledge['kind']
  inputs: Input[]
  statesListed: boolean
}

/** One of the two lists may be missing, since only hybrids have both. A device that is away or busy is not an empty one. */
async function askLists(client: IsapiClient): Promise<Lists> {
  const [own, proxied] = await Promise.all([client.find('/ISAPI/System/Video/inputs/channels'), client.find(PROXY)])
  if (own.fault && proxied.fault)
    throw own.fault.kind === 'device-denied' || proxied.fault.kind === 'device-denied'
      ? new Fault(
          'device-denied',
          'The device user may not read the list of cameras: give it the right to read settings.',
        )
      : new Fault('unsupported', 'The device has no list of cameras: it may be of a kind that is not supported.')
  const behind = readProxied(proxied.document)
  const states: Found | null = behind.length ? await client.find(`${PROXY}/status`) : null
  const byNumber = readStates(states?.document ?? null)
  return {
    // By the lists and not by deviceType: recorders that call themselves otherwise exist (WIRE 2.1).
    kind: proxied.document || tellsSignals(own.document) ? 'recorder' : 'camera',
    inputs: [...readInputs(own.document), ...behind.map((input) => ({ ...input, ...byNumber.get(input.number) }))],
    statesListed: !states || states.document !== null,
  }
}

/** A single thing that may not be there: some devices call themselves busy when asked for one that they lack (WIRE 0.3). */
async function findOne(client: IsapiClient, path: string): Promise<Node | null> {
  try {
    return (await client.find(path)).document
  } catch (error) {
    if (error instanceof Fault && error.kind === 'device-busy') return null
    throw error
  }
}

async function askTriggers(
  client: IsapiClient,
  recorder: boolean,
): Promise<{ triggers: Node | null; hidden: boolean }> {
  const { document, fault } = await client.find('/ISAPI/Event/triggers')
  // Who may not look at settings may hear of alarms all the same: only the alert stream tells.
  if (fault?.lacksRight) return { triggers: null, hidden: true }
  // Some cameras fail on the list alone (WIRE 0.3). A recorder's list is not worth guessing one by one.
  const triggers = document || recorder ? document : await findOne(client, '/ISAPI/Event/triggers/VMD-1')
  return { triggers, hidden: false }
}

/** Asks what connect must know: at most nine requests, however many channels there are. */
export async function learn(client: IsapiClient): Promise<Knowledge> {
  const [lists, { document: capabilities }] = await Promise.all([
    askLists(client),
    client.find('/ISAPI/System/capabilities'),
  ])
  const recorder = lists.kind === 'recorder'
  const [streams, { triggers, hidden }, events, access] = await Promise.all([
    client.find('/ISAPI/Streaming/channels'),
    askTriggers(client, recorder),
    // The devices that have it say so.
    flag(capabilities, 'isSupportChannelEventCap') ? findOne(client, '/ISAPI/Event/channels/capabilities') : null,
    client.find('/ISAPI/Security/adminAccesses'),
  ])
  const proxied = new Set(lists.inputs.filter((input) => input.connection === 'ip').map((input) => input.number))
  // Only a camera is asked, a recorder would have to be asked for each of its channels; and not one that has no word for it.
  const movable = !recorder && maySteer(capabilities)
  const spare = streams.document !== null || triggers?.name !== 'EventTrigger' || !events
  const [ptz, probe] = await Promise.all([
    movable && spare ? findOne(client, '/ISAPI/PTZCtrl/channels/1/capabilities') : null,
    streams.document ? null : probeStream(client, lists.inputs, 1),
  ])
  const known = streams.document ? readStreams(streams.document) : probe ? [probe] : []
  return {
    ...lists,
    streams: known,
    streamsListed: streams.document !== null,
    pictures: known.some((stream) => stream.picture),
    abilities: [...readTriggers(triggers, recorder), ...readChannelEvents(events, proxied)],
    deviceAlarms: triggers || events ? readDeviceAlarms(triggers, events, recorder) : null,
    events: triggers !== null || events !== null || hidden,
    hiddenAsked: triggers === null,
    rtspPort: readRtspPort(access.document),
    ptz: new Map(movable && spare ? [['analog:1', ptz]] : []),
    capabilities: capabilities?.name === 'DeviceCap' ? capabilities : null,
  }
}

/** Devices that move no camera at all have no word for it; absent means unknown where they say nothing. */
function maySteer(capabilities: Node | null): boolean {
  return capabilities === null || child(capabilities, 'PTZCtrlCap') !== null
}

/** Each channel is asked for its motor once, as soon as it is there to answer. */
async function askMotors(client: IsapiClient, known: Knowledge): Promise<Knowledge['ptz']> {
  const open = known.inputs.filter((input) => input.online !== false && !known.ptz.has(keyOf(input)))
  const found = await Promise.all(
    open.map(
      async (input) =>
        [keyOf(input), await findOne(client, `/ISAPI/PTZCtrl/channels/${input.number}/capabilities`)] as const,
    ),
  )
  return found.length ? new Map([...known.ptz, ...found]) : known.ptz
}

/** A main stream as an example of the others, for a device without the list; cameras that are away have none. */
async function probeStream(client: IsapiClient, inputs: readonly Input[], tries: number): Promise<Stream | null> {
  const present = inputs.filter((input) => input.online !== false)
  for (const input of (present.length ? present : inputs).slice(0, tries)) {
    const stream = await askStream(client, input.number * 100 + 1)
    if (stream) return stream
  }
  return null
}

async function askStream(client: IsapiClient, id: number): Promise<Stream | null> {
  const document = await findOne(client, `/ISAPI/Streaming/channels/${id}`)
  return document && readStream(document)
}

/** Asks lists and states again, and channel by channel what a device without these lists tells only so. */
export async function refresh(client: IsapiClient, known: Knowledge, fresh: boolean): Promise<Knowledge> {
  let next = fresh ? known : { ...known, ...(await askLists(client)) }
  if (!next.streamsListed) next = { ...next, streams: await askStreams(client, next.inputs) }
  if (!next.statesListed) next = { ...next, inputs: await askStates(client, next) }
  if (!next.hiddenAsked)
    next = { ...next, hiddenAsked: true, abilities: [...next.abilities, ...(await askHidden(client, next))] }
  if (maySteer(next.capabilities)) next = { ...next, ptz: await askMotors(client, next) }
  return next
}

/** The trigger for a changed scene is missing from many lists but answers by itself (WIRE 8.3). */
async function askHidden(client: IsapiClient, known: Knowledge): Promise<Ability[]> {
  if (known.abilities.some(({ kind }) => kind === 'scene_change')) return []
  const ask = async ({ number }: Input) =>
    readTriggers(
      await findOne(client, `/ISAPI/Event/triggers/scenechangedetection-${number}`),
      known.kind === 'recorder',
    )
  const [first, ...others] = known.inputs.filter((input) => input.online !== false)
  const found = first ? await ask(first) : []
  return found.length ? [...found, ...(await Promise.all(others.map(ask))).flat()] : []
}

async function askStreams(client: IsapiClient, inputs: readonly Input[]): Promise<Stream[]> {
  const found = await Promise.all(
    inputs.map(async ({ number }) => {
      const main = await askStream(client, number * 100 + 1)
      // Without its main stream the camera is away, and so is the rest.
      return main ? [main, await askStream(client, number * 100 + 2)] : []
    }),
  )
  return found.flat().filter((stream) => stream !== null)
}

/** Old firmware: the state of each channel by itself, and without that whether its main stream is there. */
async function askStates(client: IsapiClient, known: Knowledge): Promise<Input[]> {
  const behind = known.inputs.filter((input) => input.connection === 'ip')
  const first = behind[0]
  const probe = first ? await findOne(client, `${PROXY}/${first.number}/status`) : null
  const states = new Map<number, Pick<Input, 'online' | 'trouble'>>()
  for (const input of behind) {
    const state = !probe || input === first ? probe : await findOne(client, `${PROXY}/${input.number}/status`)
    const online = known.streams.some((stream) => stream.channel === input.number)
    states.set(input.number, state ? readOnline(state) : { online, trouble: null })
  }
  return known.inputs.map((input) => (input.connection === 'ip' ? { ...input, ...states.get(input.number) } : input))
}

export function streamsOf(known: Knowledge, input: Pick<Input, 'number'>): Stream[] {
  return known.streams.filter((stream) => stream.channel === input.number)
}

/** By its own document, or by what its entry among the inputs says. */
export function canMove(known: Pick<Knowledge, 'ptz'>, input: Input): boolean {
  const document = known.ptz.get(keyOf(input))
  return document ? moves(document) : input.ptz
}

/** The channels in the core's words. A camera that is away cannot show what it can: it is taken to be like its neighbours. */
export function toChannels(known: Knowledge): ChannelInfo[] {
  return known.inputs.map((input) => {
    const own = streamsOf(known, input)
    const judged = own.length ? own : known.streams
    const main = judged.filter((stream) => stream.stream === 1)
    const kinds = known.abilities
      .filter((ability) => ability.connection === input.connection && ability.number === input.number)
      .map((ability) => ability.kind)
    return {
      sourceKey: keyOf(input),
      number: input.number,
      name: input.name,
      connection: input.connection,
      online: input.online,
      trouble: input.trouble,
      can: {
        live: known.rtspPort !== null,
        sub: known.rtspPort !== null && judged.some((stream) => stream.stream === 2 && stream.enabled),
        audio: own.some((stream) => stream.stream === 1 && stream.audio),
        snapshot: known.pictures && main.some((stream) => stream.picture),
        ptz: canMove(known, input),
        config: main.some((stream) => stream.encoding),
        alarms: [...new Set<AlarmKind>(kinds)],
      },
    }
  })
}
