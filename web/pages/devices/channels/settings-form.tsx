// Changing a channel's settings: the fields within the device's limits, what will change, and the write.
import { useCallback, useState } from 'preact/hooks'
import { loadChannels } from '../../../household.ts'
import { Button } from '../../../parts/button.tsx'
import { FaultNote, FaultView, Waiting } from '../../../parts/states.tsx'
import { useUnsaved } from '../../../parts/unsaved.ts'
import { useAsyncAction } from '../../../parts/use-async-action.ts'
import { useLoaded } from '../../../parts/use-loaded.ts'
import { t } from '../../../texts/t.ts'
import type { ChannelOut } from '../../../wire.ts'
import { asks, type Limits, type Settings } from './asks.ts'
import type { Outcome } from './became.tsx'
import { bodyOf, type Change, changesOf, type Draft, type Field, fieldOfName, fieldsOf, problemOf } from './draft.ts'
import { FieldOf } from './field-of.tsx'
import { Will } from './will.tsx'

interface Props {
  channel: ChannelOut
  settings: Settings
  /** After each answer of the device, a fault too: it may have taken a part. */
  onAsked: () => void
  onWritten: (outcome: Outcome) => void
  onClose: () => void
}

export function SettingsForm(props: Props) {
  const { id, device_id } = props.channel
  const ask = useCallback((signal: AbortSignal) => asks.limits({ id, device_id }, signal), [id, device_id])
  const { state, reload } = useLoaded(ask)
  if (state.phase === 'loading') return <Waiting rows={3} />
  if (state.phase === 'fault')
    return (
      <>
        <FaultView fault={state.fault} onRetry={reload} />
        <div class="actions end">
          <Button onClick={props.onClose}>{t('do.cancel')}</Button>
        </div>
      </>
    )
  return <Loaded {...props} limits={state.value} />
}

function Loaded({ channel, settings, limits, onAsked, onWritten, onClose }: Props & { limits: Limits }) {
  const [draft, setDraft] = useState<Draft>({})
  const [refused, setRefused] = useState<ReadonlyMap<Field, string>>(new Map())
  const changes = changesOf(settings, draft)
  useUnsaved(changes.length > 0)
  const write = useAsyncAction(
    async (asked: Change[]) => {
      const answer = await asks.write(channel, bodyOf(asked))
      onAsked()
      if (answer.kind === 'fault')
        setRefused(
          new Map(
            answer.fault.problems.flatMap(({ path, message }) => {
              const field = fieldOfName(path)
              return field ? [[field, message] as const] : []
            }),
          ),
        )
      return answer.kind === 'ok' ? { kind: 'ok' as const, data: { asked, answer: answer.data } } : answer
    },
    (outcome) => {
      void loadChannels()
      onWritten(outcome)
    },
  )
  const problems = new Map(
    changes.flatMap(({ field }) => {
      const problem = problemOf(settings, limits, draft, field) ?? refused.get(field)
      return problem ? [[field, problem] as const] : []
    }),
  )
  const wrong = changes.some(({ field }) => problemOf(settings, limits, draft, field))
  return (
    <form
      class="settings-desk"
      onSubmit={(event) => {
        event.preventDefault()
        if (changes.length && !wrong) void write.run(changes)
      }}
    >
      <div class="form">
        {fieldsOf(settings, draft).map((field) => (
          <FieldOf
            key={field}
            {...{ channel, settings, limits, draft, field }}
            problem={problems.get(field)}
            onValue={(value) => {
              write.forget()
              setRefused(new Map())
              setDraft({ ...draft, [field]: value })
            }}
          />
        ))}
      </div>
      <div class="settings-will">
        <Will changes={changes} codec={draft.video_codec ?? settings.video_codec} />
        <FaultNote fault={write.fault} />
        <div class="actions">
          <Button type="submit" look="primary" pending={write.pending} disabled={changes.length === 0 || wrong}>
            {t('channels.write')}
          </Button>
          <Button onClick={onClose} disabled={write.pending}>
            {t('do.cancel')}
          </Button>
        </div>
      </div>
    </form>
  )
}
