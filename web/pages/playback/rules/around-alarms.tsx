// How much of the time around an alarm is wanted, and of which alarms.
import { Picks } from '../../../parts/picks.tsx'
import { SelectField } from '../../../parts/select-field.tsx'
import { t } from '../../../texts/t.ts'
import type { Rule } from './asks.ts'
import { kindWords, offered, secondsWords } from './rule.ts'

interface Side {
  /** Seconds. */
  value: number
  choices: readonly number[]
  onValue: (seconds: number) => void
}

interface Props {
  before: Side
  after: Side
  kinds: Rule['kinds']
  onKinds: (kinds: Rule['kinds']) => void
}

export function AroundAlarms({ before, after, kinds, onKinds }: Props) {
  const all = offered.kinds(kinds) as NonNullable<Rule['kinds']>
  const side = (label: string, { value, choices, onValue }: Side) => (
    <SelectField
      label={label}
      value={value}
      options={choices.map((seconds) => [seconds, secondsWords(seconds)] as const)}
      onValue={(seconds) => seconds !== null && onValue(seconds)}
    />
  )
  return (
    <>
      <div class="rule-around">
        {side(t('rules.before'), before)}
        {side(t('rules.after'), after)}
      </div>
      <Picks
        label={t('rules.kinds')}
        words={(some) => (some ? t('rules.kinds.some', { count: some.length }) : t('rules.kinds.all'))}
        options={all.map((kind) => [kind, kindWords(kind)] as const)}
        value={kinds}
        onValue={onKinds}
      />
    </>
  )
}
