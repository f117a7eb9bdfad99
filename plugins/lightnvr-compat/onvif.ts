// Finding devices, trying them and adding them, as LightNVR's clients do it by ONVIF: here by whatever driver knows the device.
import { type Context, Hono } from 'hono'
import { type Caller, callerOf, type Env, Fault, letWait, route, type Services } from '#plugin'
import { createOnvifAdding } from './onvif-adding.ts'
import { knownDevices, networkIn } from './onvif-devices.ts'
import { createOnvifProfiles } from './onvif-profiles.ts'
import { objectOf, objectOrNothing, textIn } from './said.ts'
import { keptOf } from './settings-table.ts'

const tags = ['LightNVR']
const NO_JSON = 'Invalid JSON in request body'
const MISSING = 'Missing or invalid parameters'
const LONGEST = 500
const INTERVAL_SECONDS = 300

export function onvifRoutes(services: Services): Hono<Env> {
  const { access, discovery } = services
  const profiles = createOnvifProfiles(services)
  const adding = createOnvifAdding(services, profiles)
  const words = (summary: string, right: 'view' | 'manage', limit: 'dialect' | 'connect' = 'dialect') =>
    route({ summary, right, limit, tags })

  async function discover(caller: Caller, said: Record<string, unknown>) {
    const wanted = networkIn(said.network)
    const search = await discovery.searched(caller)
    const known = knownDevices(services, caller)
    const devices = wanted ? known.filter(({ ip_address: address }) => wanted.has(address)) : known
    const isAway = wanted !== null && !search.networks.some(({ cidr }) => wanted.touches(cidr))
    const away = `Porchlight is not on the network ${wanted?.cidr}: only networks that it is on can be searched`
    const message = isAway ? away : devices.length === 0 ? search.problem : null
    return { devices, ...(message && { message }) }
  }

  /** As headers, which the web page sends, or in the query. */
  function loginOf(c: Context<Env>) {
    const url = textIn(c.req.header('x-device-url') ?? c.req.query('device_url'), 'device_url', LONGEST)
    if (url === undefined) throw new Fault('invalid-input', 'Missing device_url parameter')
    return { url, username: c.req.header('x-username') ?? '', password: c.req.header('x-password') ?? '' }
  }

  function loginIn(said: Record<string, unknown>, named: 'url' | 'device_url') {
    const url = textIn(said[named], named, LONGEST)
    if (url === undefined) throw new Fault('invalid-input', MISSING)
    // A blank may be part of a password.
    const password = typeof said.password === 'string' ? said.password : ''
    if (password.length > LONGEST) throw new Fault('invalid-input', 'password is too long')
    return { url, username: textIn(said.username, 'username', LONGEST) ?? '', password }
  }

  return new Hono<Env>()
    .get('/api/onvif/discovery/status', words('How devices are searched for', 'view'), (c) => {
      const { onvif_discovery_interval: interval } = keptOf(services, callerOf(c))
      // Searched when somebody asks for it, in all networks that this machine is on.
      return c.json({
        enabled: false,
        network: 'auto',
        interval: typeof interval === 'number' ? interval : INTERVAL_SECONDS,
      })
    })
    .post('/api/onvif/discovery/discover', words('Search for devices', 'manage', 'connect'), async (c) => {
      access.household(callerOf(c), 'manage')
      letWait(c)
      return c.json(await discover(callerOf(c), await objectOrNothing(c, NO_JSON)))
    })
    .get('/api/onvif/devices', words('Devices that were found, and those that are here', 'view'), (c) =>
      c.json({ devices: knownDevices(services, callerOf(c)) }),
    )
    .get('/api/onvif/device/profiles', words('Pictures that a device has', 'view', 'connect'), async (c) => {
      const login = loginOf(c)
      letWait(c)
      return c.json({ profiles: await profiles.of(callerOf(c), login) })
    })
    .post('/api/onvif/device/add', words('Add a device', 'manage', 'connect'), async (c) => {
      access.household(callerOf(c), 'manage')
      const said = await objectOf(c, MISSING)
      const token = textIn(said.profile_token, 'profile_token', LONGEST)
      const name = textIn(said.stream_name, 'stream_name', LONGEST)
      if (token === undefined || name === undefined) throw new Fault('invalid-input', MISSING)
      letWait(c)
      return c.json(await adding.add(callerOf(c), loginIn(said, 'device_url'), token, name))
    })
    .post('/api/onvif/device/test', words('Try a device', 'manage', 'connect'), async (c) => {
      access.household(callerOf(c), 'manage')
      const login = loginIn(await objectOf(c, MISSING), 'url')
      letWait(c)
      const { model, channels } = await profiles.look(callerOf(c), login)
      const count = channels?.length ?? 0
      const what = `${model ?? 'a device'} with ${count === 1 ? 'one picture' : `${count} pictures`}`
      return c.json({ success: true, message: `Connected: ${what}` })
    })
}
