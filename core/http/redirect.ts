// The plain port beside TLS: it says where the same thing is to be had over TLS, and answers only who asks whether we are well.
interface Served {
  publicUrl: string | null
  port: number
}

/** Where an address of the plain port is to be had. `port` is that of our TLS. */
export function overTls({ hostname, pathname, search }: URL, { publicUrl, port }: Served): string {
  if (publicUrl?.startsWith('https:')) return `${publicUrl}${pathname}${search}`
  return `https://${hostname}${port === 443 ? '' : `:${port}`}${pathname}${search}`
}

/** 308: the method and the body of a request stay what they are. */
export function redirectTo(address: string): Response {
  return new Response(null, { status: 308, headers: { location: address } })
}
