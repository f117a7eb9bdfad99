// What of the appliance a browser may keep for when it cannot be reached: the empty page with its scripts and styles, and nothing else. Pure.

/** Named after what is in them, so that they never change. */
const HASHED = /^[\w-]+-[a-z0-9]{8}\.(js|css)$/
/** Answers, pictures and other products' doors: they are never touched, not even looked at. */
export const NOT_OURS = ['api', 'hls', 'media', 'lightnvr', 'vibenvr', 'health'] as const

/** The name of a file beside the page, or of a page; null where it is none of ours. `scope` ends with a slash. */
function nameIn(scope: string, url: string): string | null {
  const { origin, pathname } = new URL(url)
  return `${origin}${pathname}`.startsWith(scope) ? `${origin}${pathname}`.slice(scope.length) : null
}

export type Handling =
  /** Kept for ever once it was loaded. */
  | 'hashed'
  /** The page: what is kept stands in where the appliance does not answer. */
  | 'page'
  /** The browser goes on as if we were not there. */
  | 'none'

export function handlingOf(scope: string, request: Pick<Request, 'method' | 'mode' | 'url'>): Handling {
  const name = request.method === 'GET' ? nameIn(scope, request.url) : null
  if (name === null || NOT_OURS.some((door) => name === door || name.startsWith(`${door}/`))) return 'none'
  if (request.mode === 'navigate') return 'page'
  return HASHED.test(name) ? 'hashed' : 'none'
}

/** Of what a page has loaded, what is kept: by its address alone, so that nothing else gets in. */
export const keptOf = (scope: string, loaded: readonly unknown[]): string[] =>
  loaded.filter(
    (url): url is string =>
      typeof url === 'string' &&
      URL.canParse(url) &&
      handlingOf(scope, { method: 'GET', mode: 'no-cors', url }) === 'hashed',
  )

const TYPES = { page: /^text\/html\b/i, js: /^(text|application)\/javascript\b/i, css: /^text\/css\b/i }

/** Whether what came for this address is that, and no sign-in or word of a proxy between us: it is kept for ever. */
export function fitsTo(
  scope: string,
  url: string,
  { status, redirected, type, headers }: Pick<Response, 'status' | 'redirected' | 'type' | 'headers'>,
): boolean {
  if (status !== 200 || redirected || type !== 'basic') return false
  const kind = url === scope ? 'page' : url.endsWith('.css') ? 'css' : 'js'
  return TYPES[kind].test(headers.get('content-type') ?? '')
}

/** In a proxy's words: there is nothing behind it that answers. */
export const saysAway = ({ status }: Pick<Response, 'status'>): boolean => status >= 502 && status <= 504
