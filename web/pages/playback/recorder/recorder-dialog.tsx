// What is recorded of one camera or several: the form.
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
import { AroundAlarms } from '../rules/around-alarms.tsx'
import { NEW_SPAN, secondsWords } from '../rules/rule.ts'
import { ScheduleField } from '../rules/schedule-field.tsx'
import { type RecorderOut, type RecorderRule, saveRecorder } from './asks.ts'
import { FolderField } from './folder-field.tsx'
import { daysWords, keepsLess, offered, problemOf } from './words.ts'

interface Props {
  /** At least one, and what each has now. */
  cameras: readonly { channel: ChannelOut; rule: RecorderOut }[]
  onClose: () => void
  onChanged: () => void
}

const ruleOf = ({ channel_id: _channel, state: _state, ...rule }: RecorderOut): RecorderRule => rule
const FIRST: RecorderRule['schedule'] = [{ ...NEW_SPAN, record: 'continuous' }]
/** Whoever opens the form of a camera that is off wants it recorded. */
const draftOf = (rule: RecorderRule): RecorderRule => (rule.mode === 'off' ? { ...rule, mode: 'continuous' } : rule)

export function RecorderDialog({ cameras, onClose, onChanged }: Props) {
  const rules = cameras.map(({ rule }) => ruleOf(rule))
  const [draft, setDraft] = useState<RecorderRule>(draftOf(rules[0] as RecorderRule))
  const set = (change: Partial<RecorderRule>) => setDraft({ ...draft, ...change })
  const save = useAsyncAction(
    async () => {
      const answer = await each(cameras, ({ channel }) => saveRecorder(channel.id, draft))
      onChanged()
      return answer
    },
    () => {
      toast(t('recorder.saved'))
      onClose()
    },
  )
  const problem = problemOf(draft)
  const [one] = cameras
  const options = (values: readonly number[], words: (value: number) => string) =>
    values.map((value) => [value, words(value)] as const)
  return (
    <Dialog
      title={
        cameras.length === 1
          ? t('recorder.title.one', { name: one?.channel.name ?? '' })
          : t('recorder.title.some', { count: cameras.length })
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
        {cameras.length > 1 && rules.some(({ mode }) => mode !== 'off') && <p class="note">{t('recorder.replaces')}</p>}
        <Choice
          label={t('recorder.mode')}
          value={draft.mode}
          options={(['off', 'continuous', 'alarm', 'schedule'] as const).map((mode) => [
            mode,
            t(`recorder.mode.${mode}`),
          ])}
          onValue={(mode) => set({ mode, ...(mode === 'schedule' && !draft.schedule.length && { schedule: FIRST }) })}
        />
        {draft.mode === 'schedule' && <Times draft={draft} set={set} />}
        {isAroundAlarms(draft) && (
          <AroundAlarms
            before={side(draft.pre_seconds, offered.before, (pre_seconds) => set({ pre_seconds }))}
            after={side(draft.post_seconds, offered.after, (post_seconds) => set({ post_seconds }))}
            kinds={draft.kinds}
            onKinds={(kinds) => set({ kinds })}
          />
        )}
        {draft.mode !== 'off' && (
          <>
            <SelectField
              label={t('recorder.length')}
              value={draft.segment_seconds}
              options={options(offered.length(draft.segment_seconds), secondsWords)}
              onValue={(value) => value !== null && set({ segment_seconds: value })}
            />
            <SelectField
              label={t('recorder.keep')}
              value={draft.retention_days}
              options={[...options(offered.days(draft.retention_days), daysWords), [null, t('recorder.keep.always')]]}
              onValue={(retention_days) => set({ retention_days })}
            />
            <SelectField
              label={t('rules.quota')}
              help={t('rules.quota.help')}
              value={draft.quota_bytes}
              options={[...options(offered.quota(draft.quota_bytes), size), [null, t('rules.quota.none')]]}
              onValue={(quota_bytes) => set({ quota_bytes })}
            />
            <FolderField value={draft.folder} onValue={(folder) => set({ folder })} />
            <p class="note">{t('recorder.room')}</p>
          </>
        )}
        {rules.some((rule) => keepsLess(rule, draft)) && (
          <p class="note attention boxed" role="alert">
            <TriangleAlert /> <span>{t('recorder.less')}</span>
          </p>
        )}
        {problem && <FaultNote fault={{ status: 400, message: t(`recorder.problem.${problem}`), problems: [] }} />}
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

const side = (value: number, offer: (own: number) => number[], onValue: (seconds: number) => void) => ({
  ...{ value, onValue },
  choices: offer(value),
})

interface PartProps {
  draft: RecorderRule
  set: (change: Partial<RecorderRule>) => void
}

const isAroundAlarms = ({ mode, schedule }: RecorderRule) =>
  mode === 'alarm' || (mode === 'schedule' && schedule.some(({ record }) => record === 'alarm'))

function Times({ draft: { schedule }, set }: PartProps) {
  const record = schedule.every((span) => span.record === 'alarm') && schedule.length > 0 ? 'alarm' : 'continuous'
  return (
    <>
      <ScheduleField
        needed
        schedule={schedule}
        onSchedule={(spans) => set({ schedule: spans.map((span) => ({ record, ...span })) })}
      />
      <Choice
        label={t('recorder.record')}
        value={record}
        options={[
          ['continuous', t('recorder.record.continuous')],
          ['alarm', t('recorder.record.alarm')],
        ]}
        onValue={(value) => set({ schedule: schedule.map((span) => ({ ...span, record: value })) })}
      />
    </>
  )
}
