// Whether a new alarm is heard in this browser, and of what weight it must be; the sound itself comes when there is need of it.
import { signal } from '@preact/signals'
import { toast } from '../../parts/toasts.tsx'
import { t } from '../../texts/t.ts'
import type { AlarmOut } from '../../wire.ts'

const KEPT = 'porchlight.alarm-sound'
export const SOUNDS = ['off', 'critical', 'warning', 'all'] as const
export type Sound = (typeof SOUNDS)[number]

const HEARD: Record<Sound, readonly AlarmOut['severity'][]> = {
  off: [],
  critical: ['error', 'critical'],
  warning: ['warning', 'error', 'critical'],
  all: ['info', 'warning', 'error', 'critical'],
}

export const sound = signal<Sound>(SOUNDS.find((one) => one === localStorage.getItem(KEPT)) ?? 'off')

const chime = () => import('./chime.ts')
const play = () => void chime().then((file) => file.play(), NONE)
/** It cannot be fetched now, and is tried again with the next alarm. */
const NONE = () => {}

/** Chosen by a press: the browser lets it be heard at once. */
export function chooseSound(chosen: Sound): void {
  sound.value = chosen
  localStorage.setItem(KEPT, chosen)
  if (chosen !== 'off') play()
}

export function ring(severity: AlarmOut['severity']): void {
  if (HEARD[sound.value].includes(severity)) play()
}

const TOUCHES = ['pointerdown', 'keydown'] as const

/** A browser plays nothing before its page was touched: that is said once, and the first touch is made use of. */
export function readySound(): () => void {
  if (sound.value === 'off') return () => {}
  // Here before it is needed: the appliance may be another version by then, which has this file no more.
  void chime().catch(NONE)
  if (navigator.userActivation?.hasBeenActive) return () => {}
  const wake = () => {
    stop()
    void chime().then((file) => file.wake(), NONE)
  }
  const stop = () => {
    for (const name of TOUCHES) removeEventListener(name, wake)
  }
  for (const name of TOUCHES) addEventListener(name, wake)
  toast(t('alarms.sound.touch'))
  return stop
}
