// Asks the appliance on this machine whether it serves requests, for a container's health check.
import type { Config } from '../config.ts'
import { configured } from './words.ts'

const PATIENCE_MS = 4000

/** 0 when it does, 1 when not, also for a wrong configuration: Docker keeps 2 for itself. Says nothing: what asks every half minute reads the code only. */
export async function health(): Promise<number> {
  let config: Config
  try {
    config = configured()
  } catch {
    return 1
  }
  const { port, host, tls } = config
  const here = ['0.0.0.0', '::'].includes(host) ? '127.0.0.1' : host
  const address = `${tls ? 'https' : 'http'}://${here.includes(':') ? `[${here}]` : here}:${port}/health`
  const response = await fetch(address, {
    signal: AbortSignal.timeout(PATIENCE_MS),
    // The certificate is for the outside name; here only the answer counts.
    tls: { rejectUnauthorized: false },
  }).catch(() => null)
  return response?.ok ? 0 : 1
}
