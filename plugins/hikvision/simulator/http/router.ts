// Finds the document of a path; paths are matched without case, as the devices do.
import type { Answer, Question } from './answer.ts'

export type Handler = (question: Question, params: string[]) => Answer | Promise<Answer>

export interface Route {
  method: 'GET' | 'PUT' | 'POST' | 'DELETE'
  /** Below `/ISAPI`; `{}` stands for one segment, handed over in order. */
  path: string
  handle: Handler
}

export interface Router {
  /** `null` when no route has this path; `method` when one has it but not with this method. */
  find(method: string, path: string): { handle: Handler; params: string[] } | 'method' | null
}

export function createRouter(routes: readonly Route[]): Router {
  const table = routes.map(({ method, path, handle }) => ({
    method,
    handle,
    pattern: new RegExp(`^/isapi/${path.replaceAll('{}', '([^/]+)')}/?$`, 'i'),
  }))
  return {
    find(method, path) {
      let known = false
      for (const route of table) {
        const match = route.pattern.exec(path)
        if (!match) continue
        if (route.method === method) return { handle: route.handle, params: match.slice(1) }
        known = true
      }
      return known ? 'method' : null
    },
  }
}
