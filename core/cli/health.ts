// Asks the appliance on this machine whether it serves requests, for a container's health check.
import { DEFAULT_HOST, DEFAULT_PORT, ownUrl } from './own-url.ts'

const PATIENCE_MS = 4000

/**
 * 0 when it does, 1 when not, also for a wrong configuration: Docker keeps 2 for itself. Says nothing: what asks every half
 * minute reads the code only. The rest of the configuration is not read: it costs as much as everything else here.
 */
export async function health(env: Record<string, string | undefined>): Promise<number> {
  const { PORCHLIGHT_PORT, PORCHLIGHT_HOST, PORCHLIGHT_TLS_CERT } = env
  const url = ownUrl({
    port: PORCHLIGHT_PORT || DEFAULT_PORT,
    host: PORCHLIGHT_HOST || DEFAULT_HOST,
    tls: Boolean(PORCHLIGHT_TLS_CERT),
  })
  const response = await fetch(`${url}/health`, {
    signal: AbortSignal.timeout(PATIENCE_MS),
    // The certificate is for the outside name; here only the answer counts.
    tls: { rejectUnauthorized: false },
  }).catch(() => null)
  return response?.ok ? 0 : 1
}
