// Tries a browser out, and says beside the button what came of it.
import { Send } from 'lucide-preact'
import { useState } from 'preact/hooks'
import { Button } from '../../../parts/button.tsx'
import { FaultNote } from '../../../parts/states.tsx'
import { useAsyncAction } from '../../../parts/use-async-action.ts'
import { testPush } from '../../../push/asks.ts'
import { t } from '../../../texts/t.ts'

export function TestButton({ id, onTested }: { id: number; onTested: () => void }) {
  const [result, setResult] = useState('')
  const test = useAsyncAction(
    () => testPush(id),
    ({ delivered, message }) => {
      setResult(delivered ? t('push.test.done') : t('push.test.failed', { reason: message }))
      onTested()
    },
  )
  return (
    <>
      <Button icon={<Send />} pending={test.pending} onClick={() => void test.run()}>
        {t('push.test')}
      </Button>
      <p class="note push-result" role="status">
        {result}
      </p>
      <FaultNote fault={test.fault} />
    </>
  )
}
