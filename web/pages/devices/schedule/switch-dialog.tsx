// Switches the schedule of a channel on the device: what will change is shown first.
import { MoveRight } from 'lucide-preact'
import { useState } from 'preact/hooks'
import { Button } from '../../../parts/button.tsx'
import { Dialog } from '../../../parts/dialog.tsx'
import { FaultNote } from '../../../parts/states.tsx'
import { toast } from '../../../parts/toasts.tsx'
import { useAsyncAction } from '../../../parts/use-async-action.ts'
import { t } from '../../../texts/t.ts'
import { asks, type RecordingModeOut } from './asks.ts'

interface Props {
  channel: RecordingModeOut
  onChanged: () => void
  onClose: () => void
}

export function SwitchDialog({ channel, onChanged, onClose }: Props) {
  /** What has to be told before the dialog goes. */
  const [told, setTold] = useState<'kept' | 'reboot' | null>(null)
  const name = channel.channel_name
  const [before, after] = channel.schedule_enable ? (['on', 'off'] as const) : (['off', 'on'] as const)
  const action = useAsyncAction(
    () => asks.enable(channel, after === 'on'),
    (answer) => {
      onChanged()
      if (answer.reboot_required) return setTold('reboot')
      if (answer.schedule_enable !== (after === 'on')) return setTold('kept')
      toast(t('schedule.switched', { name, state: t(`channels.${after}`).toLowerCase() }))
      onClose()
    },
  )
  return (
    <Dialog title={t(`schedule.switchOf.${after}`, { name })} onClose={onClose}>
      <dl class="week-switch">
        <dt>{t('schedule.switch.name')}</dt>
        <dd>
          {t(`channels.${before}`)} <MoveRight aria-label={t('channels.after')} />{' '}
          <strong>{t(`channels.${after}`)}</strong>
        </dd>
      </dl>
      <p>{t(`schedule.switch.${after}.text`)}</p>
      {told && (
        <p class="note attention boxed" role="alert">
          {t(told === 'kept' ? 'schedule.kept' : 'channels.reboot')}
        </p>
      )}
      <FaultNote fault={action.fault} />
      <div class="actions end">
        <Button onClick={onClose}>{t(told ? 'do.close' : 'do.cancel')}</Button>
        {!told && (
          <Button look="primary" pending={action.pending} onClick={() => void action.run()}>
            {t('channels.write')}
          </Button>
        )}
      </div>
    </Dialog>
  )
}
