// Notifications: shown in the words that the page has left, and opened where what they tell is to be seen.
import { type Note, noteIn, noticeOf, placeOf, type Words } from '../push/notice.ts'
import { wordsPlace } from '../push/words-place.ts'
import { worker } from './scope.ts'

export async function showNote(message: string): Promise<void> {
  const { scope } = worker.registration
  const note = noteIn(message)
  const { title, body, tag, at } = noticeOf(note, await wordsOf(scope))
  // What browsers know and the types do not: a second one of the same is told as loudly, with the time of the alarm.
  const more = { renotify: true, timestamp: at, badge: new URL('badge-96.png', scope).href }
  const icon = new URL('icon-192.png', scope).href
  await worker.registration.showNotification(title, { body, tag, icon, data: note, ...more })
}

/** Null also where the browser gives nothing of what it keeps: an alarm is told in the appliance's words then. */
async function wordsOf(scope: string): Promise<Words | null> {
  const { cache, url } = wordsPlace(scope)
  try {
    const kept = await (await caches.open(cache)).match(url)
    return kept ? ((await kept.json()) as Words) : null
  } catch {
    return null
  }
}

export const addressIn = (note: Note, scope: string, now: number): string => new URL(placeOf(note, now), scope).href

/** In a page that is open, the one that is looked at first; else in a new one. */
export async function openNote(url: string): Promise<void> {
  const { scope } = worker.registration
  const open = await worker.clients.matchAll({ type: 'window', includeUncontrolled: true })
  const own = open.filter((page) => page.url.startsWith(scope))
  const page = own.find(({ focused }) => focused) ?? own[0]
  if (!page) return void (await worker.clients.openWindow(url))
  // Some browsers let nobody but a person do that.
  await page.focus().catch(() => {})
  // A page that another worker looks after cannot be led.
  await page.navigate(url).catch(() => worker.clients.openWindow(url))
}
