// Stands beside the pages where the connection is secure: shows what the appliance tells, and keeps the empty page for when it is away.
import { addressIn, openNote, showNote } from './worker/notices.ts'
import { worker } from './worker/scope.ts'
import { answerTo, doorsPast, forgetFormer, keepLoaded, keepShell } from './worker/shell.ts'

worker.addEventListener('install', (event) => {
  void event.addRoutes?.(doorsPast())
  // At once: pages of the version before find their scripts in what was kept for them.
  event.waitUntil(keepShell().then(() => worker.skipWaiting()))
})

worker.addEventListener('activate', (event) => event.waitUntil(forgetFormer().then(() => worker.clients.claim())))

worker.addEventListener('fetch', (event) => {
  const answer = answerTo(event.request)
  if (answer) event.respondWith(answer)
})

worker.addEventListener('message', (event) => {
  const { data } = event
  if (typeof data === 'object' && data !== null && 'loaded' in data && Array.isArray(data.loaded))
    event.waitUntil(keepLoaded(data.loaded))
})

worker.addEventListener('push', (event) => event.waitUntil(showNote(event.data?.text() ?? '')))

worker.addEventListener('notificationclick', (event) => {
  event.notification.close()
  event.waitUntil(openNote(addressIn(event.notification.data, worker.registration.scope, Date.now())))
})
