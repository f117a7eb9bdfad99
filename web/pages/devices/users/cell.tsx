// One cell of the matrix: full, half, empty or unknown; a checkbox for who may change it, a sign for who may not.
import { Check, Minus } from 'lucide-preact'
import { t } from '../../../texts/t.ts'
import type { Share } from './rights.ts'
import { type Look, lookOf, lookText } from './words.ts'

interface SignProps {
  look: Look
  changed?: boolean
  /** Nobody can change it. */
  fixed?: boolean
}

export function Sign({ look, changed = false, fixed = false }: SignProps) {
  return (
    <span class="sign" data-look={look} data-changed={changed} data-fixed={fixed} aria-hidden="true">
      {look === 'all' && <Check />}
      {look === 'unknown' && <Minus />}
    </span>
  )
}

interface Props {
  /** Whose right it is, which, and where. */
  label: string
  share: Share
  /** What it says where it is neither here nor there; of channels if it is left out. */
  someText?: string
  /** It stands out, and why; null: it does not. */
  differs: string | null
  row: string
  col: string
  /** Left out: this person may not change it. */
  onToggle?: (() => void) | undefined
  /** Nobody can. */
  fixed: boolean
  /** The one cell that Tab comes to; the arrow keys lead on. */
  first: boolean
}

export function Cell({ label, share, someText, differs, row, col, onToggle, fixed, first }: Props) {
  const look = lookOf(share)
  const said = look === 'some' && someText ? someText : lookText(share)
  const words = [said, share.changed && t('users.is.changed'), differs].filter(Boolean).join(', ')
  const checked = look === 'some' ? 'mixed' : look === 'all'
  return (
    <td data-differs={differs !== null}>
      {onToggle && !fixed && look !== 'unknown' ? (
        // biome-ignore lint/a11y/useSemanticElements: a native checkbox cannot be pressed into all of a half one by one press
        <button
          type="button"
          role="checkbox"
          class="cell"
          aria-checked={checked}
          aria-label={`${label}: ${words}`}
          title={words}
          tabIndex={first ? 0 : -1}
          data-row={row}
          data-col={col}
          onClick={onToggle}
        >
          <Sign look={look} changed={share.changed} />
        </button>
      ) : (
        <span class="cell" role="img" aria-label={`${label}: ${words}`} title={words}>
          <Sign look={look} fixed={fixed} />
        </span>
      )}
    </td>
  )
}
