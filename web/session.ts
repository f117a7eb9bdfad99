// Who is signed in, and what the page shows before anybody is.
import { computed, signal } from '@preact/signals'
import { api, onSignedOut } from './api.ts'
import { addressOf } from './base.ts'
import { type Answer, accessIn } from './client.ts'
import { keptSignIn, MARK } from './kept-sign-in.ts'
import { settleAll } from './parts/toasts.tsx'
import { pushMark } from './push/mark.ts'
import { setServerTime } from './times.ts'
import type { Person } from './wire.ts'
import { followAppliance } from './zone.ts'

export type Entrance = 'starting' | 'unreachable' | 'first-account' | 'signed-out' | 'signed-in'

export const entrance = signal<Entrance>('starting')
export const person = signal<Person | null>(null)
export const version = signal('')
/** True after a sign-in that ended by itself. */
export const ended = signal(false)

/** May add, change and remove. The server decides; this only spares a person buttons that would be refused. */
export const mayManage = computed(() => ['admin', 'superadmin'].includes(person.value?.role.toLowerCase() ?? ''))

/** May look at the pages about the system and have a device read anew. */
export const mayOperate = computed(() => mayManage.value || person.value?.role.toLowerCase() === 'operator')

onSignedOut(() => {
  if (entrance.value === 'signed-in') ended.value = true
  person.value = null
  entrance.value = 'signed-out'
})

/** Finds out where we stand: no account yet, a sign-in that still holds, or neither. */
export async function begin(): Promise<void> {
  const asked = Date.now()
  const health = await api.health()
  if (health.kind !== 'ok') {
    entrance.value = 'unreachable'
    setTimeout(() => void begin(), 3000)
    return
  }
  version.value = health.data.version
  setServerTime(health.data.timestamp, asked, Date.now())
  followAppliance(health.data.time_zone)
  if (health.data.setup) entrance.value = 'first-account'
  else if (keptSignIn.read()) await welcome()
  else entrance.value = 'signed-out'
}

async function welcome(): Promise<void> {
  const me = await api.me()
  if (me.kind === 'ok') {
    person.value = me.data
    ended.value = false
    entrance.value = 'signed-in'
  } else if (me.kind === 'fault') {
    entrance.value = 'unreachable'
    setTimeout(() => void begin(), 3000)
  }
}

/** Signs in or makes the first account; the answer is for the form. */
export async function enter(
  username: string,
  password: string,
  first: boolean,
  code?: string,
): Promise<Answer<unknown>> {
  const answer = first ? await api.register(username, password) : await api.signIn(username, password, code)
  if (answer.kind !== 'ok') return answer
  keptSignIn.write(accessIn(answer.data))
  // Whoever makes the first account comes into an empty house.
  if (first) history.replaceState(null, '', addressOf('/welcome'))
  await welcome()
  return answer
}

/** An appliance that does not answer keeps nobody signed in. */
const PATIENCE_MS = 5000

/** This browser falls silent, and the appliance is told; nothing more once `late`, when somebody else may be here. */
async function goodbye(late: AbortSignal): Promise<void> {
  const silenced =
    pushMark.read() && import('./push/browser.ts').then(({ leaveBrowser }) => leaveBrowser()).catch(() => {})
  await Promise.all([settleAll(), silenced])
  if (!late.aborted) await api.signOut(late)
}

/** Ends the sign-in here and on the server. */
export async function leave(): Promise<void> {
  const late = AbortSignal.timeout(PATIENCE_MS)
  await Promise.race([goodbye(late), new Promise((end) => late.addEventListener('abort', end))])
  keptSignIn.write(null)
  ended.value = false
  person.value = null
  entrance.value = 'signed-out'
}

window.addEventListener('storage', (event: StorageEvent) => {
  // Signed out, or in, in another tab.
  if (event.key === MARK && !!event.newValue !== (entrance.value === 'signed-in')) location.reload()
})
