// A form's field: label above, help below, what is wrong under it in words.
import { Eye, EyeOff, TriangleAlert } from 'lucide-preact'
import type { JSX } from 'preact'
import { useId, useState } from 'preact/hooks'
import { t } from '../texts/t.ts'
import { IconButton } from './button.tsx'

interface FieldProps extends Omit<JSX.IntrinsicElements['input'], 'onInput' | 'value' | 'label'> {
  label: string
  value: string
  onValue: (value: string) => void
  help?: string | undefined
  problem?: string | undefined
  warning?: string | undefined
}

/** The API says “is incorrect” of a field: with its label that is a sentence. A whole sentence stays as it is. */
export function sentenceOf(label: string, problem: string): string {
  if (!/^\p{Ll}/u.test(problem)) return problem
  return label.endsWith('?') ? problem.charAt(0).toUpperCase() + problem.slice(1) : `${label} ${problem}`
}

export function Field({ label, value, onValue, help, problem, warning, ...rest }: FieldProps) {
  const id = useId()
  const [shown, setShown] = useState(false)
  const secret = rest.type === 'password'
  const notes = [help && `${id}-help`, problem && `${id}-problem`, warning && `${id}-warning`].filter(Boolean).join(' ')
  return (
    <div class="field" data-problem={!!problem}>
      <label for={id}>{label}</label>
      <div class="field-input">
        <input
          type="text"
          autocapitalize="none"
          spellcheck={false}
          {...rest}
          {...(secret && shown ? { type: 'text' } : {})}
          id={id}
          value={value}
          onInput={(event) => onValue(event.currentTarget.value)}
          aria-invalid={!!problem}
          aria-describedby={notes || undefined}
        />
        {secret && (
          <IconButton label={shown ? t('do.hide') : t('do.show')} onClick={() => setShown(!shown)}>
            {shown ? <EyeOff /> : <Eye />}
          </IconButton>
        )}
      </div>
      {problem && (
        <p class="note bad" id={`${id}-problem`} role="alert">
          <TriangleAlert /> {sentenceOf(label, problem)}
        </p>
      )}
      {warning && (
        <p class="note attention boxed" id={`${id}-warning`} role="alert">
          <TriangleAlert /> <span>{warning}</span>
        </p>
      )}
      {help && (
        <p class="note" id={`${id}-help`}>
          {help}
        </p>
      )}
    </div>
  )
}

interface SwitchProps {
  label: string
  help?: string
  checked: boolean
  /** What was asked for last is being done: no other wish is taken, and none is shown. */
  pending?: boolean
  onChecked: (checked: boolean) => void
}

export function Switch({ label, help, checked, pending = false, onChecked }: SwitchProps) {
  const id = useId()
  return (
    <div class="switch">
      <input
        id={id}
        type="checkbox"
        role="switch"
        checked={checked}
        aria-checked={checked}
        aria-busy={pending}
        // Not disabled: whoever has pressed it stays where he is.
        aria-disabled={pending}
        aria-describedby={help ? `${id}-help` : undefined}
        onClick={(event) => pending && event.preventDefault()}
        onChange={(event) => onChecked(event.currentTarget.checked)}
      />
      <div>
        <label for={id}>{label}</label>
        {help && (
          <p class="note" id={`${id}-help`}>
            {help}
          </p>
        )}
      </div>
    </div>
  )
}

interface ChoiceProps<T extends string> {
  label: string
  value: T
  options: readonly (readonly [T, string])[]
  onValue: (value: T) => void
}

/** A few answers side by side. */
export function Choice<T extends string>({ label, value, options, onValue }: ChoiceProps<T>) {
  const name = useId()
  return (
    <fieldset class="choice">
      <legend>{label}</legend>
      <div class="choice-options">
        {options.map(([option, text]) => (
          <label key={option} data-chosen={option === value}>
            <input type="radio" name={name} checked={option === value} onChange={() => onValue(option)} />
            <span>{text}</span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
