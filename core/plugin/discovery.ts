// Looking around on the local networks: what a driver has while it does. The sockets are the core's.
import type { DriverContext } from './driver.ts'

/** One datagram for everybody who listens in a multicast group. */
export interface Question {
  group: string
  port: number
  bytes: Uint8Array
  /** True where devices may answer to the group instead of to who asked: then the core listens there, too. */
  isAnsweredToGroup?: boolean
}

export interface Reply {
  bytes: Uint8Array
  /** The address that it came from. Whatever else it says of itself is its own claim. */
  from: string
}

export interface DiscoveryContext extends Pick<DriverContext, 'signal' | 'now' | 'log'> {
  /**
   * Sends the question into every network of this machine, again after a while since datagrams get lost, and gives what comes
   * back until the search is over: bounded in size and number, but otherwise anything that anybody may send.
   */
  ask(question: Question): AsyncIterable<Reply>
}

/** Somebody who says that he is a device of this make. */
export interface Discovered {
  /** Where it answered from, with port and scheme as in a typed address: `http://192.0.2.5:80`. Never another host that it names. */
  address: string
  name: string | null
  model: string | null
  serialNumber: string | null
  /** False: it has no password yet, and must be given one before anybody can sign in; null where it does not say. */
  activated: boolean | null
}
