// Stands beside the pages where the connection is secure: shows what the appliance tells, and keeps the empty page for when it is away.
import { addressIn, openNote, showNote } from './worker/notices.ts'
import { worker } from './worker/scope.ts'
import { createShell, doorsPast } from './worker/shell.ts'

/** Written in when the pages are built. */
declare const SHELL_FILES: readonly string[]
declare const SHELL_NAME: string

const { scope } = worker.registration
const shell = createShell({
  scope,
  files: SHELL_FILES,
  name: SHELL_NAME,
  stores: caches,
  fetch: (request) => fetch(request),
})
/** Notifications need nothing of what is kept: where it fails they go on, and the next page that opens tries it anew. */
const ifItCan = (work: Promise<void>) => work.catch(() => {})

worker.addEventListener('install', (event) => {
  void event.addRoutes?.(doorsPast(scope))
  // At once: pages of the version before find their scripts in what was kept for them.
  event.waitUntil(ifItCan(shell.keepShell()).then(() => worker.skipWaiting()))
})

worker.addEventListener('activate', (event) =>
  event.waitUntil(ifItCan(shell.forgetFormer()).then(() => worker.clients.claim())),
)

worker.addEventListener('fetch', (event) => {
  const answer = shell.answerTo(event.request, (work) => event.waitUntil(work))
  if (answer) event.respondWith(answer)
})

worker.addEventListener('message', (event) => {
  const { data } = event
  if (typeof data === 'object' && data !== null && 'loaded' in data && Array.isArray(data.loaded))
    event.waitUntil(ifItCan(shell.keepLoaded(data.loaded)))
})

worker.addEventListener('push', (event) => event.waitUntil(showNote(event.data?.text() ?? '')))

worker.addEventListener('notificationclick', (event) => {
  event.notification.close()
  event.waitUntil(openNote(addressIn(event.notification.data, scope, Date.now())))
})
