// A server that can be unplugged: stops listening, cuts everybody off, and comes back on the same port.
import { createServer, type RequestListener } from 'node:http'
import type { Socket } from 'node:net'

export interface Listener {
  /** Listens; 0 lets the system choose. Resolves with the port. */
  open(port: number): Promise<number>
  /** Cuts all connections and stops listening. */
  shut(): Promise<void>
}

const RETRIES = 40

export function createListener(host: string, handle: RequestListener): Listener {
  const sockets = new Set<Socket>()
  let server: ReturnType<typeof createServer> | null = null

  function listen(port: number): Promise<number> {
    const next = createServer((request, response) => {
      // Bun keeps a connection that has asked nothing yet, even past the end of its server.
      if (server !== next) request.socket.destroy()
      else handle(request, response)
    })
    next.on('connection', (socket: Socket) => {
      sockets.add(socket)
      socket.on('close', () => sockets.delete(socket))
      socket.on('error', () => sockets.delete(socket))
    })
    server = next
    return new Promise((resolve, reject) => {
      next.once('error', (error) => {
        server = null
        reject(error)
      })
      next.listen(port, host, () => {
        const address = next.address()
        resolve(typeof address === 'object' && address ? address.port : port)
      })
    })
  }

  return {
    async open(port) {
      // A port that was just given up may need a moment.
      for (let left = port === 0 ? 0 : RETRIES; ; left--) {
        try {
          return await listen(port)
        } catch (error) {
          if (left <= 0 || (error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error
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
