// A field in which a part of a name is sought.
interface Props {
  label: string
  value: string
  onValue: (text: string) => void
  class: string
}

export function NameSearch({ label, value, onValue, class: look }: Props) {
  return (
    <search class={look}>
      <input
        type="search"
        aria-label={label}
        placeholder={label}
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
        value={value}
        onInput={(event) => onValue(event.currentTarget.value)}
      />
    </search>
  )
}
