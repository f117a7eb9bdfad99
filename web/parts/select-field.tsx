// One of several values, with its label above and a word below.
import { useId } from 'preact/hooks'

interface Props<T extends string | number> {
  label: string
  value: T | null
  options: readonly (readonly [T | null, string])[]
  onValue: (value: T | null) => void
  help?: string
}

export function SelectField<T extends string | number>({ label, value, options, onValue, help }: Props<T>) {
  const id = useId()
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select
        id={id}
        value={String(value)}
        aria-describedby={help && `${id}-help`}
        onChange={({ currentTarget: { value: text } }) =>
          onValue(options.find(([option]) => String(option) === text)?.[0] ?? null)
        }
      >
        {options.map(([option, words]) => (
          <option key={option} value={String(option)}>
            {words}
          </option>
        ))}
      </select>
      {help && (
        <p class="note" id={`${id}-help`}>
          {help}
        </p>
      )}
    </div>
  )
}
