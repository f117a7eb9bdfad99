// Addresses of other front ends: whose pages may use our API, and whose may show us in a frame. The founder's.
import { TriangleAlert } from 'lucide-preact'
import { useId, useState } from 'preact/hooks'
import { sentenceOf } from '../../parts/field.tsx'
import { SaveForm } from '../../parts/save-form.tsx'
import { toast } from '../../parts/toasts.tsx'
import { t } from '../../texts/t.ts'
import type { SettingOut } from '../../wire.ts'
import { Locked } from '../hub/form-parts.tsx'
import { type HubForm, useHubSettings } from '../hub/use-hub-settings.ts'
import { SaveNote } from './save-note.tsx'

const KEYS = ['cors_origins', 'embed_origins']

export function OriginsSection({ settings, onSaved }: { settings: readonly SettingOut[]; onSaved: () => void }) {
  const form = useHubSettings(settings, KEYS, () => {
    toast(t('settings.origins.saved'))
    onSaved()
  })
  return (
    <section class="panel pad" id="front-ends">
      <h2>{t('settings.origins')}</h2>
      <p class="note">{t('settings.origins.lead')}</p>
      <SaveForm save={form.save} canSave={form.isChanged} note={<SaveNote form={form} keys={KEYS} />}>
        <Origins
          form={form}
          name="cors_origins"
          label={t('settings.origins.label')}
          example={t('settings.origins.example')}
        />
        <Origins
          form={form}
          name="embed_origins"
          label={t('settings.frames.label')}
          example={t('settings.frames.example')}
          help={t('settings.frames.help')}
        />
      </SaveForm>
    </section>
  )
}

interface Props {
  form: HubForm
  name: string
  label: string
  example: string
  help?: string
}

function Origins({ form, name, label, example, help }: Props) {
  const id = useId()
  const listed = form.value(name) as string[] | undefined
  const [text, setText] = useState((listed ?? []).join('\n'))
  const by = form.lockedBy(name)
  if (by !== null) return <Locked label={label} by={by} />
  const problem = form.problem(name)
  return (
    <div class="field" data-problem={!!problem}>
      <label for={id}>{label}</label>
      <textarea
        id={id}
        class="origins"
        rows={3}
        spellcheck={false}
        autocapitalize="none"
        placeholder={example}
        value={text}
        aria-invalid={!!problem}
        aria-describedby={[problem && `${id}-problem`, help && `${id}-help`].filter(Boolean).join(' ') || undefined}
        onInput={({ currentTarget: { value } }) => {
          setText(value)
          form.set(name, value.split(/\s+/).filter(Boolean))
        }}
      />
      {problem && (
        <p class="note bad" id={`${id}-problem`}>
          <TriangleAlert /> {sentenceOf('?', problem)}
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
