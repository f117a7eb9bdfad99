// WS-Discovery: asks the network for ONVIF cameras, and reads who answers.
import { randomUUID } from 'node:crypto'
import type { Discovered, DiscoveryContext } from '#plugin'

const GROUP = '239.255.255.250'
const PORT = 3702
const DISCOVERY = 'http://schemas.xmlsoap.org/ws/2005/04/discovery'
const ADDRESSING = 'http://schemas.xmlsoap.org/ws/2004/08/addressing'

const probe = () =>
  `<?xml version="1.0" encoding="UTF-8"?>
<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope" xmlns:w="${ADDRESSING}" xmlns:d="${DISCOVERY}" xmlns:dn="http://www.onvif.org/ver10/network/wsdl"><e:Header><w:MessageID>urn:uuid:${randomUUID()}</w:MessageID><w:To e:mustUnderstand="true">urn:schemas-xmlsoap-org:ws:2005:04:discovery</w:To><w:Action e:mustUnderstand="true">${DISCOVERY}/Probe</w:Action></e:Header><e:Body><d:Probe><d:Types>dn:NetworkVideoTransmitter</d:Types></d:Probe></e:Body></e:Envelope>`

/** Children of that name, whatever its prefix; the parser gives one alone, several as a list. */
function children(parent: unknown, name: string): unknown[] {
  if (typeof parent !== 'object' || parent === null) return []
  return Object.entries(parent).flatMap(([key, value]) => (key.replace(/^.*:/, '') === name ? value : []))
}

/** What stands in an element, with or without attributes, split at its spaces. */
function words(parent: unknown, name: string): string[] {
  const [child] = children(parent, name)
  const text = typeof child === 'object' ? (child as { '#text'?: unknown } | null)?.['#text'] : child
  return typeof text === 'string' ? text.split(/\s+/).filter(Boolean) : []
}

/** The elements `ProbeMatch` of a datagram; none where it is anything else. */
function matchesIn(text: string): unknown[] {
  // The parser would write out entities that a document declares.
  if (!text.trimStart().startsWith('<') || /<!(DOCTYPE|ENTITY)/i.test(text)) return []
  try {
    const path = ['Envelope', 'Body', 'ProbeMatches', 'ProbeMatch']
    return path.reduce<unknown[]>((level, name) => level.flatMap((one) => children(one, name)), [Bun.XML.parse(text)])
  } catch {
    return []
  }
}

/** Where it is, at the address that it answered from: behind NAT, or with several networks, cameras also name others. */
function addressOf(match: unknown, from: string): string | null {
  const urls = words(match, 'XAddrs').flatMap((text) => (URL.canParse(text) ? new URL(text) : []))
  const usable = urls.filter(({ protocol }) => protocol === 'http:' || protocol === 'https:')
  const told = usable.find(({ hostname }) => hostname === from) ?? usable[0]
  if (!told) return null
  // What is left out is where the standard has it.
  const path = /\/onvif\/(?!device_service$)[^/]/i.test(told.pathname) ? told.pathname : ''
  return `${told.protocol}//${from}${told.port && `:${told.port}`}${path}`
}

const SCOPE = /^onvif:\/\/www\.onvif\.org\//i

function scope(scopes: readonly string[], name: string): string | null {
  const start = `onvif://www.onvif.org/${name}/`
  const found = scopes.find((one) => one.toLowerCase().startsWith(start))?.slice(start.length)
  if (!found) return null
  try {
    return decodeURIComponent(found)
  } catch {
    return found
  }
}

/** The cameras that a datagram tells of. Pure; never throws, whoever wrote it. */
export function camerasIn(bytes: Uint8Array, from: string): Discovered[] {
  return matchesIn(new TextDecoder().decode(bytes)).flatMap((match) => {
    const scopes = words(match, 'Scopes')
    const isCamera =
      scopes.some((one) => SCOPE.test(one)) ||
      words(match, 'Types').some((type) => type.endsWith('NetworkVideoTransmitter'))
    const address = isCamera ? addressOf(match, from) : null
    if (address === null) return []
    const [name, model] = [scope(scopes, 'name'), scope(scopes, 'hardware')]
    return [{ address, name, model, serialNumber: null, activated: null }]
  })
}

export async function* discover({ ask }: DiscoveryContext): AsyncGenerator<Discovered> {
  const bytes = new TextEncoder().encode(probe())
  for await (const reply of ask({ group: GROUP, port: PORT, bytes })) yield* camerasIn(reply.bytes, reply.from)
}
