// One of several values, with its label above and a word below.
import { useId } from 'preact/hooks'

interface Props {
  label: string
  value: number | null
  options: readonly (readonly [number | null, string])[]
  onValue: (value: number | null) => void
  help?: string
}

export function SelectField({ label, value, options, onValue, help }: Props) {
  const id = useId()
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select
        id={id}
        value={String(value)}
        aria-describedby={help && `${id}-help`}
        onChange={({ currentTarget: { value: text } }) => onValue(text === 'null' ? null : Number(text))}
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
