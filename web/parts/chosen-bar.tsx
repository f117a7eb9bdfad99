// What can be done with all that is picked: a bar that stays in sight at the lower edge of a long list.
import { X } from 'lucide-preact'
import type { ComponentChildren } from 'preact'
import { t } from '../texts/t.ts'
import { IconButton } from './button.tsx'
import './chosen.css'

interface Props {
  /** How many, and how much, in words. */
  words: string
  onNone: () => void
  /** Buttons. */
  children: ComponentChildren
}

export function ChosenBar({ words, onNone, children }: Props) {
  return (
    <section class="chosen-bar" aria-label={t('chosen.bar')}>
      <IconButton label={t('chosen.none')} onClick={onNone}>
        <X />
      </IconButton>
      <p role="status">{words}</p>
      <div class="actions">{children}</div>
    </section>
  )
}

interface PickProps {
  label: string
  /** True for a box over many of which some are picked. */
  some?: boolean
  checked: boolean
  onChecked: (on: boolean) => void
  /** Also written beside the box. */
  shown?: boolean
}

/** The box before a row, or over all of them. */
export function Pick({ label, some = false, checked, onChecked, shown = false }: PickProps) {
  return (
    <label class="pick" title={shown ? undefined : label}>
      <input
        type="checkbox"
        checked={checked}
        indeterminate={some && !checked}
        onChange={(event) => onChecked(event.currentTarget.checked)}
      />
      <span class={shown ? undefined : 'unseen'}>{label}</span>
    </label>
  )
}
