// A camera as a client wants it, made so: what has a meaning here changes the channel, its device or its rule; the rest is kept.
import { type Caller, Fault, type Services } from '#plugin'
import { type CameraBody, KEPT_NAMES, usualOf } from './camera-fields.ts'
import { type Channel, CLIENT } from './camera-of.ts'
import { cameraOut, type Fields, type Known, nameOf } from './camera-out.ts'
import { keptOfRule, type RuleOut, ruleFor, ruleOut } from './camera-rule.ts'
import type { Rule } from './camera-schedule.ts'
import { keptOfWeek, withOwnWeek } from './camera-week.ts'
import { wrong } from './errors.ts'

export const isOfOwn = ({ device }: Channel): boolean => device.brand.toLowerCase() === 'rtsp'
const MASK = '***'

function ofRecorder({ device }: Channel): Fault {
  const whose = device.name ?? device.info?.name ?? device.address
  return new Fault('invalid-input', `This camera is a channel of ${whose}: its address follows that device`)
}

/** Fault invalid-input for an address that cannot be that of a camera here. */
export function refuseOtherAddresses({
  rtsp_url: main,
  sub_rtsp_url: sub,
}: Pick<CameraBody, 'rtsp_url' | 'sub_rtsp_url'>) {
  for (const [name, address] of [
    ['rtsp_url', main],
    ['sub_rtsp_url', sub],
  ] as const)
    if (address !== null && !/^rtsps?:\/\/./i.test(address))
      throw wrong(`body.${name}`, `${name} must begin with rtsp:// or rtsps://: no other kind of stream is read here`)
}

export function createCameraChange(services: Services) {
  const { activity, cameras, clientFields, recorder, storage } = services

  /** What is asked of its addresses; nothing where they are as they are told. */
  function addressesOf({ camera }: Known, { rtsp_url: main, sub_rtsp_url: sub }: CameraBody) {
    const { channel, rtspUrl, subRtspUrl } = camera
    const isOther = main !== (rtspUrl ?? '')
    if (isOfOwn(channel)) {
      refuseOtherAddresses({ rtsp_url: main, sub_rtsp_url: sub })
      return { ...(isOther && { rtspUrl: main }), ...(sub !== subRtspUrl && { subRtspUrl: sub }) }
    }
    // Nobody can say what it is while the device is away: as it was told once, it is the same.
    const isUnknown = main === '' || (rtspUrl === null && main.includes(MASK))
    if ((isOther && !isUnknown) || (sub !== null && sub !== subRtspUrl)) throw ofRecorder(channel)
    return {}
  }

  /** Before the first write: the recorder would refuse it after that, by another name. */
  function refuseOtherPlace({ storage_profile_id: id }: Pick<RuleOut, 'storage_profile_id'>): void {
    if (id !== null && !storage.has(id)) throw wrong('body.storage_profile_id', 'there is no such storage profile')
  }

  function ruleOfThis({ camera, rule, fields }: Known, wanted: RuleOut): Rule {
    refuseOtherPlace(wanted)
    const found = ruleFor(rule, fields, wanted)
    if (found.mode !== 'off' && found.mode !== rule.mode && !camera.channel.can.live)
      throw new Fault('unsupported', 'This channel has no live picture that could be recorded')
    return found
  }

  function setRule(caller: Caller, { rule }: Known, wanted: Rule): void {
    if (Bun.deepEquals(rule, wanted)) return
    const { channelId, ...input } = wanted
    recorder.set(caller, channelId, input)
  }

  /** Those that differ from what is told; one that is as it would be anyway is forgotten. */
  function keptFor(known: Known, body: CameraBody): Fields {
    const told = cameraOut(services, known)
    const found: Fields = keptOfRule(body)
    for (const name of KEPT_NAMES) {
      if (Bun.deepEquals(body[name], told[name])) continue
      found[name] = Bun.deepEquals(body[name], usualOf(name)) ? null : body[name]
    }
    const sound = body.record_audio ?? null
    if (sound !== told.record_audio) found.record_audio = sound === known.camera.channel.can.audio ? null : sound
    return found
  }

  /** `isNoted` false: whoever asks writes it down himself. */
  function keep(caller: Caller, { camera, fields }: Known, kept: Fields, isNoted = true): void {
    const { id, householdId } = camera.channel
    const names = Object.keys(kept).filter((name) => !Bun.deepEquals(fields[name] ?? null, kept[name] ?? null))
    if (names.length === 0) return
    clientFields.keep(CLIENT, { householdId, channelId: id }, kept)
    if (!isNoted) return
    const of = (all: Fields) => Object.fromEntries(names.map((name) => [name, all[name] ?? null]))
    const metadata = { changed: names, before: of(fields), after: of(kept) }
    activity.record(caller, { action: 'update_client_camera', resourceType: 'channel', resourceId: id, metadata })
  }

  return {
    keep,
    refuseOtherPlace,
    /** All of it: what is not said is as usual. `isNew`: its making is written down already. */
    async replace(caller: Caller, known: Known, body: CameraBody, { isNew = false } = {}): Promise<void> {
      const { channel } = known.camera
      const addresses = addressesOf(known, body)
      const rule = ruleOfThis(known, body)
      const kept = keptFor(known, body)
      await cameras.change(caller, channel.id, {
        ...addresses,
        ...(body.name !== nameOf(channel) && { name: body.name }),
        ...(body.location !== channel.location && { location: body.location }),
        inUse: body.is_active,
      })
      setRule(caller, known, rule)
      keep(caller, known, kept, !isNew)
    },
    /** To another mode of recording; `previous`: what is kept of the one before, null = nothing. */
    setMode(caller: Caller, known: Known, mode: RuleOut['recording_mode'], previous: string | null): void {
      const { rule, fields } = known
      const told = ruleOut(rule, fields)
      const wanted = withOwnWeek(rule, fields, ruleOfThis(known, { ...told, recording_mode: mode }))
      setRule(caller, known, wanted)
      const kept = { ...keptOfRule(told), ...keptOfWeek(rule, fields, wanted), previous_recording_mode: previous }
      // Of the mode itself the rule's own entry tells.
      keep(caller, known, kept, false)
    },
    modeOf: ({ rule, fields }: Known) => ruleOut(rule, fields).recording_mode,
  }
}

export type CameraChange = ReturnType<typeof createCameraChange>
