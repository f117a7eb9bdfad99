// Which methods a path has, by the same rules as the router that serves it.
import type { Hono } from 'hono'
import { TrieRouter } from 'hono/router/trie-router'
import { declaredRoutes } from './route.ts'

/** Methods of a path, `HEAD` with every `GET`; empty for one that nobody serves. Built at the first question. */
export function createRouteMap(app: () => Hono): (path: string) => string[] {
  let router: TrieRouter<string> | null = null
  return (path) => {
    if (!router) {
      router = new TrieRouter<string>()
      // The bundle's wildcard is no promise that something is there.
      for (const { method, path: pattern } of declaredRoutes(app()))
        if (pattern !== '/*') router.add('ANY', pattern, method)
    }
    const methods = new Set(router.match('ANY', path)[0].map(([method]) => method))
    if (methods.has('GET')) methods.add('HEAD')
    return [...methods].sort()
  }
}
