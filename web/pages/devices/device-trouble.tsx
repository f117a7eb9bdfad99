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
import { exactDay, moment, now } from '../../times.ts'
import type { CertificateOut, DeviceOut } from '../../wire.ts'
import { restartingSince } from './system/restarts.ts'

export function DeviceTrouble({ device }: { device: DeviceOut }) {
  const { state, other_certificate: other } = device
  if (restartingSince(device)) return <p class="note">{t('controls.restarting.note')}</p>
  if (!isAway(device)) return null
  const advice = other
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
      {other && (
        <dl class="facts certificates">
          {device.certificate && <CertificateView title={t('devices.trust.before')} certificate={device.certificate} />}
          <CertificateView title={t('devices.trust.now')} certificate={other} />
        </dl>
      )}
      {mayManage.value && other && <Trust device={device} fingerprint={other.fingerprint} />}
      {mayManage.value && state.phase === 'refused' && <ToLogin />}
    </div>
  )
}

/** What a person can compare with the recorder's own page. */
function CertificateView({ title, certificate }: { title: string; certificate: CertificateOut }) {
  const { fingerprint, subject, valid_from: from, valid_to: to } = certificate
  return (
    <div>
      <dt>{title}</dt>
      <dd>
        <code>{fingerprint}</code>
      </dd>
      {subject && <dd class="note">{subject.replaceAll('\n', ', ')}</dd>}
      {from && to && (
        <dd class="note">{t('devices.trust.valid', { from: exactDay(new Date(from)), to: exactDay(new Date(to)) })}</dd>
      )}
    </div>
  )
}

function Trust({ device, fingerprint }: { device: DeviceOut; fingerprint: string }) {
  const action = useAsyncAction(
    () => api.trustCertificate(device.id, fingerprint),
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
