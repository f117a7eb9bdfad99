// Where the appliance is mounted: the server writes `<base href>`, and every address of ours is relative to it.

/** Path of the mount without a slash at its end: empty at the root, `/api/hassio_ingress/x` behind a hub. */
export const basePath = (): string => new URL(document.baseURI).pathname.replace(/\/[^/]*$/, '')

/** A path of ours (`/api/devices`, `/media/…`) as the browser must ask for it. */
export const addressOf = (path: string): string => `${basePath()}/${path.replace(/^\/+/, '')}`

/** The same for a socket. */
export const socketAddressOf = (path: string): string => {
  const url = new URL(addressOf(path), location.href)
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
  return url.href
}
