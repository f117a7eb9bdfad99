// The networks that this machine is on, and datagrams in them; tests hand in others.
import { createSocket, type Socket } from 'node:dgram'
import { networkInterfaces } from 'node:os'

export interface Network {
  /** `eth0` */
  name: string
  /** Ours in it. */
  address: string
  /** `192.0.2.7/24` */
  cidr: string
}

export interface Datagrams {
  send(bytes: Uint8Array, port: number, address: string): Promise<void>
  close(): void
}

export interface DatagramOptions {
  /** The address to send from and listen on; a multicast goes into the network that it is of. */
  address: string
  /** 0: one that is free. A port that others of this machine listen on, too, is shared. */
  port: number
  /** To listen in, in the networks of these addresses. */
  group?: { address: string; networks: readonly string[] }
  heard(bytes: Uint8Array, from: string): void
}

export interface LocalNetworks {
  list(): Network[]
  /** Rejects where the address or port cannot be had. */
  open(options: DatagramOptions): Promise<Datagrams>
}

/** A second address in the same network is refused, and so is a network without multicast: what is left is listened to. */
function join(socket: Socket, { address, networks }: NonNullable<DatagramOptions['group']>): void {
  const refusals = networks.flatMap((network) => {
    try {
      socket.addMembership(address, network)
      return []
    } catch (error) {
      return [error]
    }
  })
  if (refusals.length === networks.length) throw refusals[0]
}

export const realNetworks: LocalNetworks = {
  list() {
    return Object.entries(networkInterfaces()).flatMap(([name, addresses = []]) =>
      addresses
        .filter(({ family, internal }) => family === 'IPv4' && !internal)
        .map(({ address, cidr }) => ({ name, address, cidr: cidr ?? `${address}/32` })),
    )
  },
  async open({ address, port, group, heard }) {
    const socket = createSocket({ type: 'udp4', reuseAddr: true })
    try {
      await new Promise<void>((resolve, reject) => {
        socket.once('error', reject)
        socket.bind(port, address, resolve)
      })
      // A network that goes away must not end the appliance.
      socket.on('error', () => {})
      if (group) join(socket, group)
      else socket.setMulticastInterface(address)
    } catch (error) {
      socket.close()
      throw error
    }
    socket.on('message', (bytes, from) => heard(bytes, from.address))
    return {
      send: (bytes, to, host) =>
        new Promise((resolve, reject) => {
          socket.send(bytes, to, host, (error) => (error ? reject(error) : resolve()))
        }),
      close: () => socket.close(),
    }
  },
}

/** Those of `all` that are called one of `names`; null = every one. */
export const networksCalled = (names: readonly string[] | null, all = realNetworks): LocalNetworks =>
  names === null ? all : { ...all, list: () => all.list().filter(({ name }) => names.includes(name)) }
