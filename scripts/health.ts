// Asks the appliance on this machine whether it serves requests: exit code 0 or 1, for a container's health check.
import { readConfig } from '../core/config.ts'

const { port, host, tls } = readConfig(process.env)
const here = ['0.0.0.0', '::'].includes(host) ? '127.0.0.1' : host
const address = `${tls ? 'https' : 'http'}://${here.includes(':') ? `[${here}]` : here}:${port}/health`
const response = await fetch(address, {
  signal: AbortSignal.timeout(4000),
  // The certificate is for the outside name; here only the answer counts.
  tls: { rejectUnauthorized: false },
}).catch(() => null)
process.exit(response?.ok ? 0 : 1)
