// What a service worker finds around it, typed: the pages' types know of it only from outside.

interface Extendable extends Event {
  waitUntil(work: Promise<unknown>): void
}

export interface WindowClient {
  readonly url: string
  readonly focused: boolean
  focus(): Promise<WindowClient>
  navigate(url: string): Promise<WindowClient | null>
}

interface Route {
  condition: { urlPattern: URLPattern }
  source: 'network'
}

interface Events {
  /** `addRoutes`: not every browser has it. */
  install: Extendable & { addRoutes?(routes: Route[]): Promise<void> }
  activate: Extendable
  fetch: Extendable & { request: Request; respondWith(answer: Promise<Response>): void }
  message: Extendable & { data: unknown }
  push: Extendable & { data: { text(): string } | null }
  notificationclick: Extendable & { notification: Notification }
}

interface WorkerScope {
  registration: ServiceWorkerRegistration
  clients: {
    claim(): Promise<void>
    matchAll(options: { type: 'window'; includeUncontrolled: true }): Promise<readonly WindowClient[]>
    openWindow(url: string): Promise<WindowClient | null>
  }
  skipWaiting(): Promise<void>
  addEventListener<K extends keyof Events>(name: K, listener: (event: Events[K]) => void): void
}

export const worker = globalThis as unknown as WorkerScope
