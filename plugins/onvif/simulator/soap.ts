// Envelopes and faults as SOAP 1.2 and ONVIF's core specification write them.
import { type Content, type Xml, x, xa } from './xml.ts'

const NAMESPACES = {
  'xmlns:wsa5': 'http://www.w3.org/2005/08/addressing',
  'xmlns:wsnt': 'http://docs.oasis-open.org/wsn/b-2',
  'xmlns:tt': 'http://www.onvif.org/ver10/schema',
  'xmlns:tds': 'http://www.onvif.org/ver10/device/wsdl',
  'xmlns:trt': 'http://www.onvif.org/ver10/media/wsdl',
  'xmlns:tr2': 'http://www.onvif.org/ver20/media/wsdl',
  'xmlns:tptz': 'http://www.onvif.org/ver20/ptz/wsdl',
  'xmlns:timg': 'http://www.onvif.org/ver20/imaging/wsdl',
  'xmlns:tev': 'http://www.onvif.org/ver10/events/wsdl',
  'xmlns:tmd': 'http://www.onvif.org/ver10/deviceIO/wsdl',
  'xmlns:tns1': 'http://www.onvif.org/ver10/topics',
  'xmlns:ter': 'http://www.onvif.org/ver10/error',
}

/** Makers differ in what they call the envelope's namespace. */
export type EnvelopePrefix = 's' | 'SOAP-ENV' | 'env'

/** What an operation throws: the camera understood, and refuses. */
export class SoapFault extends Error {
  readonly side: 'Sender' | 'Receiver'
  /** ONVIF's subcodes, the general one first, as in `ter:InvalidArgVal`, `ter:NoProfile`. */
  readonly subcodes: readonly string[]

  constructor(side: 'Sender' | 'Receiver', subcodes: readonly string[], reason: string) {
    super(reason)
    this.side = side
    this.subcodes = subcodes
  }
}

export const invalid = (subcode: string, reason: string) =>
  new SoapFault('Sender', ['ter:InvalidArgVal', subcode], reason)

export const notAuthorized = () =>
  new SoapFault('Sender', ['ter:NotAuthorized'], 'The action requested requires authorization')

export const notSupported = (name: string) =>
  new SoapFault('Receiver', ['ter:ActionNotSupported'], `The requested action ${name} is not supported`)

export function envelope(prefix: EnvelopePrefix, body: Content): string {
  const root = xa(
    `${prefix}:Envelope`,
    { [`xmlns:${prefix}`]: 'http://www.w3.org/2003/05/soap-envelope', ...NAMESPACES },
    x(`${prefix}:Body`, body),
  )
  return `<?xml version="1.0" encoding="UTF-8"?>\n${root.xml}`
}

function subcode(prefix: EnvelopePrefix, codes: readonly string[]): Xml | null {
  const [first, ...rest] = codes
  return first === undefined ? null : x(`${prefix}:Subcode`, x(`${prefix}:Value`, first), subcode(prefix, rest))
}

export function faultEnvelope(prefix: EnvelopePrefix, fault: SoapFault): string {
  return envelope(
    prefix,
    x(
      `${prefix}:Fault`,
      x(`${prefix}:Code`, x(`${prefix}:Value`, `${prefix}:${fault.side}`), subcode(prefix, fault.subcodes)),
      x(`${prefix}:Reason`, xa(`${prefix}:Text`, { 'xml:lang': 'en' }, fault.message)),
    ),
  )
}

/** Seconds of an xs:duration; null when it is none. */
export function secondsOf(duration: string | undefined): number | null {
  const match = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/.exec(duration ?? '')
  if (!match || duration === 'P' || duration?.endsWith('T')) return null
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = match.slice(1).map((part) => Number(part ?? 0))
  return ((days * 24 + hours) * 60 + minutes) * 60 + seconds
}
