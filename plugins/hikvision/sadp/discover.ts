// SADP, by which devices of this make are found: one question to their group, and a document from each.
import { randomUUID } from 'node:crypto'
import type { Discovered, DiscoveryContext } from '#plugin'
import { type Node, readXml } from '../isapi/xml.ts'

const GROUP = '239.255.255.250'
const PORT = 37_020

const inquiry = () =>
  `<?xml version="1.0" encoding="utf-8"?>\n<Probe>\n<Uuid>${randomUUID().toUpperCase()}</Uuid>\n<Types>inquiry</Types>\n</Probe>\n`

/** What is no name of a model: old firmware says only this. */
const GENERIC = /^(ip ?(camera|dome|c)|[nd]vr|network video recorder)?$/i
/** A serial number begins with the model; then comes the day on which it was made, or the number of its channels and that day. */
const MADE_ON = /^(.*[A-Z/-].*?)(?:\d\d)?20[0-3]\d[01]\d[0-3]\d[A-Z]/

function port(text: string | null): number | null {
  const number = /^\d{1,5}$/.test(text ?? '') ? Number(text) : 0
  return number > 0 && number <= 65_535 ? number : null
}

function read(bytes: Uint8Array): Node | null {
  try {
    const root = readXml(new TextDecoder().decode(bytes))
    return root.name === 'ProbeMatch' ? root : null
  } catch {
    return null
  }
}

/** The device that a datagram tells of; null for anything else, also for questions of others. Never throws. */
export function deviceIn(bytes: Uint8Array, from: string): Discovered | null {
  const root = read(bytes)
  if (!root) return null
  // Firmware differs in upper and lower case.
  const told = (name: string) =>
    root.children.find((child) => child.name.toLowerCase() === name.toLowerCase())?.text || null
  const serialNumber = told('DeviceSN')
  // Whoever says no serial number is no device, but a tool that others look for devices with.
  if (serialNumber === null) return null
  const description = told('DeviceDescription') ?? ''
  const [http, https] = [port(told('HttpPort')), port(told('HttpsPort'))]
  const activated = told('Activated')?.toLowerCase()
  return {
    address: http === null && https !== null ? `https://${from}:${https}` : `http://${from}:${http ?? 80}`,
    name: null,
    model: GENERIC.test(description) ? (MADE_ON.exec(serialNumber)?.[1] ?? null) : description,
    serialNumber,
    activated: activated === 'true' || activated === '1' ? true : activated === undefined ? null : false,
  }
}

export async function* discover({ ask }: DiscoveryContext): AsyncGenerator<Discovered> {
  const bytes = new TextEncoder().encode(inquiry())
  for await (const reply of ask({ group: GROUP, port: PORT, bytes, isAnsweredToGroup: true })) {
    const device = deviceIn(reply.bytes, reply.from)
    if (device) yield device
  }
}
