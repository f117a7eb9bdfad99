// The button that looks at a camera's streams before they are kept, and what they send, in words.
import { ScanEye } from 'lucide-preact'
import { useState } from 'preact/hooks'
import { ask } from '../../api.ts'
import { Button } from '../../parts/button.tsx'
import { FaultNote } from '../../parts/states.tsx'
import { useAsyncAction } from '../../parts/use-async-action.ts'
import { t } from '../../texts/t.ts'
import type { DeviceOut, ProbedOut } from '../../wire.ts'
import type { Draft } from './device-input.ts'
import { streamsToTry, wordsOf } from './stream-words.ts'

interface Props {
  draft: Draft
  device: DeviceOut | undefined
  /** Runs it when the form makes sense. */
  checked: (then: () => void) => void
}

export function StreamTrial({ draft, device, checked }: Props) {
  const [found, setFound] = useState<{ main?: ProbedOut; sub?: ProbedOut }>({})
  const { main, sub } = streamsToTry(draft, device)
  const look = (rtsp_url: string) =>
    ask<{ data: ProbedOut }>('/api/cameras/probe', {
      method: 'POST',
      body: { rtsp_url, ...(device && { device_id: device.id }) },
    })
  const first = useAsyncAction(
    () => look(main),
    ({ data }) => setFound((before) => ({ ...before, main: data })),
  )
  const second = useAsyncAction(
    () => look(sub ?? main),
    ({ data }) => setFound((before) => ({ ...before, sub: data })),
  )
  const pending = first.pending || second.pending
  const tryBoth = async () => {
    setFound({})
    second.forget()
    await first.run()
    if (sub !== null) await second.run()
  }
  return (
    <div class="test">
      <Button icon={<ScanEye />} disabled={pending} onClick={() => checked(() => void tryBoth())}>
        {pending ? t('devices.stream.trying') : t('devices.stream.try')}
      </Button>
      <div class="found" aria-live="polite">
        {found.main && <Found probed={found.main} label={t('devices.stream.main')} />}
        {found.sub && <Found probed={found.sub} label={t('devices.stream.sub')} />}
      </div>
      <FaultNote fault={first.fault} />
      <FaultNote fault={second.fault} />
    </div>
  )
}

function Found({ probed, label }: { probed: ProbedOut; label: string }) {
  return (
    <p class="note">
      <strong>{label}</strong> {wordsOf(probed)}
      {probed.browsers === 'some' && ` ${t('devices.stream.some')}`}
      {probed.browsers === 'none' && ` ${t('devices.stream.none')}`}
    </p>
  )
}
