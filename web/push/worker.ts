// The page's side of the worker: begins it where the browser allows, and leaves it what it needs from here.
import { addressOf } from '../base.ts'
import { KIND_NAMES } from '../pages/alarms/kinds.ts'
import { t } from '../texts/t.ts'
import type { Words } from './notice.ts'
import { wordsPlace } from './words-place.ts'

/** Over plain HTTP browsers have none of this. */
export const hasWorker = (): boolean => isSecureContext && 'serviceWorker' in navigator

/** Null where there is none: then the pages do without. */
export async function startWorker(): Promise<ServiceWorkerRegistration | null> {
  if (!hasWorker()) return null
  try {
    await navigator.serviceWorker.register(addressOf('/service-worker.js'), {
      scope: addressOf('/'),
      updateViaCache: 'none',
    })
  } catch {
    // A certificate that nobody trusts, or a browser that keeps nothing: nothing is lost but the empty page.
    return null
  }
  const registration = await navigator.serviceWorker.ready
  const loaded = performance.getEntriesByType('resource').map(({ name }) => name)
  registration.active?.postMessage({ loaded })
  return registration
}

/** In this page's language, for what is shown while no page is open. */
export async function leaveWords({ scope }: ServiceWorkerRegistration): Promise<void> {
  const kinds = Object.fromEntries(KIND_NAMES.map((kind) => [kind, t(`kind.${kind}`)]))
  const ends = { title: t('push.ends.title'), open: t('push.ends.open'), signIn: t('push.ends.signIn') }
  const words: Words = { kinds, testTitle: t('push.test.title'), testText: t('push.test.text'), ends }
  const { cache, url } = wordsPlace(scope)
  await (await caches.open(cache)).put(url, Response.json(words))
}
