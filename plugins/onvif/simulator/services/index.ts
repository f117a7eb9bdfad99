// Which service answers behind which path, and what may be asked without a login.
import { device, offers, type ServiceName } from './device.ts'
import { deviceio, deviceRelays } from './deviceio.ts'
import { events } from './events.ts'
import { imaging } from './imaging.ts'
import { media } from './media.ts'
import { media2 } from './media2.ts'
import type { Operation, Question, Service } from './operation.ts'
import { ptz } from './ptz.ts'
import { users } from './users.ts'

const SERVICES: Record<ServiceName, Service> = {
  device_service: { ...device, ...users, ...deviceRelays },
  ...{ media, media2, ptz, events, imaging, deviceio },
}

/** ONVIF lets everybody ask these, so that a client can learn the camera's clock before it signs in. */
const OPEN = ['GetSystemDateAndTime', 'GetServices', 'GetCapabilities', 'GetHostname']

export const isOpen = (service: ServiceName | null, operation: string) =>
  service === 'device_service' && OPEN.includes(operation)

/** The service of a path behind `/onvif/`; null where this camera has none. */
export function serviceOf(path: string, camera: Question['camera']): ServiceName | null {
  const name = path.startsWith('subscription/') ? 'events' : path
  return Object.hasOwn(SERVICES, name) && offers({ camera }, name as ServiceName) ? (name as ServiceName) : null
}

export function operationOf(service: ServiceName, name: string): Operation | null {
  return Object.hasOwn(SERVICES[service], name) ? SERVICES[service][name]! : null
}
