// What is fetched by itself of one channel or several: the form of a rule.
import { TriangleAlert } from 'lucide-preact'
import { useState } from 'preact/hooks'
import { Button } from '../../../parts/button.tsx'
import { Dialog } from '../../../parts/dialog.tsx'
import { Choice } from '../../../parts/field.tsx'
import { SelectField } from '../../../parts/select-field.tsx'
import { FaultNote } from '../../../parts/states.tsx'
import { toast } from '../../../parts/toasts.tsx'
import { useAsyncAction } from '../../../parts/use-async-action.ts'
import { size } from '../../../sizes.ts'
import { t } from '../../../texts/t.ts'
import type { ChannelOut } from '../../../wire.ts'
import { each } from '../each.ts'
import { AroundAlarms } from './around-alarms.tsx'
import { type Rule, type RuleOut, saveRule } from './asks.ts'
import { hoursWords, keepsLess, offered, problemOf, USUAL } from './rule.ts'
import { ScheduleField } from './schedule-field.tsx'

interface Props {
  /** At least one. */
  channels: readonly ChannelOut[]
  /** Those that these channels have. */
  rules: readonly RuleOut[]
  onClose: () => void
  onChanged: () => void
}

const withoutChannel = ({ channel_id: _channel, ...rule }: RuleOut): Rule => rule

const side = (value: number, onValue: (seconds: number) => void) => ({
  ...{ value, onValue },
  choices: offered.seconds(value),
})

export function RuleDialog({ channels, rules, onClose, onChanged }: Props) {
  const [first] = rules
  const [draft, setDraft] = useState<Rule>(first ? withoutChannel(first) : USUAL)
  const set = (change: Partial<Rule>) => setDraft({ ...draft, ...change })
  const save = useAsyncAction(
    async () => {
      const answer = await each(channels, ({ id }) => saveRule(id, draft))
      onChanged()
      return answer
    },
    () => {
      toast(t('rules.saved'))
      onClose()
    },
  )
  const problem = problemOf(draft)
  const [one] = channels
  const options = (values: readonly number[], words: (value: number) => string) =>
    values.map((value) => [value, words(value)] as const)
  return (
    <Dialog
      title={
        channels.length === 1
          ? t('rules.title.one', { name: one?.name ?? '' })
          : t('rules.title.some', { count: channels.length })
      }
      onClose={onClose}
    >
      <form
        class="form rule-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          if (!problem) void save.run()
        }}
      >
        {channels.length > 1 && rules.length > 0 && <p class="note">{t('rules.replaces')}</p>}
        <Choice
          label={t('rules.mode')}
          value={draft.mode}
          options={[
            ['last_hours', t('rules.mode.last_hours')],
            ['around_alarms', t('rules.mode.around_alarms')],
          ]}
          onValue={(mode) => set({ mode })}
        />
        <SelectField
          label={t('rules.hours')}
          value={draft.hours}
          options={options(offered.hours(draft.hours), hoursWords)}
          onValue={(hours) => set({ hours: hours ?? USUAL.hours })}
        />
        {draft.mode === 'around_alarms' && (
          <AroundAlarms
            before={side(draft.before_seconds, (before_seconds) => set({ before_seconds }))}
            after={side(draft.after_seconds, (after_seconds) => set({ after_seconds }))}
            kinds={draft.kinds}
            onKinds={(kinds) => set({ kinds })}
          />
        )}
        <ScheduleField schedule={draft.schedule} onSchedule={(schedule) => set({ schedule })} />
        <SelectField
          label={t('rules.keep')}
          value={draft.keep_hours}
          options={[...options(offered.keep(draft.keep_hours), hoursWords), [null, t('rules.keep.always')]]}
          onValue={(keep_hours) => set({ keep_hours })}
        />
        <SelectField
          label={t('rules.quota')}
          help={t('rules.quota.help')}
          value={draft.quota_bytes}
          options={[...options(offered.quota(draft.quota_bytes), size), [null, t('rules.quota.none')]]}
          onValue={(quota_bytes) => set({ quota_bytes })}
        />
        {rules.some((rule) => keepsLess(rule, draft)) && (
          <p class="note attention boxed" role="alert">
            <TriangleAlert /> <span>{t('rules.less')}</span>
          </p>
        )}
        {problem && <FaultNote fault={{ status: 400, message: t(`rules.problem.${problem}`), problems: [] }} />}
        <FaultNote fault={save.fault} />
        <div class="actions end">
          <Button onClick={onClose}>{t('do.cancel')}</Button>
          <Button look="primary" type="submit" pending={save.pending} disabled={problem !== null}>
            {t('do.save')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
