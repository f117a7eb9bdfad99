// What to look for in a device's log: a time and a kind.
import { Search } from 'lucide-preact'
import { useId, useState } from 'preact/hooks'
import { Button } from '../../../parts/button.tsx'
import { Field } from '../../../parts/field.tsx'
import { useDraft } from '../../../parts/use-draft.ts'
import { t } from '../../../texts/t.ts'
import { KINDS, type Kind, problemOf, type Query, RANGES, type Range } from './query.ts'

interface Props {
  /** As the address says. */
  query: Query
  pending: boolean
  onSearch: (query: Query) => void
}

export function LogForm({ query, pending, onSearch }: Props) {
  const [draft, setDraft] = useDraft(query)
  const [tried, setTried] = useState(false)
  const problem = problemOf(draft)
  const change = (part: Partial<Query>) => setDraft({ ...draft, ...part })
  return (
    <form
      class="log-form"
      aria-label={t('log.form')}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        setTried(true)
        if (!problem) onSearch(draft)
      }}
    >
      <Pick<Range>
        label={t('log.range')}
        value={draft.range}
        options={RANGES.map((range) => [range, t(`log.range.${range}`)])}
        onValue={(range) => change({ range })}
      />
      {draft.range === 'own' && (
        <>
          <Field
            label={t('log.from')}
            type="datetime-local"
            value={draft.from}
            help={t('log.own.help')}
            problem={tried && problem ? t(problem) : undefined}
            onValue={(from) => change({ from })}
          />
          <Field label={t('log.to')} type="datetime-local" value={draft.to} onValue={(to) => change({ to })} />
        </>
      )}
      <Pick<Kind>
        label={t('log.kind')}
        value={draft.kind}
        options={KINDS.map((kind) => [kind, t(`log.kind.${kind}`)])}
        onValue={(kind) => change({ kind })}
      />
      <Button type="submit" look="primary" icon={<Search />} pending={pending}>
        {t('log.search')}
      </Button>
    </form>
  )
}

interface PickProps<T extends string> {
  label: string
  value: T
  options: (readonly [T, string])[]
  onValue: (value: T) => void
}

function Pick<T extends string>({ label, value, options, onValue }: PickProps<T>) {
  const id = useId()
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select
        id={id}
        value={value}
        onChange={(event) => {
          const found = options.find(([option]) => option === event.currentTarget.value)
          if (found) onValue(found[0])
        }}
      >
        {options.map(([option, text]) => (
          <option key={option} value={option}>
            {text}
          </option>
        ))}
      </select>
    </div>
  )
}
