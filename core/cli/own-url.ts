// Where the appliance answers on this machine itself.

/** As the configuration has them where nothing is set. */
export const DEFAULT_PORT = 8000
export const DEFAULT_HOST = '0.0.0.0'

interface At {
  host: string
  port: number | string
  tls: boolean
}

/** Without a slash at the end. */
export function ownUrl({ host, port, tls }: At): string {
  const here = ['0.0.0.0', '::'].includes(host) ? '127.0.0.1' : host
  return `${tls ? 'https' : 'http'}://${here.includes(':') ? `[${here}]` : here}:${port}`
}
