// From where an account may sign in and be used: addresses and networks (CIDR), or from anywhere.
import ipaddr from 'ipaddr.js'
import { Fault } from '../../domain/fault.ts'

const MOST = 50
/** Bits of an IPv6 address (`::ffff:192.0.2.1`) before the IPv4 address in it. */
const MAPPED = 96

const wrong = (message: string) =>
  new Fault('invalid-input', message, { problems: [{ path: 'body.allowed_networks', code: 'invalid', message }] })

/** `192.0.2.0/24` of `192.0.2.7/24`, `192.0.2.7/32` of `192.0.2.7`. Fault for what is neither. */
function cleanNetwork(typed: string): string {
  const [address = '', length, ...rest] = typed.split('/')
  const refused = () => wrong(`“${typed.slice(0, 64)}” is no address and no network such as 192.168.1.0/24`)
  const isWhole =
    ipaddr.IPv4.isValidFourPartDecimal(address) || (ipaddr.IPv6.isValid(address) && !address.includes('%'))
  if (!isWhole || rest.length > 0) throw refused()
  const parsed = ipaddr.parse(address)
  const longest = parsed.kind() === 'ipv4' ? 32 : 128
  if (length !== undefined && !/^\d{1,3}$/.test(length)) throw refused()
  const bits = length === undefined ? longest : Number(length)
  if (bits > longest) throw refused()
  // Who comes by one is known by the address in it.
  if (parsed instanceof ipaddr.IPv6 && parsed.isIPv4MappedAddress()) {
    if (bits < MAPPED) throw refused()
    return cleanNetwork(`${parsed.toIPv4Address().toString()}/${bits - MAPPED}`)
  }
  const text = `${parsed.toString()}/${bits}`
  const first = longest === 32 ? ipaddr.IPv4.networkAddressFromCIDR(text) : ipaddr.IPv6.networkAddressFromCIDR(text)
  return `${first.toString()}/${bits}`
}

/** As they are kept: each once. Null for an empty list, which is from anywhere. */
export function cleanNetworks(typed: readonly string[]): string[] | null {
  const networks = [
    ...new Set(
      typed
        .map((one) => one.trim())
        .filter(Boolean)
        .map(cleanNetwork),
    ),
  ]
  if (networks.length > MOST) throw wrong(`No more than ${MOST} addresses and networks`)
  return networks.length ? networks : null
}

/** Whether somebody at this address may; one whose address is not known may where all may. */
export function isFrom(networks: readonly string[] | null, address: string | null): boolean {
  if (networks === null) return true
  if (address === null || !ipaddr.isValid(address)) return false
  const parsed = ipaddr.process(address)
  return networks.some((network) => {
    const [first, bits] = ipaddr.parseCIDR(network)
    return first.kind() === parsed.kind() && parsed.match([first, bits] as never)
  })
}
