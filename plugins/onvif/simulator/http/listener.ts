// A server that can be unplugged: stops listening, cuts everybody off, and comes back on the same port.
import { createServer, type RequestListener, type Server } from 'node:http'
import type { Socket } from 'node:net'

export interface Listener {
  /** Listens; 0 lets the system choose. Resolves with the port. */
  open(port: number): Promise<number>
  /** Cuts all connections and stops listening. */
  shut(): Promise<void>
}

/** How often a port that was just given up is asked for again. */
const TRIES = 40

export function createListener(host: string, handle: RequestListener): Listener {
  const sockets = new Set<Socket>()
  let server: Server | null = null

  function listen(port: number): Promise<number> {
    const next = createServer((request, response) => {
      if (server === next) handle(request, response)
      else request.socket.destroy()
    })
    next.on('connection', (socket: Socket) => {
      sockets.add(socket)
      socket.on('close', () => sockets.delete(socket))
      socket.on('error', () => sockets.delete(socket))
    })
    return new Promise((resolve, reject) => {
      next.once('error', reject)
      next.listen(port, host, () => {
        server = next
        const address = next.address()
        resolve(typeof address === 'object' && address ? address.port : port)
      })
    })
  }

  return {
    async open(port) {
      for (let tries = port === 0 ? 1 : TRIES; ; tries--) {
        try {
          return await listen(port)
        } catch (error) {
          if (tries <= 1 || (error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error
          await Bun.sleep(25)
        }
      }
    },
    async shut() {
      const old = server
      server = null
      if (!old) return
      const closed = new Promise<void>((resolve) => old.close(() => resolve()))
      for (const socket of sockets) socket.destroy()
      sockets.clear()
      old.closeAllConnections()
      await Promise.race([closed, Bun.sleep(500)])
    },
  }
}
