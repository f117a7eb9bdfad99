// Streams added, changed and removed by clients.
import { type Context, Hono } from 'hono'
import { type Caller, callerOf, type Env, Fault, readText, route, type Services } from '#plugin'
import {
  type Channel,
  CLIENT,
  channelNamed,
  type Fields,
  fieldsOf,
  HIDDEN_FIELD,
  NAME_FIELD,
  nameIn,
  namesOf,
  refuseName,
  streamsOf,
} from './names.ts'
import type { Profile } from './profile.ts'
import { alreadyThere, createStreamChange, isAt, isOfOwn, refuseOtherUrls, withLogin } from './stream-change.ts'
import { readStream, type Said } from './stream-fields.ts'
import type { Known } from './stream-out.ts'
import { planOf, ruleOf } from './stream-rule.ts'
import { knownOf } from './streams.ts'
import { isRecord, jsonOf } from './wire.ts'

const tags = ['LightNVR']
const UNREADABLE = 'Invalid JSON in request body'
const MISSING = 'Missing required fields (name, url)'
const NO_LOGIN = { username: '', password: '' }
const EXISTS = 'Stream already exists'

/** The body as an object, whatever type it says that it has. */
export async function objectIn(c: Context<Env>): Promise<Fields> {
  const body = jsonOf(await readText(c), UNREADABLE)
  if (!isRecord(body)) throw new Fault('invalid-input', UNREADABLE)
  return body
}

/** As a client wrote it. */
function nameOf(value: unknown): string {
  const name = typeof value === 'string' ? value.trim() : ''
  if (!name) throw new Fault('invalid-input', MISSING)
  refuseName(name)
  return name
}

/** What LightNVR takes for a stream of which nothing else is said. */
const asNew = (said: Said): Said => ({
  ...said,
  plan: { record: true, ...said.plan },
  retention: { retention_days: -1, ...said.retention },
  rule: { segmentSeconds: 30, preSeconds: 5, postSeconds: 5, ...said.rule },
})

/** Names that are being given at this moment, at whichever mount of an appliance. */
const beingGiven = new WeakMap<Services, Set<string>>()

export function streamWriteRoutes(services: Services, profile: Profile): Hono<Env> {
  const { access, activity, cameras, clientFields } = services
  const change = createStreamChange(services)
  const given = beingGiven.get(services) ?? new Set<string>()
  beingGiven.set(services, given)
  const words = (summary: string, limit: 'dialect' | 'connect' = 'dialect') =>
    route({ summary, right: 'manage', limit, tags })

  const tell = (caller: Caller, action: string, { id }: Channel, metadata: Fields) =>
    activity.record(caller, { action, resourceType: 'channel', resourceId: id, metadata })

  function refuseTaken(caller: Caller, name: string): void {
    const nameOf = namesOf(services)
    if (streamsOf(services, caller).some((channel) => nameOf(channel) === name)) throw new Fault('conflict', EXISTS)
  }

  /** What of ours is meant by a stream that is to be added: one that was removed from this API before, or none. */
  async function removedBefore(caller: Caller, name: string, url: string): Promise<Channel | null> {
    refuseTaken(caller, name)
    const there = await cameras.atAddress(caller, url)
    // Somebody may have taken it while recorders were asked.
    refuseTaken(caller, name)
    const kept = fieldsOf(services)
    const all = access.visibleChannels(caller)
    const isHidden = (channel: Channel) => kept(channel)[HIDDEN_FIELD] === true
    if (there && !isHidden(there))
      throw new Fault('conflict', `${EXISTS}: this is the address of ${nameIn(kept(there), there)}`)
    return (
      there ??
      all.find((channel) => isHidden(channel) && nameIn(kept(channel), channel) === name && isAt(channel, url)) ??
      null
    )
  }

  async function comesBack(caller: Caller, channel: Channel, name: string, said: Said): Promise<void> {
    change.keep(channel, { [HIDDEN_FIELD]: null, [NAME_FIELD]: name === channel.slug ? null : name })
    tell(caller, 'show_stream', channel, { name })
    const { url: _url, subUrl: _sub, isOnvif: _onvif, ...rest } = said
    const known = await knownOf(services, caller, name)
    await change.change(caller, known, { ...rest, onvif: NO_LOGIN }, { reenables: true })
  }

  async function added(caller: Caller, name: string, url: string, said: Said): Promise<void> {
    const rtspUrl = said.isOnvif ? withLogin(url, said.onvif) : url
    const camera = await cameras
      .add(caller, { name, rtspUrl, subRtspUrl: said.subUrl || null, inUse: said.enabled, tags: said.tags })
      .catch((error) => {
        throw alreadyThere(error)
      })
    const { channel } = camera
    if (channel.slug !== name) change.keep(channel, { [NAME_FIELD]: name })
    const { url: _url, subUrl: _sub, enabled: _enabled, tags: _tags, ...rest } = asNew(said)
    // A stream that is not recorded needs no rule.
    const isRecorded = rest.plan.record !== false || rest.plan.detection_based_recording === true
    const ruled = isRecorded ? rest : { ...rest, rule: said.rule, retention: said.retention }
    const fields = clientFields.of(CLIENT, { householdId: channel.householdId, channelId: channel.id })
    const known: Known = { camera, rule: services.recorder.get(caller, channel.id).rule, fields, isAdmin: true }
    await change.change(caller, known, { ...ruled, onvif: NO_LOGIN }, { isNew: true })
  }

  /** An ONVIF camera is read by its RTSP address as any other, and nobody is told that more was done. */
  const onvifWords = ({ isOnvif }: Said) =>
    isOnvif
      ? {
          onvif_status: 'error',
          onvif_message:
            'Added by its RTSP address, with nothing that ONVIF offers. For that, add the camera by /api/onvif/device/add',
        }
      : {}

  async function remove(c: Context<Env>) {
    const caller = callerOf(c)
    const channel = channelNamed(services, caller, c.req.param('name') ?? '')
    access.channel(caller, channel.id, 'manage')
    const permanent = ['true', '1'].includes(c.req.query('permanent') ?? '')
    const done = { success: true, permanent, status: 'accepted' }
    if (!permanent) {
      await cameras.change(caller, channel.id, { inUse: false })
      change.keep(channel, { privacy_mode: null })
      return c.json(done)
    }
    if (isOfOwn(channel)) {
      await cameras.remove(caller, channel.id)
      return c.json(done)
    }
    change.keep(channel, { [HIDDEN_FIELD]: true })
    tell(caller, 'hide_stream', channel, { name: c.req.param('name') })
    const message =
      'Its device keeps this channel, and so does Porchlight: it is hidden from this API until it is added again'
    return c.json({ ...done, message })
  }

  return new Hono<Env>()
    .post('/api/streams', words('Add a stream', 'connect'), async (c) => {
      const caller = callerOf(c)
      const householdId = access.household(caller, 'manage')
      const body = await objectIn(c)
      const name = nameOf(body.name)
      const said = readStream(body, profile)
      if (!said.url) throw new Fault('invalid-input', MISSING)
      refuseOtherUrls(said)
      if (!URL.canParse(said.url)) throw new Fault('invalid-input', 'url cannot be read as an address')
      // What could be refused once the camera is there.
      ruleOf({ ...planOf({ mode: 'off', schedule: [] }, {}), ...asNew(said).plan })
      const key = `${householdId} ${name}`
      if (given.has(key)) throw new Fault('conflict', EXISTS)
      given.add(key)
      try {
        const hidden = await removedBefore(caller, name, said.url)
        if (hidden) await comesBack(caller, hidden, name, said)
        else await added(caller, name, said.url, said)
      } finally {
        given.delete(key)
      }
      return c.json({ success: true, ...onvifWords(said) }, 201)
    })
    .put('/api/streams/:name', words('Change a stream'), async (c) => {
      const caller = callerOf(c)
      const name = c.req.param('name')
      access.channel(caller, channelNamed(services, caller, name).id, 'manage')
      const body = await objectIn(c)
      const known = await knownOf(services, caller, name)
      const { set_privacy_mode: privacy, enable_disabled: reenables, ...rest } = body
      const said = readStream(rest, profile)
      if (typeof privacy === 'boolean') {
        await change.setPrivacy(caller, known, privacy)
        if (Object.keys(rest).length === 0) return c.json({ success: true, privacy_mode: privacy })
      }
      const now = typeof privacy === 'boolean' ? await knownOf(services, caller, name) : known
      await change.change(caller, now, said, { reenables: reenables === true })
      return c.json({ success: true, message: 'Stream updated' })
    })
    .delete('/api/streams/:name', words('Disable a stream, or remove it'), remove)
}
