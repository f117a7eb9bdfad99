// Short words at the edge that confirm and offer to undo, or lead to what was made; nothing else.
import { signal } from '@preact/signals'
import { Check, X } from 'lucide-preact'
import { useRef } from 'preact/hooks'
import { addressOf } from '../base.ts'
import { t } from '../texts/t.ts'
import { IconButton } from './button.tsx'

interface Toast {
  id: number
  text: string
  undo: (() => void) | undefined
  link: Link | undefined
  end: () => void
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
 * While somebody points at what a word offers, or has the focus there, all of them stay: one that went would move the others. The word itself keeps
 * nothing: it may have come up under a pointer that waits for what lies below.
 */
const held = new Set<'pointer' | 'focus'>()
/** Of the words whose time is not over; each begins its whole time anew when they are let go. */
const clocks = new Map<number, { start: () => void; stop: () => void }>()

function hold(by: 'pointer' | 'focus'): void {
  held.add(by)
  for (const { stop } of clocks.values()) stop()
}

function letGo(by: 'pointer' | 'focus'): void {
  if (!held.delete(by) || held.size > 0) return
  for (const { start } of clocks.values()) start()
}

/**
 * Shows a word for six seconds, and as long as somebody is at it. With `undo` and `settle` the deed itself waits: `settle` runs when the word goes or the
 * page is left, unless the person took it back. Returns what makes it go early, as if its time were over.
 */
export function toast(text: string, more?: Deed | { link: Link }): () => void {
  const deed = more && 'undo' in more ? more : undefined
  const id = ++last
  const end = () => {
    toasts.value = toasts.value.filter((one) => one.id !== id)
    open.delete(id)
    clocks.get(id)?.stop()
    clocks.delete(id)
    // Nobody can be at what is not there, and a browser does not say that he has left it.
    letGo('pointer')
    if (toasts.value.length === 0) held.clear()
    removeEventListener('pagehide', onLeave)
  }
  const finish = (leaving: boolean) => {
    end()
    return deed?.settle(leaving)
  }
  const onLeave = () => finish(true)
  open.set(id, () => finish(false))
  let timer: ReturnType<typeof setTimeout> | undefined
  const clock = {
    stop: () => clearTimeout(timer),
    start() {
      clock.stop()
      timer = setTimeout(() => finish(false), STAYS_MS)
    },
  }
  clocks.set(id, clock)
  if (held.size === 0) clock.start()
  if (deed) addEventListener('pagehide', onLeave)
  const undo =
    deed &&
    (() => {
      end()
      deed.undo()
    })
  const link = more && 'link' in more ? more.link : undefined
  toasts.value = [...toasts.value.slice(-2), { id, text, undo, link, end }]
  return () => toasts.value.some((one) => one.id === id) && finish(false)
}

/** Before somebody signs out: what waits is done while he may, and no word of his is left for whoever comes next. */
export async function settleAll(): Promise<void> {
  await Promise.all([...open.values()].map((finish) => finish()))
}

const pointedAt = { onPointerEnter: () => hold('pointer'), onPointerLeave: () => letGo('pointer') }

export function Toasts() {
  const place = useRef<HTMLDivElement>(null)
  const cameFrom = useRef<HTMLElement | null>(null)
  const isInside = (target: EventTarget | null) => target instanceof Node && place.current?.contains(target) === true
  /** What goes takes the focus along: it goes back to where it came from, or else to the page. */
  const leaving = (end: () => void) => () => {
    if (isInside(document.activeElement)) {
      const back = cameFrom.current?.isConnected ? cameFrom.current : document.getElementById('content')
      back?.focus()
    }
    end()
  }
  return (
    <div
      ref={place}
      class="toasts"
      role="status"
      aria-live="polite"
      onFocusIn={({ relatedTarget: from }) => {
        if (!isInside(from)) cameFrom.current = from instanceof HTMLElement ? from : null
        hold('focus')
      }}
      onFocusOut={({ relatedTarget: to }) => isInside(to) || letGo('focus')}
    >
      {toasts.value.map((one) => (
        <div key={one.id} class="toast">
          <Check />
          <span>{one.text}</span>
          {one.link && (
            <a class="toast-undo" href={addressOf(one.link.path)} {...pointedAt}>
              {one.link.text}
            </a>
          )}
          {one.undo ? (
            <button type="button" class="toast-undo" onClick={leaving(one.undo)} {...pointedAt}>
              {t('do.undo')}
            </button>
          ) : (
            <IconButton label={t('do.close')} onClick={leaving(one.end)}>
              <X />
            </IconButton>
          )}
        </div>
      ))}
    </div>
  )
}
