// A channel that a person does not use here: the way to switch it off, and the way back.
import { Eye, EyeOff } from 'lucide-preact'
import { useState } from 'preact/hooks'
import { api } from '../../../api.ts'
import { loadChannels, loadDevices } from '../../../household.ts'
import { Button } from '../../../parts/button.tsx'
import { Confirm } from '../../../parts/dialog.tsx'
import { FaultNote } from '../../../parts/states.tsx'
import { toast } from '../../../parts/toasts.tsx'
import { leave } from '../../../parts/unsaved.ts'
import { useAsyncAction } from '../../../parts/use-async-action.ts'
import { mayManage } from '../../../session.ts'
import { t } from '../../../texts/t.ts'
import type { ChannelOut } from '../../../wire.ts'

/** The device's row counts the channels that are in use. */
const loadBoth = () => Promise.all([loadChannels(), loadDevices()])

/** With a question: an alarm that goes on ends by it, and who watches is cut off, which switching on does not bring back. */
export function SwitchOff({ channel: { id, name } }: { channel: ChannelOut }) {
  const [asking, setAsking] = useState(false)
  const action = useAsyncAction(
    () => api.switchChannel(id, false),
    () => {
      setAsking(false)
      toast(t('channels.use.off.done', { name }))
      void loadBoth()
    },
  )
  return (
    <section class="panel pad">
      <h2>{t('channels.use')}</h2>
      <p class="note">{t('channels.use.text')}</p>
      <div class="actions">
        <Button icon={<EyeOff />} aria-haspopup="dialog" onClick={() => leave(() => setAsking(true))}>
          {t('channels.use.off')}
        </Button>
      </div>
      {asking && (
        <Confirm
          title={t('channels.use.off.title', { name })}
          text={t('channels.use.off.what')}
          does={t('channels.use.off.do')}
          action={action}
          onClose={() => setAsking(false)}
        />
      )}
    </section>
  )
}

/** Stands where the settings of the channel would. */
export function SwitchedOff({ channel: { id, name } }: { channel: ChannelOut }) {
  const action = useAsyncAction(
    () => api.switchChannel(id, true),
    () => {
      toast(t('channels.use.on.done', { name }))
      void loadBoth()
    },
  )
  return (
    <section class="panel pad channel-off" aria-label={name}>
      <h2>{name}</h2>
      <p class="channel-off-word">
        <EyeOff aria-hidden="true" /> {t('channels.off.title')}
      </p>
      <p class="note">{t('channels.off.note')}</p>
      <FaultNote fault={action.fault} />
      {mayManage.value && (
        <div class="actions">
          <Button icon={<Eye />} pending={action.pending} onClick={() => void action.run()}>
            {t('channels.use.on')}
          </Button>
        </div>
      )}
    </section>
  )
}
