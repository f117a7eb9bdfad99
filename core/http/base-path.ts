// Where browsers see us: below the path that Home Assistant's ingress or a proxy names, else at the root.

/** The path without a slash at its end, `''` for the root; anything that is not plainly a path counts as the root. */
export function basePathOf(ingressPath: string | undefined): string {
  if (ingressPath === undefined || !/^(\/[\w.~-]+)+\/?$/.test(ingressPath) || ingressPath.length > 256) return ''
  return ingressPath.split('/').some((part) => part === '.' || part === '..') ? '' : ingressPath.replace(/\/$/, '')
}

/** The page with its `<base href>` set, on which all of its relative addresses stand. */
export function withBase(html: string, base: string): string {
  const tag = `<base href="${base}/">`
  return /<base\b[^>]*>/i.test(html) ? html.replace(/<base\b[^>]*>/i, tag) : html.replace(/<head\b[^>]*>/i, `$&${tag}`)
}
