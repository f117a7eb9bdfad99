// Where a device's streams come from: found in one way by every driver that signs in over HTTP.
import { Fault } from '../domain/fault.ts'
import type { DriverContext, Target } from './driver.ts'

/** A host as URLs name it, without the brackets of an IPv6 address. */
export function unbracketed(host: string): string {
  return host.replace(/^\[|\]$/g, '')
}

/**
 * The address that was checked, in brackets where it is IPv6, with the port if `streamHost` names one. Fault invalid-input for
 * what is no host, and for one that we must never speak to.
 */
export async function streamHost(
  target: Target,
  context: Pick<DriverContext, 'resolve'>,
): Promise<{ host: string; port: number | null }> {
  const given = target.streamHost?.trim() || target.address.hostname
  // An IPv6 address without brackets is no host with a port.
  const bare = given.split(':').length > 2 && !given.startsWith('[') ? `[${given}]` : given
  if (!URL.canParse(`rtsp://${bare}`))
    throw new Fault('invalid-input', `${given} is not an address for streams: write a host, or host:port.`)
  const url = new URL(`rtsp://${bare}`)
  const resolved = await context.resolve(unbracketed(url.hostname))
  return { host: resolved.includes(':') ? `[${resolved}]` : resolved, port: url.port ? Number(url.port) : null }
}
