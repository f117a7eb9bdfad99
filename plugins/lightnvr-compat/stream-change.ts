// Streams changed by clients: what has a meaning here changes the channel, its device or its rule; the rest is kept.
import { type Caller, Fault, type Services } from '#plugin'
import { type Channel, CLIENT, type Fields } from './names.ts'
import type { Said } from './stream-fields.ts'
import { isPrivate, type Known, streamOut } from './stream-out.ts'
import { keptOfPlan, type Plan, planOf, retentionChanges, ruleOf } from './stream-rule.ts'
import type { StreamOut } from './wire.ts'

const hostOf = (url: string): string | null => (URL.canParse(url) ? new URL(url).hostname : null)
/** Whether an address names the host of a channel's device. */
export function isAt({ device }: Channel, url: string | undefined): boolean {
  const host = url && hostOf(url)
  const plain = (text: string) => text.replace(/^\w+:\/\//, '').replace(/[:/].*$/, '')
  return !!host && [device.address, device.streamHost].some((text) => plain(text) === host)
}

export const isOfOwn = (channel: Channel) => channel.device.brand.toLowerCase() === 'rtsp'

/** With this login, unless it has one. */
export function withLogin(url: string, { username, password }: Said['onvif']): string {
  if (!username || /^\w+:\/\/[^/?#]*@/.test(url)) return url
  return url.replace(/^(\w+:\/\/)/, `$1${encodeURIComponent(username)}:${encodeURIComponent(password)}@`)
}

export const RTSP = /^rtsps?:\/\//i
const notRtsp = () =>
  new Fault(
    'invalid-input',
    'url must begin with rtsp:// or rtsps://. A camera with ONVIF is added by /api/onvif/device/add',
  )

export function refuseOtherUrls({ url, subUrl }: Pick<Said, 'url' | 'subUrl'>): void {
  if (url && !RTSP.test(url)) throw notRtsp()
  if (subUrl && !RTSP.test(subUrl))
    throw new Fault('invalid-input', 'sub_stream_url must begin with rtsp:// or rtsps://')
}

function ofRecorder({ device }: Channel, what: string): Fault {
  const whose = device.name ?? device.info?.name ?? device.address
  return new Fault('conflict', `This stream is a channel of ${whose}: ${what} follows that device`)
}

/** A fault for an address that is there, in LightNVR's words; any other as it is. */
export const alreadyThere = (error: unknown): unknown =>
  error instanceof Fault && error.kind === 'conflict'
    ? new Fault('conflict', 'Stream already exists: there is a camera with this address')
    : error

export function createStreamChange(services: Services) {
  const { activity, cameras, clientFields, devices, recorder } = services

  const keep = (channel: Channel, fields: Fields) =>
    clientFields.keep(CLIENT, { householdId: channel.householdId, channelId: channel.id }, fields)

  /** What is asked of its address and login; null where that is what it has. Fault conflict for a recorder's. */
  function addressesOf({ camera }: Known, told: StreamOut, said: Said) {
    const { channel } = camera
    const url = said.url && said.url !== told.url ? said.url : undefined
    const subUrl = said.subUrl !== undefined && (said.subUrl ?? '') !== told.sub_stream_url ? said.subUrl : undefined
    const { username, password } = said.onvif
    const isOther = password !== '' || (username !== '' && username !== channel.device.username)
    const login = (said.isOnvif ?? told.isOnvif) && isOther ? said.onvif : undefined
    refuseOtherUrls({ ...(url && { url }), ...(subUrl && { subUrl }) })
    if (isOfOwn(channel)) return { url, subUrl: subUrl === '' ? null : subUrl, login }
    // While its device is away nobody can say what the address is.
    const isUnknown = told.url === '' && isAt(channel, url)
    if (url && !isUnknown) throw ofRecorder(channel, 'its address')
    if (subUrl) throw ofRecorder(channel, 'the address of its smaller picture')
    if (login) throw ofRecorder(channel, 'its login')
    return {}
  }

  async function changeAddress(caller: Caller, channel: Channel, told: StreamOut, url: string, login?: Said['onvif']) {
    const whole = login ? withLogin(url, login) : url
    if (await cameras.atAddress(caller, url))
      throw new Fault('conflict', 'Stream already exists: this is the address of another')
    // Its login goes on with it to another path, and to no other host.
    const isSameHost = hostOf(url) === hostOf(told.url) && !whole.includes('@')
    try {
      if (isSameHost) devices.change(caller, channel.deviceId, { address: url })
      else await cameras.change(caller, channel.id, { rtspUrl: whole })
    } catch (error) {
      throw alreadyThere(error)
    }
  }

  function inUseOf({ camera, fields }: Known, said: Said, reenables: boolean): boolean | undefined {
    const { channel } = camera
    const staysPrivate = said.enabled === true && isPrivate(channel, fields) && !reenables
    return said.enabled === undefined || staysPrivate || said.enabled === channel.inUse ? undefined : said.enabled
  }

  /** The rule that is asked for, and what is to be kept beside it; nothing where it is as it was. */
  function ruleFor({ rule, fields, camera }: Known, said: Said) {
    const plan = planOf(rule, fields)
    const wanted: Plan = { ...plan, ...said.plan }
    const isSame = Bun.deepEquals(plan, wanted)
    const retention = retentionChanges(rule, fields, said.retention)
    const whole = { ...rule, ...said.rule, ...retention.rule, ...(isSame ? {} : ruleOf(wanted)) }
    if (whole.mode !== 'off' && rule.mode === 'off' && !camera.channel.can.live)
      throw new Fault('unsupported', 'This channel has no live picture that could be recorded')
    const { channelId: _, ...input } = whole
    return {
      input: Bun.deepEquals(whole, rule) ? null : input,
      kept: { ...retention.kept, ...(isSame ? {} : keptOfPlan(wanted)) },
    }
  }

  /** Fields that differ from what is told; one that is as it would be anyway is forgotten. */
  function keptFor(known: Known, told: StreamOut, said: Said): Fields {
    const plain: Fields = { ...streamOut(services, 'code', { ...known, fields: {} }) }
    const asked = said.isOnvif === undefined ? said.kept : { ...said.kept, is_onvif: said.isOnvif }
    const now: Fields = { ...told }
    const changed = Object.entries(asked).filter(([name, value]) => now[name] !== value)
    return Object.fromEntries(changed.map(([name, value]) => [name, plain[name] === value ? null : value]))
  }

  return {
    keep,
    /** `known` as its caller, who may change it, is told. `reenables`: also out of the privacy mode. */
    async change(caller: Caller, known: Known, said: Said, { reenables = false, isNew = false } = {}): Promise<void> {
      const { channel } = known.camera
      const told = streamOut(services, 'code', known)
      const { url, subUrl, login } = addressesOf(known, told, said)
      const { input, kept } = ruleFor(known, said)
      const inUse = inUseOf(known, said, reenables)
      const fields: Fields = {
        ...kept,
        ...keptFor(known, told, said),
        // Who disables a private stream finds it disabled.
        ...(inUse === undefined && said.enabled !== false ? {} : { privacy_mode: null }),
      }
      if (url) await changeAddress(caller, channel, told, url, login)
      else if (login)
        devices.change(caller, channel.deviceId, {
          ...(login.username && { username: login.username }),
          ...(login.password && { password: login.password }),
        })
      await cameras.change(caller, channel.id, {
        ...{ inUse, tags: said.tags },
        ...(subUrl === undefined ? {} : { subRtspUrl: subUrl }),
      })
      if (input) recorder.set(caller, channel.id, input)
      const changed = Object.keys(fields).filter((name) => (known.fields[name] ?? null) !== fields[name])
      if (changed.length === 0) return
      keep(channel, fields)
      // Of the privacy mode its camera's entry tells.
      const names = changed.filter((name) => name !== 'privacy_mode')
      if (isNew || names.length === 0) return
      const of = (all: Fields) => Object.fromEntries(names.map((name) => [name, all[name] ?? null]))
      const metadata = { changed: names, before: of(known.fields), after: of(fields) }
      activity.record(caller, { action: 'update_stream', resourceType: 'channel', resourceId: channel.id, metadata })
    },
    /** Switched off, and on again by the same hand. Fault conflict for a stream that is off anyway. */
    async setPrivacy(caller: Caller, { camera, fields }: Known, isOn: boolean): Promise<void> {
      const { channel } = camera
      if (isOn === isPrivate(channel, fields)) return
      if (isOn && !channel.inUse) throw new Fault('conflict', 'This stream is disabled: enable it first')
      await cameras.change(caller, channel.id, { inUse: !isOn })
      keep(channel, { privacy_mode: isOn || null })
    },
  }
}

export type StreamChange = ReturnType<typeof createStreamChange>
