// The real socket of WS-Discovery: every camera of a network hears the same group on the same port.
import { createSocket } from 'node:dgram'
import { type DiscoverySocket, GROUP, PORT } from './discovery.ts'

export interface MulticastSocket extends DiscoverySocket, AsyncDisposable {}

/** Joins the group; for the command line, and for tests inside of a network namespace of their own. */
export async function openMulticast(): Promise<MulticastSocket> {
  const socket = createSocket({ type: 'udp4', reuseAddr: true })
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject)
    socket.bind(PORT, () => {
      socket.off('error', reject)
      // An odd datagram from anybody, or a network that is gone, ends nothing.
      socket.on('error', () => {})
      resolve()
    })
  })
  socket.addMembership(GROUP)
  const sending = new Set<Promise<void>>()
  return {
    on: (event, listener) => socket.on(event, listener),
    off: (event, listener) => socket.off(event, listener),
    send(bytes, port, address) {
      const sent = new Promise<void>((resolve) => socket.send(bytes, port, address, () => resolve()))
      sending.add(sent)
      void sent.then(() => sending.delete(sent))
    },
    async [Symbol.asyncDispose]() {
      // So that the Bye is not lost.
      await Promise.all(sending)
      await new Promise<void>((resolve) => socket.close(() => resolve()))
    },
  }
}
