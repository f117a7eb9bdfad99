// What the device's documents say about channels, in plain facts. Pure: no request, no decision.
import { ALARM_KINDS, type AlarmKind, alarmKindOf } from '#plugin'
import { child, flag, int, list, type Node, text } from '../isapi/xml.ts'

export interface Input {
  connection: 'analog' | 'ip'
  number: number
  name: string
  online: boolean | null
  trouble: string | null
  /** The list itself says that this picture can be moved. */
  ptz: boolean
}

export interface Stream {
  id: number
  channel: number
  /** 1 main, 2 sub. */
  stream: number
  enabled: boolean
  audio: boolean
  /** The device makes pictures of it. */
  picture: boolean
  /** It can be read, and so changed: the document carries an encoding. */
  encoding: boolean
}

/** Names without the control characters that some devices leave in them. */
export function cleanName(name: string | null, number: number): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is to be removed
  const cleaned = (name ?? '').replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\ufeff]/g, ' ')
  return cleaned.replace(/\s+/g, ' ').trim() || `Camera ${number}`
}

/** Analog inputs of a recorder, or the lenses of a camera. */
export function readInputs(document: Node | null): Input[] {
  return list(document, 'VideoInputChannel').flatMap((item) => {
    const number = int(item, 'id')
    if (number === null) return []
    const signal = text(item, 'resDesc')
    const off = flag(item, 'videoInputEnabled') === false
    const online = off ? false : signal === null ? null : !/no\s*(video|signal)/i.test(signal)
    return [
      {
        connection: 'analog' as const,
        number,
        name: cleanName(text(item, 'name'), number),
        online,
        trouble: online === false ? (off ? 'disabled' : signal) : null,
        ptz: text(item, 'channelDescription')?.toLowerCase() === 'ptz',
      },
    ]
  })
}

/** True where an input list tells detected signals, as only recorders do. */
export function tellsSignals(document: Node | null): boolean {
  return list(document, 'VideoInputChannel').some((item) => child(item, 'resDesc') ?? child(item, 'videoInputEnabled'))
}

/** IP channels of a recorder. `size` in the document is not their number, so it is not read. */
export function readProxied(document: Node | null): Input[] {
  return list(document, 'InputProxyChannel').flatMap((item) => {
    const number = int(item, 'id')
    // No recorder that we know says so; one that does has no camera there.
    if (number === null || flag(item, 'enabled') === false) return []
    const name = cleanName(text(item, 'name'), number)
    return [{ connection: 'ip' as const, number, name, online: null, trouble: null, ptz: false }]
  })
}

/** One `InputProxyChannelStatus`: the element `online` first, then the device's word. */
export function readOnline(item: Node): Pick<Input, 'online' | 'trouble'> {
  const word = text(item, 'chanDetectResult')
  const well = word === null ? null : /^(connect|online)$/i.test(word)
  const online = flag(item, 'online') ?? well
  return { online, trouble: online === false && well === false ? word : null }
}

/** State by channel number from the list of states. */
export function readStates(document: Node | null): Map<number, Pick<Input, 'online' | 'trouble'>> {
  return new Map(
    list(document, 'InputProxyChannelStatus').flatMap((item) => {
      const number = int(item, 'id')
      return number === null ? [] : [[number, readOnline(item)] as const]
    }),
  )
}

/** One `StreamingChannel`. Ids are channel × 100 + stream, but old cameras number the streams of their one picture 1, 2, 3. */
export function readStream(item: Node): Stream | null {
  const id = int(item, 'id')
  if (id === null || id < 1) return null
  return {
    id,
    channel: id < 100 ? 1 : Math.floor(id / 100),
    stream: id < 100 ? id : id % 100,
    enabled: flag(item, 'enabled') !== false,
    audio: flag(item, 'Audio', 'enabled') === true,
    picture: text(item, 'Video', 'snapShotImageType')?.toUpperCase() === 'JPEG',
    encoding: text(item, 'Video', 'videoCodecType') !== null,
  }
}

export function readStreams(document: Node | null): Stream[] {
  return list(document, 'StreamingChannel').flatMap((item) => readStream(item) ?? [])
}

/** The RTSP port, its default where the device does not tell; null where RTSP is switched off. */
export function readRtspPort(document: Node | null): number | null {
  const entry = list(document, 'AdminAccessProtocol').find((item) => text(item, 'protocol')?.toUpperCase() === 'RTSP')
  if (flag(entry, 'enabled') === false) return null
  return int(entry, 'portNo') ?? 554
}

/** One kind of alarm that a channel can raise. */
export interface Ability {
  connection: 'analog' | 'ip'
  number: number
  kind: AlarmKind
}

function abilityOf(connection: Ability['connection'], number: number | null, word: string | null): Ability[] {
  if (number === null || word === null) return []
  const kind = alarmKindOf(word)
  return kind === 'other' || ALARM_KINDS[kind].scope === 'device' ? [] : [{ connection, number, kind }]
}

/** `Event/triggers`: list, old wrapper, or a single trigger. */
function triggersIn(document: Node | null): readonly Node[] {
  return document?.name === 'EventTrigger'
    ? [document]
    : list(child(document, 'EventTriggerList') ?? document, 'EventTrigger')
}

/** What `Event/triggers` says that channels can raise. */
export function readTriggers(document: Node | null, recorder: boolean): Ability[] {
  return triggersIn(document).flatMap((trigger) => {
    const word = text(trigger, 'eventType')
    const proxied = int(trigger, 'dynVideoInputChannelID')
    const own = int(trigger, 'videoInputChannelID')
    const proxiedInput = int(trigger, 'dynInputIOPortID')
    // An input of a camera behind the recorder: input 1 of channel 3 is 301.
    if (proxiedInput !== null) return abilityOf('ip', Math.floor(proxiedInput / 100), word)
    // A recorder's own input belongs to no picture; a camera's is the camera's.
    if (int(trigger, 'inputIOPortID') !== null) return recorder ? [] : abilityOf('analog', own ?? 1, word)
    if (recorder && proxied !== null) return abilityOf('ip', proxied, word)
    const suffix = /-(\d{1,3})$/.exec(text(trigger, 'id') ?? '')
    const number = own ?? proxied ?? (suffix ? Number(suffix[1]) : recorder ? null : 1)
    return abilityOf('analog', number, word)
  })
}

/** One entry of `Event/channels/capabilities`: its words. */
function wordsOf(item: Node): string[] {
  return (child(item, 'eventType')?.attributes.opt ?? text(item, 'eventType') ?? '').split(',')
}

/**
 * What both documents say that the device itself can raise, whatever channel a camera names beside it; a recorder's own
 * inputs belong to it, too.
 */
export function readDeviceAlarms(triggers: Node | null, events: Node | null, recorder: boolean): AlarmKind[] {
  const listed = triggersIn(triggers)
  const words = [
    ...listed.map((trigger) => text(trigger, 'eventType') ?? ''),
    ...list(events, 'ChannelEventCap').flatMap(wordsOf),
  ]
  const kinds = new Set(words.map(alarmKindOf).filter((kind) => ALARM_KINDS[kind].scope === 'device'))
  if (recorder && listed.some((trigger) => int(trigger, 'inputIOPortID') !== null)) kinds.add('input')
  // In one order, however the device sorts them: what is stored is compared.
  return (Object.keys(ALARM_KINDS) as AlarmKind[]).filter((kind) => kind !== 'other' && kinds.has(kind))
}

/** What `Event/channels/capabilities` says that channels can raise; newer devices have it. */
export function readChannelEvents(document: Node | null, proxied: ReadonlySet<number>): Ability[] {
  return list(document, 'ChannelEventCap').flatMap((item) => {
    const number = int(item, 'channelID') ?? int(item, 'id')
    const connection = number !== null && proxied.has(number) ? 'ip' : 'analog'
    return wordsOf(item).flatMap((word) => abilityOf(connection, number, word))
  })
}
