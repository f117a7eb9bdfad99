// A port for a program that must be told where to listen, from below those that this machine gives to connections.

const LOWEST = 20_000
const HIGHEST = 32_000

/** One that is free now; nothing but another test could take it before it is used, and those draw from thousands, too. */
export function freePort(): number {
  for (let tries = 0; tries < 100; tries++) {
    const port = LOWEST + Math.floor(Math.random() * (HIGHEST - LOWEST))
    try {
      Bun.listen({ hostname: '127.0.0.1', port, socket: { data() {} } }).stop(true)
      return port
    } catch {
      // Somebody has it: another one.
    }
  }
  throw new Error(`No port from ${LOWEST} to ${HIGHEST} is free on this machine`)
}
