// Keys that act wherever the focus is: pages name theirs, one listener obeys them all, and `?` lists what is in sight.
import type { PlainKey } from '../../texts/t.ts'

export interface Key {
  /** As the browser spells it (`ArrowLeft`, `f`, ` `); several may do the same. Capitals are taken as small letters. */
  key: string | readonly string[]
  /** What it does, for the list. */
  text: PlainKey
  /** Without it the key is only listed: a part that has the focus obeys it by itself. */
  act?: (event: KeyboardEvent) => void
  /** False: not at the moment, and not in the list. */
  when?: boolean
}

export interface KeyGroup {
  /** Of what: the shell, a page, a part of it. */
  title: PlainKey
  keys: readonly Key[]
  /** Asked and listed after all others: the shell's, which is there before its pages and still their ground. */
  last?: boolean
}

/** What stands on the page now; a part that came later is asked first. */
const groups = new Set<() => KeyGroup>()

/** Returns how to take them away again. */
export function addKeys(group: () => KeyGroup): () => void {
  groups.add(group)
  return () => void groups.delete(group)
}

const isOpen = ({ when }: Key) => when !== false
export const spellings = ({ key }: Key): readonly string[] => (typeof key === 'string' ? [key] : key)

/** Those that do something now. */
export const keysInSight = (): KeyGroup[] =>
  [...groups]
    .reverse()
    .map((group) => group())
    .sort((one, other) => Number(one.last ?? false) - Number(other.last ?? false))
    .map((group) => ({ ...group, keys: group.keys.filter(isOpen) }))
    .filter(({ keys }) => keys.length > 0)

const MARKS = ['button', 'checkbox', 'color', 'file', 'radio', 'range', 'reset', 'submit']

/** True where letters are meant for the field that has the focus. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target instanceof HTMLInputElement) return !MARKS.includes(target.type)
  return target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement
}

export const hasDialog = (): boolean => document.querySelector('dialog[open]') !== null

/** The control that has the focus uses these itself: a button, a link, one of several choices. */
function belongsToControl(key: string, target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false
  if (key === ' ' || key === 'Enter') return target.closest('a, button, input, summary, [role=option]') !== null
  return key.startsWith('Arrow') && target instanceof HTMLInputElement
}

const small = (key: string) => (key.length === 1 ? key.toLowerCase() : key)

/**
 * Meant for the browser or the system, as with Ctrl. But `[` is written with Option or AltGr on many keyboards (AltGr may be
 * told as Ctrl and Alt): a sign that is no letter and no digit is what it is, however it was written.
 */
export function isCommand({
  key,
  ctrlKey,
  altKey,
  metaKey,
}: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'altKey' | 'metaKey'>): boolean {
  const isSign = [...key].length === 1 && /[^\p{L}\p{M}\p{N}\s]/u.test(key)
  return metaKey || (altKey ? !isSign : ctrlKey)
}

/** What answers a press that is meant for the page and not for a field, a dialog or the browser. */
export function keyFor(event: KeyboardEvent): Key | null {
  if (isCommand(event) || event.isComposing || event.defaultPrevented) return null
  if (isTyping(event.target) || hasDialog() || belongsToControl(event.key, event.target)) return null
  const pressed = small(event.key)
  for (const { keys } of keysInSight()) {
    const found = keys.find((one) => one.act && spellings(one).includes(pressed))
    if (found) return found
  }
  return null
}

function onKey(event: KeyboardEvent): void {
  const found = keyFor(event)
  if (!found) return
  event.preventDefault()
  found.act?.(event)
}

/** Once, by the shell. On the window, so that every part has had its turn before. */
export function obeyKeys(): () => void {
  addEventListener('keydown', onKey)
  return () => removeEventListener('keydown', onKey)
}
