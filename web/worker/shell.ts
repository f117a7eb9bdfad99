// Keeps the empty page and its scripts, so that it opens, and says so, also where the appliance cannot be reached.
import { worker } from './scope.ts'
import { handlingOf, keptOf, NOT_OURS } from './shell-rules.ts'

/** Written in when the pages are built: what the page cannot begin without, and a name for just these. */
declare const SHELL_FILES: readonly string[]
declare const SHELL_NAME: string

const scope = () => worker.registration.scope
/** Several may live below one origin, each under a path of its own. */
const ours = () => `porchlight-shell ${scope()} `
const current = () => `${ours()}${SHELL_NAME}`
/** An appliance that is switched off answers nothing at all: nobody waits for the browser to give up. */
const PATIENCE_MS = 8000

export async function keepShell(): Promise<void> {
  const cache = await caches.open(current())
  await cache.addAll(['', ...SHELL_FILES].map((name) => new URL(name, scope()).href))
}

/** What else the page has needed to begin, such as the texts of its language. */
export async function keepLoaded(loaded: readonly unknown[]): Promise<void> {
  const cache = await caches.open(current())
  const missing: string[] = []
  for (const url of keptOf(scope(), loaded)) if (!(await cache.match(url))) missing.push(url)
  await cache.addAll(missing)
}

/** A page of the version before goes on with its scripts, which the appliance itself has no more. */
export async function forgetFormer(): Promise<void> {
  const former = (await caches.keys()).filter((name) => name.startsWith(ours()) && name !== current())
  for (const name of former.slice(0, -1)) await caches.delete(name)
}

/** What is never ours goes past us without waking us, where the browser can do that. */
export const doorsPast = () => {
  const { pathname } = new URL(scope())
  return NOT_OURS.map((door) => ({
    condition: { urlPattern: new URLPattern({ pathname: `${pathname}${door}{/*}?` }) },
    source: 'network' as const,
  }))
}

/** The answer to a request; null where the browser should go on as if we were not there. */
export function answerTo(request: Request): Promise<Response> | null {
  switch (handlingOf(scope(), request)) {
    case 'page':
      return pageFor(request)
    case 'hashed':
      return hashed(request)
    case 'none':
      return null
  }
}

async function pageFor(request: Request): Promise<Response> {
  const kept = async () => (await caches.open(current())).match(scope())
  const given = fetch(request)
  const { promise: late, resolve } = Promise.withResolvers<null>()
  const timer = setTimeout(() => resolve(null), PATIENCE_MS)
  try {
    return (await Promise.race([given, late])) ?? (await kept()) ?? (await given)
  } catch (error) {
    const page = await kept()
    if (page) return page
    throw error
  } finally {
    clearTimeout(timer)
  }
}

async function hashed(request: Request): Promise<Response> {
  const known = await caches.match(request, { ignoreVary: true })
  if (known) return known
  const answer = await fetch(request)
  // Where a page of the version before asks, it may be something else by now.
  if (answer.ok && answer.type === 'basic') {
    const cache = await caches.open(current())
    await cache.put(request, answer.clone())
  }
  return answer
}
