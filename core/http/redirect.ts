// The plain port beside TLS: it says where the same thing is to be had over TLS, and answers only who asks whether we are well.
/** Where a request to the plain port belongs; null for one whose host is none. `port` is that of our TLS. */
export function overTls(request: Request, { publicUrl, port }: { publicUrl: string | null; port: number }) {
  if (!URL.canParse(request.url)) return null
  const { hostname, pathname, search } = new URL(request.url)
  if (publicUrl?.startsWith('https:')) return `${publicUrl}${pathname}${search}`
  return `https://${hostname}${port === 443 ? '' : `:${port}`}${pathname}${search}`
}

/** 308: the method and the body of a request stay what they are. */
export function redirectTo(address: string | null): Response {
  if (address === null) return new Response('No host', { status: 400 })
  return new Response(null, { status: 308, headers: { location: address, 'cache-control': 'no-store' } })
}
