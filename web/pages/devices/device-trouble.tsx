// What is wrong with a device, in words, and the one thing to do about it.
import { ShieldCheck } from 'lucide-preact'
import { api } from '../../api.ts'
import { isAway, loadDevices } from '../../household.ts'
import { Button } from '../../parts/button.tsx'
import { FaultNote } from '../../parts/states.tsx'
import { toast } from '../../parts/toasts.tsx'
import { useAsyncAction } from '../../parts/use-async-action.ts'
import { mayManage } from '../../session.ts'
import { t } from '../../texts/t.ts'
import { moment, now } from '../../times.ts'
import type { DeviceOut } from '../../wire.ts'

export function DeviceTrouble({ device }: { device: DeviceOut }) {
  const { state } = device
  if (!isAway(device)) return null
  const certificate = isCertificate(device)
  const advice = certificate
    ? t('devices.trust.text')
    : state.phase === 'refused'
      ? t('devices.refused.do')
      : t('devices.away.do')
  return (
    <div class="trouble">
      {state.reason && <p>{state.reason}</p>}
      <p class="note">
        {advice}
        {state.retry_at && ` ${t('devices.retry', { time: moment(new Date(state.retry_at), now.value) })}.`}
      </p>
      {mayManage.value && (certificate ? <Trust device={device} /> : state.phase === 'refused' && <ToLogin />)}
    </div>
  )
}

/** A certificate other than the remembered one: never trusted before a person says so. */
const isCertificate = ({ state, certificate_pinned }: DeviceOut) =>
  certificate_pinned && state.kind === 'device-denied' && /certificate/i.test(state.reason ?? '')

function Trust({ device }: { device: DeviceOut }) {
  const action = useAsyncAction(
    () => api.trustCertificate(device.id),
    () => {
      toast(t('devices.trusted'))
      void loadDevices()
    },
  )
  return (
    <div class="actions">
      <Button icon={<ShieldCheck />} pending={action.pending} onClick={() => void action.run()}>
        {t('devices.trust')}
      </Button>
      <FaultNote fault={action.fault} />
    </div>
  )
}

function ToLogin() {
  const go = () => {
    const login = document.getElementById('login')
    login?.scrollIntoView({ block: 'start' })
    login?.querySelector<HTMLInputElement>('input[type=password]')?.focus()
  }
  return (
    <div class="actions">
      <Button look="primary" onClick={go}>
        {t('devices.refused.change')}
      </Button>
    </div>
  )
}
