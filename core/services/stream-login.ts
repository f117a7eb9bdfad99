// Logins that FFmpeg cannot send as they are: they would reach the device as wrong ones, and a wrong one stops everything.
import { Fault } from '../domain/fault.ts'

/** FFmpeg keeps user name, colon and password, percent-encoded as in the address, in 128 bytes and cuts off the rest. */
const MOST_BYTES = 127

/** Fault `unsupported`, with what to do, for an address whose login would not arrive as it is. */
export function refuseUnsendable(address: string): void {
  const login = /^[a-z]+:\/\/([^/]*)@/i.exec(address)?.[1]
  if (login === undefined) return
  const username = decodeURIComponent(login.split(':')[0] ?? '')
  // FFmpeg undoes the encoding before it looks for the colon, and puts no escape before a quote.
  if (/[:"]/.test(username))
    throw new Fault(
      'unsupported',
      'Live pictures need a user name without colons and quotes: make another user on the device and enter it here.',
    )
  if (Buffer.byteLength(login) > MOST_BYTES)
    throw new Fault(
      'unsupported',
      'User name and password of this device are too long for live pictures. Up to 100 plain letters and digits always fit, but other characters count up to nine times: give the device a shorter password and enter it here.',
    )
}
