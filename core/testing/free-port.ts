// Ports for programs that must be told where to listen, from below those that this machine gives to connections.

const LOWEST = 20_000
const HIGHEST = 32_000

/** Whether a program could listen on this port of this machine. */
export function isFree(port: number, hostname = '127.0.0.1'): boolean {
  try {
    Bun.listen({ hostname, port, socket: { data() {} } }).stop(true)
    return true
  } catch {
    return false
  }
}

/** One that is free now. No connection takes it before it is used, and other programs that draw have thousands, too. */
export function freePort(): number {
  for (let tries = 0; tries < 100; tries++) {
    const port = LOWEST + Math.floor(Math.random() * (HIGHEST - LOWEST))
    if (isFree(port)) return port
  }
  throw new Error(`No port from ${LOWEST} to ${HIGHEST} is free on this machine`)
}
