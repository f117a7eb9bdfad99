// Addresses of push services: a browser names one, so it is a stranger's word, and must lead nowhere but to the internet.
import { Fault } from '../../domain/fault.ts'
import { type AddressGuard, isPublicAddress } from '../addresses.ts'

export interface PushAddresses {
  /** What is stored. Fault invalid-input for what no push service has. */
  checked(text: string): string
  /** Where to connect to, asked for at every message. Fault for anything in a network of one's own. */
  resolve(host: string): Promise<string>
}

const wrong = (message: string) =>
  new Fault('invalid-input', `endpoint ${message}`, {
    problems: [{ path: 'body.endpoint', code: 'address', message }],
  })

const AT_HOME = 'must be the address of a push service on the internet'

/** `allowLoopback`: any address and port will do, and plain HTTP too; for tests and the demo. */
export function createPushAddresses(
  guard: Pick<AddressGuard, 'check' | 'resolve'>,
  allowLoopback: boolean,
): PushAddresses {
  const isRefused = (address: string) => !allowLoopback && !isPublicAddress(address)
  return {
    checked(text) {
      const url = URL.canParse(text) ? new URL(text) : null
      if (url?.protocol !== 'https:' && !(allowLoopback && url?.protocol === 'http:'))
        throw wrong('must be an address that begins with https://')
      if (url.username || url.password || url.hostname.startsWith('-')) throw wrong(AT_HOME)
      // Push services have no other one; else whoever subscribes could find out which ports of a stranger answer.
      if (url.port && !allowLoopback) throw wrong('must name no port: push services are at that of HTTPS')
      guard.check(url.hostname, 'endpoint')
      const isNumber = /^(\[.*\]|\d+(\.\d+){3})$/.test(url.hostname)
      if (isNumber && isRefused(url.hostname)) throw wrong(AT_HOME)
      return url.href
    },
    async resolve(host) {
      const address = await guard.resolve(host)
      if (isRefused(address)) throw new Fault('device-denied', `${host} is not an address on the internet`)
      return address
    },
  }
}
