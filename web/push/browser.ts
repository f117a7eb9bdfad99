// Whether this browser is told of alarms: switched on and off, and kept so while it changes its address.
import { api } from '../api.ts'
import type { Answer } from '../client.ts'
import { person } from '../session.ts'
import { t } from '../texts/t.ts'
import { addPush, changePush, loadPushes, type PushesOut, type PushFilter, type PushOut, removePush } from './asks.ts'
import { pushMark } from './mark.ts'
import { hasWorker, leaveWords, startWorker } from './worker.ts'

/** Why it cannot be told, or that it can. */
export type Ability = 'insecure' | 'install' | 'unsupported' | 'denied' | 'able'

export function ability(): Ability {
  if (!isSecureContext) return 'insecure'
  if (!hasWorker() || !('PushManager' in window) || !('Notification' in window))
    // Apple's phones and tablets have it for pages on their home screen alone.
    return /\b(iPhone|iPad|iPod)\b/.test(navigator.userAgent) || isIpadInDisguise() ? 'install' : 'unsupported'
  return Notification.permission === 'denied' ? 'denied' : 'able'
}

/** An iPad calls itself a Mac, which has no screen to touch. */
const isIpadInDisguise = () => /\bMacintosh\b/.test(navigator.userAgent) && navigator.maxTouchPoints > 1

const fault = (message: string): Answer<never> => ({ kind: 'fault', fault: { status: 0, message, problems: [] } })

const bytesOf = (text: string) =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0))

function isFor(subscription: PushSubscription, publicKey: string): boolean {
  const key = subscription.options.applicationServerKey
  return key !== null && String(new Uint8Array(key)) === String(bytesOf(publicKey))
}

/** The browser's own, made where there is none for these keys. Throws what the browser says. */
async function subscription({ pushManager }: ServiceWorkerRegistration, publicKey: string) {
  const known = await pushManager.getSubscription()
  if (known && isFor(known, publicKey)) return known
  await known?.unsubscribe()
  return pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytesOf(publicKey) })
}

async function tell(registration: ServiceWorkerRegistration, known: PushesOut, filter: PushFilter) {
  let own: PushSubscription
  try {
    own = await subscription(registration, known.public_key)
  } catch (error) {
    return fault(t('push.noService', { reason: error instanceof Error ? error.message : String(error) }))
  }
  const answer = await addPush(own, filter)
  const whose = person.value?.id
  if (answer.kind === 'ok' && whose)
    pushMark.write({ id: answer.data.id, endpoint: own.endpoint, person: whose, signIn: known.sign_in, filter })
  return answer
}

/** Asks the person at the browser first, which it lets us do only while he presses something. */
export async function turnOn(filter: PushFilter): Promise<Answer<PushOut>> {
  if ((await Notification.requestPermission()) !== 'granted') return fault(t('push.refused'))
  const registration = await startWorker()
  if (!registration) return fault(t('push.noWorker'))
  await leaveWords(registration)
  const known = await loadPushes()
  return known.kind === 'ok' ? tell(registration, known.data, filter) : known
}

/** The browser lets go of it at once; its push service then says so to whoever writes to it. */
async function letGo(): Promise<void> {
  pushMark.write(null)
  if (!hasWorker()) return
  const registration = await navigator.serviceWorker.getRegistration()
  await (await registration?.pushManager?.getSubscription())?.unsubscribe()
}

/** Remembered here too: after another sign-in the appliance has forgotten it. */
export async function choose(id: number, filter: PushFilter): Promise<Answer<PushOut>> {
  const answer = await changePush(id, filter)
  const mark = pushMark.read()
  if (answer.kind === 'ok' && mark?.id === id) pushMark.write({ ...mark, filter })
  return answer
}

export async function turnOff(): Promise<Answer<unknown>> {
  const mark = pushMark.read()
  const answer: Answer<unknown> = mark ? await removePush(mark.id) : { kind: 'ok', data: null }
  // Somebody has removed it meanwhile: that is what was wanted.
  if (answer.kind === 'fault' && answer.fault.status !== 404) return answer
  await letGo()
  return { kind: 'ok', data: null }
}

/** Before somebody signs out: whoever sits here next hears nothing of this house, whether the appliance answers or not. */
export async function leaveBrowser(): Promise<void> {
  const mark = pushMark.read()
  await Promise.all([mark && removePush(mark.id), letGo()])
}

/**
 * Once a page: a browser that has changed its address says so, and so does one at which its owner has signed in anew. One that
 * was removed elsewhere, or at which somebody else has signed in, falls silent. The mark is read anew after each wait, since
 * another tab may have done the same.
 */
export async function keepUp(registration: ServiceWorkerRegistration): Promise<void> {
  const mark = pushMark.read()
  if (!mark) return
  await leaveWords(registration)
  const known = await loadPushes()
  if (known.kind !== 'ok' || pushMark.read()?.id !== mark.id) return
  const row = known.data.data.find(({ id }) => id === mark.id)
  // A former sign-in has taken it along when it ended.
  const isAnew = mark.signIn !== known.data.sign_in && mark.person === person.value?.id
  if (!(row || isAnew) || Notification.permission !== 'granted') return letGo()
  const own = await registration.pushManager.getSubscription()
  if (row && !isAnew && own?.endpoint === mark.endpoint && isFor(own, known.data.public_key))
    return pushMark.write({ ...mark, filter: filterOf(row) })
  const filter = row ? filterOf(row) : await stillSeen(mark.filter)
  if (!filter) return
  // Of nothing that he may see any more.
  if (filter.channel_ids?.length === 0) return letGo()
  const answer = await tell(registration, known.data, filter)
  if (row && answer.kind === 'ok' && answer.data.id !== mark.id) await removePush(mark.id)
}

const filterOf = ({ kinds, channel_ids }: PushOut): PushFilter => ({ kinds, channel_ids })

/** Without cameras that are gone meanwhile, or hidden from him, which nobody can ask for. Null: it cannot be found out now. */
async function stillSeen(filter: PushFilter): Promise<PushFilter | null> {
  if (!filter.channel_ids) return filter
  const answer = await api.channels()
  if (answer.kind !== 'ok') return null
  const seen = new Set(answer.data.map(({ id }) => id))
  return { ...filter, channel_ids: filter.channel_ids.filter((id) => seen.has(id)) }
}
