// What every operation gets, and how the camera spells its own addresses.
import type { Camera } from '../camera.ts'
import type { Account } from '../login.ts'
import { notAuthorized } from '../soap.ts'
import type { Xml } from '../xml.ts'
import type { Element } from '../xml-read.ts'

export interface Question {
  camera: Camera
  /** The element of the operation itself. */
  body: Element
  /** Who asks; null where no login is needed. */
  account: Account | null
  /** Where the client reached us, without port. */
  host: string
  /** Behind `/onvif/`. */
  path: string
  /** Milliseconds of a wait that was asked for in seconds. */
  waitMs(seconds: number): number
  reboot(): void
}

/** Answers with what stands in the envelope's body, or throws a `SoapFault`. */
export type Operation = (question: Question) => Xml | Promise<Xml>
export type Service = Record<string, Operation>

/** A camera behind NAT names the address that it has inside. */
export const hostOf = ({ camera, host }: Question) => camera.nat ?? host

/** Behind NAT the port is the inside one as well. */
export function addressOf(question: Question, path: string): string {
  const { camera } = question
  return `http://${hostOf(question)}:${camera.nat ? 80 : camera.ports.http}/onvif/${path}`
}

export function forAdministrators({ account }: Question): void {
  if (account?.level !== 'Administrator') throw notAuthorized()
}
