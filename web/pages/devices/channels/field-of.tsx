// One field of a channel's settings, in the shape that suits it.
import { useId } from 'preact/hooks'
import { Choice, Switch, Field as TextField } from '../../../parts/field.tsx'
import { t } from '../../../texts/t.ts'
import type { ChannelOut } from '../../../wire.ts'
import type { Limits, Settings } from './asks.ts'
import { choicesOf, type Draft, type Field, ownOf, rangeOf } from './draft.ts'
import { choiceWords, nameOf, wordsOf } from './words.ts'

interface Props {
  channel: ChannelOut
  settings: Settings
  limits: Limits
  draft: Draft
  field: Field
  problem: string | undefined
  onValue: (value: string) => void
}

export function FieldOf({ channel, settings, limits, draft, field, problem, onValue }: Props) {
  const label = nameOf(field, draft.video_codec ?? settings.video_codec)
  const value = draft[field] ?? ownOf(settings, field) ?? ''
  switch (field) {
    case 'channel_name':
      return (
        <TextField
          {...{ label, value, onValue, problem }}
          maxLength={100}
          help={channel.name === channel.device_name ? undefined : t('channels.name.help', { name: channel.name })}
        />
      )
    case 'h265_plus':
    case 'motion_detect':
      return (
        <Switch
          label={label}
          checked={value === 'true'}
          onChecked={(checked) => onValue(String(checked))}
          {...(field === 'h265_plus' && { help: t('channels.smart.help') })}
        />
      )
    case 'bit_rate':
      return (
        <Choice
          {...{ label, value, onValue }}
          options={(['variable', 'constant'] as const).map((one) => [one, wordsOf(field, one)] as const)}
        />
      )
    case 'vbr_upper_cap':
    case 'vbr_average_cap': {
      const range = rangeOf(limits)
      const within = range ? t('channels.kbps.range', range) : t('channels.kbps.unit')
      return (
        <TextField {...{ label, value, onValue, problem }} help={problem ? undefined : within} inputMode="numeric" />
      )
    }
    default:
      return <Pick {...{ label, value, onValue, problem, field }} choices={choicesOf(settings, limits, field)} />
  }
}

interface PickProps {
  label: string
  value: string
  field: Field
  choices: readonly string[]
  problem: string | undefined
  onValue: (value: string) => void
}

function Pick({ label, value, field, choices, problem, onValue }: PickProps) {
  const id = useId()
  return (
    <div class="field" data-problem={!!problem}>
      <label for={id}>{label}</label>
      <select
        id={id}
        value={value}
        disabled={choices.length < 2}
        aria-invalid={!!problem}
        aria-describedby={problem ? `${id}-problem` : undefined}
        onChange={(event) => onValue(event.currentTarget.value)}
      >
        {choices.map((choice) => (
          <option key={choice} value={choice}>
            {choiceWords(field, choice, choices)}
          </option>
        ))}
      </select>
      {problem && (
        <p class="note bad" id={`${id}-problem`}>
          {problem}
        </p>
      )}
    </div>
  )
}
