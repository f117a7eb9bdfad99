// Keeps the empty page and its scripts, so that it opens, and says so, also where the appliance cannot be reached.
import { fitsTo, handlingOf, keptOf, NOT_OURS, saysAway } from './shell-rules.ts'

/** Of what browsers give, what is used here: it may throw at every turn, as where the disk is full or nothing may be kept. */
interface Store {
  match(url: string): Promise<Response | undefined>
  put(url: string, answer: Response): Promise<void>
}
export interface Stores {
  open(name: string): Promise<Store>
  match(url: string, options: { ignoreVary: true }): Promise<Response | undefined>
  keys(): Promise<string[]>
  delete(name: string): Promise<boolean>
}

export interface ShellParts {
  /** Where our pages are, with a slash at its end. */
  scope: string
  /** What the page cannot begin without; it names each of them. */
  files: readonly string[]
  /** A name for just these. */
  name: string
  stores: Stores
  fetch: (request: string | Request) => Promise<Response>
}

/** An appliance that is switched off answers nothing at all: nobody waits for the browser to give up. */
const PATIENCE_MS = 8000

export function createShell({ scope, files, name, stores, fetch }: ShellParts) {
  /** Several may live below one origin, each under a path of its own. */
  const ours = `porchlight-shell ${scope} `
  const current = `${ours}${name}`

  /** Throws where it is not what it should be: a proxy may answer with its own sign-in, and what is kept stays. */
  async function fetched(url: string): Promise<Response> {
    const answer = await fetch(url)
    if (!fitsTo(scope, url, answer)) throw new Error(`Something else came for ${url}`)
    return answer
  }

  /** A sign-in in our place, or a page of another version, does not name these files. */
  async function fetchedPage(): Promise<Response> {
    const page = await fetched(scope)
    const text = await page.clone().text()
    if (!files.every((file) => text.includes(file))) throw new Error(`Another page came for ${scope}`)
    return page
  }

  /** Nothing is kept before all is there, and the page last: one without its scripts would stay empty. */
  async function keepShell(): Promise<void> {
    const urls = files.map((file) => scope + file)
    const [page, ...answers] = await Promise.all([fetchedPage(), ...urls.map(fetched)])
    const store = await stores.open(current)
    await Promise.all(answers.map((answer, index) => store.put(urls[index] ?? scope, answer)))
    await store.put(scope, page)
  }

  /** What else the page has needed to begin, such as the texts of its language; and all of it where that has failed before. */
  async function keepLoaded(loaded: readonly unknown[]): Promise<void> {
    const store = await stores.open(current)
    if (!(await store.match(scope))) await keepShell()
    const keep = async (url: string) => {
      if (!(await store.match(url))) await store.put(url, await fetched(url))
    }
    await Promise.allSettled(keptOf(scope, loaded).map(keep))
  }

  /** A page of the version before goes on with its scripts, which the appliance itself has no more. */
  async function forgetFormer(): Promise<void> {
    const former = (await stores.keys()).filter((key) => key.startsWith(ours) && key !== current)
    for (const key of former.slice(0, -1)) await stores.delete(key)
  }

  /** The answer to a request; null where the browser should go on as if we were not there. `later`: what nobody waits for. */
  function answerTo(request: Request, later: (work: Promise<unknown>) => void): Promise<Response> | null {
    switch (handlingOf(scope, request)) {
      case 'page':
        return pageFor(request)
      case 'hashed':
        return hashed(request, later)
      case 'none':
        return null
    }
  }

  /** That of the version before has its scripts beside it, and is better than none. */
  async function keptPage(): Promise<Response | undefined> {
    try {
      return (await (await stores.open(current)).match(scope)) ?? (await stores.match(scope, { ignoreVary: true }))
    } catch {
      return undefined
    }
  }

  async function pageFor(request: Request): Promise<Response> {
    const given = fetch(request)
    const { promise: late, resolve } = Promise.withResolvers<null>()
    const timer = setTimeout(() => resolve(null), PATIENCE_MS)
    try {
      const answer = await Promise.race([given, late])
      if (answer && !saysAway(answer)) return answer
    } catch {
      // Said below, where no page is kept.
    } finally {
      clearTimeout(timer)
    }
    return (await keptPage()) ?? given
  }

  async function hashed(request: Request, later: (work: Promise<unknown>) => void): Promise<Response> {
    const { url } = request
    const known = await stores.match(url, { ignoreVary: true }).catch(() => undefined)
    if (known) return known
    const answer = await fetch(request)
    // Where a page of the version before asks, it may be something else by now.
    if (fitsTo(scope, url, answer)) later(keepCopy(url, answer.clone()))
    return answer
  }

  const keepCopy = async (url: string, copy: Response) => {
    try {
      await (await stores.open(current)).put(url, copy)
    } catch {
      // No room: it is asked for again the next time.
    }
  }

  return { keepShell, keepLoaded, forgetFormer, answerTo }
}

/** What is never ours goes past us without waking us, where the browser can do that. */
export const doorsPast = (scope: string) => {
  const { pathname } = new URL(scope)
  return NOT_OURS.map((door) => ({
    condition: { urlPattern: new URLPattern({ pathname: `${pathname}${door}{/*}?` }) },
    source: 'network' as const,
  }))
}
