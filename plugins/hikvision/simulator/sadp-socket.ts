// The real socket of SADP: hears the group, and speaks from one address of this machine.
import { createSocket, type Socket } from 'node:dgram'
import { SADP_GROUP, SADP_PORT, type SadpSocket } from './sadp.ts'

async function bound(port: number, address: string): Promise<Socket> {
  const socket = createSocket({ type: 'udp4', reuseAddr: true })
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject)
    socket.bind(port, address, resolve)
  })
  // An odd datagram from anybody, or a network that is gone, ends nothing.
  socket.on('error', () => {})
  return socket
}

/** Joins the group; for the command line, and for tests inside of a network namespace of their own. */
export async function openSadp(host: string): Promise<SadpSocket & AsyncDisposable> {
  const hearing = await bound(SADP_PORT, '0.0.0.0')
  const speaking = await bound(0, host)
  hearing.addMembership(SADP_GROUP, host)
  speaking.setMulticastInterface(host)
  return {
    on: (event, listener) => hearing.on(event, listener),
    off: (event, listener) => hearing.off(event, listener),
    send: (bytes, port, address) => void speaking.send(bytes, port, address, () => {}),
    async [Symbol.asyncDispose]() {
      const closed = [hearing, speaking].map((socket) => new Promise<void>((resolve) => socket.close(() => resolve())))
      await Promise.all(closed)
    },
  }
}
