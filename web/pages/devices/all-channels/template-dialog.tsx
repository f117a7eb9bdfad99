// A template made or changed: what channels shall have, and what of them may be as it is.
import { useState } from 'preact/hooks'
import { Button } from '../../../parts/button.tsx'
import { Dialog } from '../../../parts/dialog.tsx'
import { Field as TextField } from '../../../parts/field.tsx'
import { SelectField } from '../../../parts/select-field.tsx'
import { FaultNote } from '../../../parts/states.tsx'
import { useAsyncAction } from '../../../parts/use-async-action.ts'
import { t } from '../../../texts/t.ts'
import type { Field } from '../channels/draft.ts'
import { choiceWords, nameOf, wordsOf } from '../channels/words.ts'
import { keptBy, offsetOf } from '../system/state-words.ts'
import { asks, type Template, type Wanted } from './asks.ts'
import { modeWords } from './columns.ts'
import { choicesFor, type Form, formOf, wantedOf, wrongIn } from './form.ts'
import type { Row } from './rows.ts'
import './template.css'
import { ENCODINGS, type Encoding, WANTED_FIELDS, wantedLike } from './template.ts'

interface Props {
  rows: readonly Row[]
  /** Null for a new one. */
  template: Template | null
  /** What a new one begins with. */
  begin: Wanted
  onClose: () => void
  onKept: (template: Template) => void
}

export function TemplateDialog({ rows, template, begin, onClose, onKept }: Props) {
  const [name, setName] = useState(template?.name ?? '')
  const [like, setLike] = useState<number | null>(null)
  const [form, setForm] = useState(() => formOf(template?.document ?? begin))
  const wrong = wrongIn(form)
  const action = useAsyncAction(
    () => asks.keep({ kind: 'channels', name: name.trim(), document: wantedOf(form) }, template?.id ?? null),
    ({ data }) => onKept(data),
  )
  const told = rows.filter(({ main }) => main !== null)
  return (
    <Dialog title={t(template ? 'configuration.template.edit' : 'configuration.template.new')} onClose={onClose} wide>
      <form
        class="template-form"
        onSubmit={(event) => {
          event.preventDefault()
          if (name.trim() !== '' && wrong.length === 0) void action.run()
        }}
      >
        <div class="template-fields">
          <TextField
            label={t('configuration.template.name')}
            value={name}
            onValue={setName}
            maxLength={64}
            autocapitalize="sentences"
            problem={action.problem('body.name')}
          />
          <SelectField
            label={t('configuration.template.like')}
            value={like}
            options={[
              [null, t('configuration.template.like.none')],
              ...told.map(({ id, channel }) => [id, channel.name] as const),
            ]}
            onValue={(id) => {
              const row = told.find((one) => one.id === id)
              setLike(id)
              if (row) setForm({ ...form, ...formOf(wantedLike(row)) })
            }}
          />
        </div>
        <p class="note">{t('configuration.template.lead')}</p>
        {ENCODINGS.map((encoding) => (
          <EncodingFields key={encoding} {...{ rows, encoding, form }} onForm={setForm} />
        ))}
        <OtherFields rows={rows} form={form} onForm={setForm} />
        <FaultNote fault={action.unless('body.name')} />
        <div class="actions end">
          <Button onClick={onClose}>{t('do.cancel')}</Button>
          <Button
            type="submit"
            look="primary"
            pending={action.pending}
            disabled={name.trim() === '' || wrong.length > 0}
          >
            {t('do.save')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

interface FormProps {
  rows: readonly Row[]
  form: Form
  onForm: (form: Form) => void
}

function EncodingFields({ rows, encoding, form, onForm }: FormProps & { encoding: Encoding }) {
  const draft = form[encoding]
  const set = (field: Field, value: string) => onForm({ ...form, [encoding]: { ...draft, [field]: value } })
  return (
    <fieldset class="template-part">
      <legend>{t(`configuration.${encoding}`)}</legend>
      <div class="template-fields">
        {WANTED_FIELDS.map((field) => {
          const label = nameOf(field, draft.video_codec || null)
          const value = draft[field] ?? ''
          const choices = choicesFor(rows, encoding, field)
          if (choices)
            return (
              <Any
                key={field}
                {...{ label, value }}
                choices={choices.map((one) => [one, choiceWords(field, one, choices)])}
                onValue={(next) => set(field, next)}
              />
            )
          const isWrong = wrongIn(form).some((one) => one.encoding === encoding && one.field === field)
          return (
            <TextField
              key={field}
              {...{ label, value }}
              onValue={(next) => set(field, next)}
              inputMode="numeric"
              help={isWrong ? undefined : t('configuration.template.kbps')}
              problem={isWrong ? t('channels.wrong.kbps') : undefined}
            />
          )
        })}
      </div>
    </fieldset>
  )
}

function OtherFields({ rows, form, onForm }: FormProps) {
  const zones = [...new Set(rows.flatMap(({ clock }) => clock?.utc_offset_minutes ?? []).map(String))]
  if (form.zone && !zones.includes(form.zone)) zones.push(form.zone)
  return (
    <fieldset class="template-part">
      <legend>{t('configuration.template.compared')}</legend>
      <div class="template-fields">
        <Any
          label={t('configuration.template.switched')}
          value={form.enabled}
          choices={['true', 'false'].map((on) => [on, wordsOf('motion_detect', on)])}
          onValue={(enabled) => onForm({ ...form, enabled })}
        />
        <Any
          label={t('configuration.template.mode')}
          help={t('configuration.template.mode.help')}
          value={form.mode}
          choices={['continuous', 'motion', 'off'].map((mode) => [mode, modeWords(mode, mode)])}
          onValue={(mode) => onForm({ ...form, mode })}
        />
        <Any
          label={t('configuration.template.kept.by')}
          help={t('configuration.template.clock.help')}
          value={form.clock}
          choices={['ntp', 'manual'].map((mode) => [mode, keptBy({ mode })])}
          onValue={(clock) => onForm({ ...form, clock })}
        />
        <Any
          label={t('configuration.template.zone')}
          help={t('configuration.template.clock.help')}
          value={form.zone}
          choices={zones.map((zone) => [zone, offsetOf({ utc_offset_minutes: Number(zone) })])}
          onValue={(zone) => onForm({ ...form, zone })}
        />
      </div>
    </fieldset>
  )
}

interface AnyProps {
  label: string
  help?: string
  value: string
  choices: readonly (readonly [value: string, words: string])[]
  onValue: (value: string) => void
}

/** One of several, or as it is. */
function Any({ value, choices, onValue, ...words }: AnyProps) {
  return (
    <SelectField
      {...words}
      value={value || null}
      options={[[null, t('configuration.template.asIs')], ...choices]}
      onValue={(next) => onValue(next ?? '')}
    />
  )
}
