// Some of a list, or all of it: folded up, with what is picked in its heading. Null stands for all, also for what comes later.
import { useState } from 'preact/hooks'
import { t } from '../texts/t.ts'
import { Pick } from './chosen-bar.tsx'
import './picks.css'

interface PicksProps<K> {
  label: string
  /** Of all, or of so many. */
  words: (picked: readonly K[] | null) => string
  options: readonly (readonly [K, string])[]
  value: readonly K[] | null
  onValue: (value: K[] | null) => void
}

export function Picks<K extends string | number>({ label, words, options, value, onValue }: PicksProps<K>) {
  const [isOpen] = useState(value !== null)
  return (
    <details class="more" open={isOpen}>
      <summary>{words(value)}</summary>
      <fieldset class="picks">
        <legend class="unseen">{label}</legend>
        <Pick
          shown
          label={t('chosen.every')}
          checked={!value}
          some={value !== null && value.length > 0}
          onChecked={(on) => onValue(on ? null : [])}
        />
        {options.map(([key, text]) => (
          <Pick
            key={key}
            shown
            label={text}
            checked={!value || value.includes(key)}
            onChecked={(on) => {
              const next = options
                .map(([one]) => one)
                .filter((one) => (one === key ? on : !value || value.includes(one)))
              onValue(next.length === options.length ? null : next)
            }}
          />
        ))}
      </fieldset>
    </details>
  )
}
