// Connecting a recorder as seed 002 does: its login is tried once, and only a good one becomes a device of the household.

import type { z } from 'zod'
import { type Caller, Fault, type Services } from '#plugin'
import { refusal } from './failures.ts'
import { within } from './limits.ts'
import { deviceInfoOut, knownNvr } from './nvr.ts'
import type { connectBody, DeviceInfoOut } from './wire.ts'

type Used = Pick<Services, 'access' | 'devices' | 'sessions'>

export interface Connected {
  nvrId: string
  info: DeviceInfoOut
}

/** Nothing is stored unless the recorder took the login. A recorder that is known already gets the new login. */
export async function connect(
  services: Used,
  caller: Caller,
  body: z.output<typeof connectBody>,
  signInMs: number,
): Promise<Connected> {
  services.access.household(caller, 'manage')
  const { host, username, password, use_https: useHttps, port = useHttps ? 443 : 80 } = body
  if (!host || !username || !password) throw refusal('Missing credentials')
  const bracketed = host.includes(':') && !host.startsWith('[') ? `[${host}]` : host
  const address = `${useHttps ? 'https' : 'http'}://${bracketed}:${port}`
  const login = { username, password }

  const tested = await within(signInMs, () => services.devices.test(caller, { ...login, address, brand: 'hikvision' }))
  if (!tested.signedIn) {
    const left = tested.triesLeft === null ? {} : { triesLeft: tested.triesLeft }
    throw new Fault(tested.kind ?? 'device-garbled', tested.message, left)
  }
  const nvrId = `${host}_${port}`
  const known = knownNvr(services, caller, nvrId)
  const device = known
    ? services.devices.change(caller, known.device.id, known.useHttps === useHttps ? login : { ...login, address })
    : services.devices.add(caller, { ...login, address, brand: 'hikvision' })
  const info = await within(signInMs, async () => (await services.sessions.use(device.id)).info())
  return { nvrId, info: deviceInfoOut(info) }
}
