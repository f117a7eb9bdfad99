// Short words at the edge that confirm and offer to undo, or lead to what was made; nothing else.
import { signal } from '@preact/signals'
import { Check, X } from 'lucide-preact'
import { addressOf } from '../base.ts'
import { t } from '../texts/t.ts'
import { IconButton } from './button.tsx'

interface Toast {
  id: number
  text: string
  undo: (() => void) | undefined
  link: Link | undefined
}

interface Deed {
  undo: () => void
  /** What it promises is waited for by who signs out. */
  settle: (leaving: boolean) => unknown
}

interface Link {
  path: string
  text: string
}

const STAYS_MS = 6000
const toasts = signal<Toast[]>([])
/** What is yet to be done, also where its word has made room for newer ones. */
const open = new Map<number, () => unknown>()
let last = 0

/**
 * Shows a word for six seconds. With `undo` and `settle` the deed itself waits: `settle` runs when the word goes or the
 * page is left, unless the person took it back. Returns what makes it go early, as if its time were over.
 */
export function toast(text: string, more?: Deed | { link: Link }): () => void {
  const deed = more && 'undo' in more ? more : undefined
  const id = ++last
  const end = () => {
    toasts.value = toasts.value.filter((one) => one.id !== id)
    open.delete(id)
    clearTimeout(timer)
    removeEventListener('pagehide', onLeave)
  }
  const finish = (leaving: boolean) => {
    end()
    return deed?.settle(leaving)
  }
  const onLeave = () => finish(true)
  open.set(id, () => finish(false))
  const timer = setTimeout(() => finish(false), STAYS_MS)
  if (deed) addEventListener('pagehide', onLeave)
  const undo =
    deed &&
    (() => {
      end()
      deed.undo()
    })
  toasts.value = [...toasts.value.slice(-2), { id, text, undo, link: more && 'link' in more ? more.link : undefined }]
  return () => toasts.value.some((one) => one.id === id) && finish(false)
}

/** Before somebody signs out: what waits is done while he may, and no word of his is left for whoever comes next. */
export async function settleAll(): Promise<void> {
  await Promise.all([...open.values()].map((finish) => finish()))
}

export function Toasts() {
  return (
    <div class="toasts" role="status" aria-live="polite">
      {toasts.value.map((one) => (
        <div key={one.id} class="toast">
          <Check />
          <span>{one.text}</span>
          {one.link && (
            <a class="toast-undo" href={addressOf(one.link.path)}>
              {one.link.text}
            </a>
          )}
          {one.undo ? (
            <button type="button" class="toast-undo" onClick={one.undo}>
              {t('do.undo')}
            </button>
          ) : (
            <IconButton
              label={t('do.close')}
              onClick={() => {
                toasts.value = toasts.value.filter((other) => other !== one)
              }}
            >
              <X />
            </IconButton>
          )}
        </div>
      ))}
    </div>
  )
}
