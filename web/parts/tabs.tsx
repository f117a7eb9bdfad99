// Tabs of a page: links, so that each has an address, can be opened beside and is found again after a reload.
import { useEffect, useRef } from 'preact/hooks'
import './tabs.css'

export interface Tab {
  /** Full address within the app, base path included. */
  href: string
  label: string
  here: boolean
}

export function Tabs({ label, tabs }: { label: string; tabs: readonly Tab[] }) {
  const bar = useRef<HTMLElement>(null)
  const current = tabs.findIndex((tab) => tab.here)
  // On a phone the row is longer than the screen: the tab one is on is to be seen.
  useEffect(() => {
    const link = bar.current?.children[current]
    if (link instanceof HTMLElement) bar.current?.scrollTo({ left: link.offsetLeft - bar.current.clientWidth / 3 })
  }, [current])
  return (
    <nav class="tabs" aria-label={label} ref={bar}>
      {tabs.map((tab) => (
        <a key={tab.href} href={tab.href} aria-current={tab.here ? 'page' : undefined}>
          {tab.label}
        </a>
      ))}
    </nav>
  )
}
