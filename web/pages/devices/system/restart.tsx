// The restart of a device: asked before, and its state until it is online again.
import { Power } from 'lucide-preact'
import { useState } from 'preact/hooks'
import type { Answer } from '../../../client.ts'
import { titleOf } from '../../../household.ts'
import { Button } from '../../../parts/button.tsx'
import { Confirm } from '../../../parts/dialog.tsx'
import { useAsyncAction } from '../../../parts/use-async-action.ts'
import { t } from '../../../texts/t.ts'
import type { DeviceOut } from '../../../wire.ts'
import { PhaseView } from '../phase.tsx'
import { noteRestart, restartingSince } from './restarts.ts'

export function Restart({ device, order }: { device: DeviceOut; order: () => Promise<Answer<unknown>> }) {
  const [asking, setAsking] = useState(false)
  const action = useAsyncAction(
    async () => {
      const answer = await order()
      // As it was when the order was given; events may have told more by now.
      if (answer.kind === 'ok') noteRestart(device)
      return answer
    },
    () => setAsking(false),
  )
  const restarting = restartingSince(device)
  return (
    <section class="panel pad">
      <h2>{t('controls.restart')}</h2>
      <div role="status">
        <PhaseView state={device.state} restarting={restarting} />
        <p class="note">{restarting ? t('controls.restarting.note') : t('controls.restart.lead')}</p>
      </div>
      <div class="actions">
        <Button
          icon={<Power />}
          disabled={restarting !== null}
          onClick={() => {
            action.forget()
            setAsking(true)
          }}
        >
          {t(`controls.restart.${device.kind ?? 'unknown'}`)}
        </Button>
      </div>
      {asking && (
        <Confirm
          title={t('controls.restart.title', { name: titleOf(device) })}
          text={t('controls.restart.text')}
          does={t('controls.restart.do')}
          action={action}
          onClose={() => setAsking(false)}
        />
      )}
    </section>
  )
}
