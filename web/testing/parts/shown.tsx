// How a part is laid out for looking at: its name, and each of its states with a word above it.
import type { ComponentChildren } from 'preact'
import './shown.css'

export function Part({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <section class="shown-part" aria-label={name}>
      <h2>{name}</h2>
      <div class="shown-states">{children}</div>
    </section>
  )
}

/** `wide` takes the whole row. */
export function State({ of, wide = false, children }: { of: string; wide?: boolean; children: ComponentChildren }) {
  return (
    <div class="shown-state" data-wide={wide}>
      <p class="note">{of}</p>
      {children}
    </div>
  )
}

/** What people call their things, and what no layout may break at. */
export const LONG = 'The loading ramp at the back, where lorries turn before they leave for the weighbridge'
export const UNBROKEN = 'DS-9664NI-M16/R-Lagerhausbeleuchtungsanlagensteuerungsgerät-08202301'
/** Right to left, with digits that are read the other way. */
export const TURNED = 'الكاميرا ١٢ عند الباب الأمامي'
