// Fields of the hub's forms: each stands for a setting, and says who else has set it.
import { useId } from 'preact/hooks'
import { Choice, Field } from '../../parts/field.tsx'
import { t } from '../../texts/t.ts'
import type { HubForm } from './use-hub-settings.ts'

interface Props {
  form: HubForm
  name: string
  label: string
  help?: string | undefined
}

export function Locked({ label, by }: { label: string; by: string }) {
  return (
    <p class="note">
      {label}: {t('hub.broker.locked', { name: by })}
    </p>
  )
}

export function SettingField({
  form,
  name,
  label,
  help,
  ...rest
}: Props & { type?: string; placeholder?: string; inputMode?: 'url' | 'numeric' }) {
  const by = form.lockedBy(name)
  if (by !== null) return <Locked label={label} by={by} />
  return (
    <Field
      {...rest}
      label={label}
      help={help}
      value={form.text(name)}
      onValue={(value) => form.set(name, value)}
      problem={form.problem(name)}
      autocomplete={rest.type === 'password' ? 'new-password' : 'off'}
    />
  )
}

export function SettingChoice({
  form,
  name,
  label,
  help,
  options,
}: Props & { options: readonly (readonly [string, string])[] }) {
  const by = form.lockedBy(name)
  if (by !== null) return <Locked label={label} by={by} />
  return (
    <div class="with-note">
      <Choice label={label} value={form.text(name)} options={options} onValue={(value) => form.set(name, value)} />
      {help && <p class="note">{help}</p>}
    </div>
  )
}

/** A certificate or key, which is many lines. */
export function SettingLines({ form, name, label, help }: Props) {
  const id = useId()
  const problem = form.problem(name)
  return (
    <div class="field" data-problem={!!problem}>
      <label for={id}>{label}</label>
      <textarea
        id={id}
        class="hub-lines"
        rows={3}
        spellcheck={false}
        autocapitalize="none"
        placeholder={help ?? '-----BEGIN …'}
        value={form.text(name)}
        aria-invalid={!!problem}
        onInput={(event) => form.set(name, event.currentTarget.value)}
      />
      {problem && <p class="note bad">{problem}</p>}
    </div>
  )
}
