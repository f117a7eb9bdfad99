// One dot for “everything well”; pressed, it says what is not.
import { CircleCheck, PlugZap, RefreshCwOff, Router, TriangleAlert, VideoOff } from 'lucide-preact'
import type { ComponentChildren } from 'preact'
import { addressOf } from '../../base.ts'
import { titleOf, troubles, unread } from '../../household.ts'
import { updating } from '../../live-updates.ts'
import { t } from '../../texts/t.ts'
import { moment, now } from '../../times.ts'
import { useOpened } from './use-opened.ts'

export function Status() {
  const { open, setOpen, place } = useOpened<HTMLDivElement>()
  const { devices, cameras, hub } = troubles.value
  const interrupted = !updating.value || unread.value
  const count = devices.length + cameras.length + (hub ? 1 : 0) + (interrupted ? 1 : 0)
  const label = count === 0 ? t('status.well') : t('status.not', { count })
  return (
    <div class="status" ref={place}>
      <button
        type="button"
        class="status-dot"
        data-well={count === 0}
        aria-expanded={open}
        aria-label={label}
        title={label}
        onClick={() => setOpen(!open)}
      >
        {count === 0 ? <CircleCheck class="good" /> : <TriangleAlert class="attention" />}
        <span>{label}</span>
      </button>
      {open && (
        <div class="status-panel" role="dialog" aria-label={label}>
          {count === 0 && (
            <Line icon={<CircleCheck class="good" />} title={t('status.well')} text={t('status.allWell')} />
          )}
          {devices.map((device) => (
            <Line
              key={device.id}
              icon={<Router class="bad" />}
              title={`${titleOf(device)}: ${t(`devices.phase.${device.state.phase}`)} ${t('time.since', { time: moment(new Date(device.state.since), now.value) })}`}
              text={device.state.reason ?? ''}
              link={{ path: `/devices/${device.id}`, text: t('status.device.do') }}
              onFollow={() => setOpen(false)}
            />
          ))}
          {cameras.map(({ device, missing }) => (
            <Line
              key={device.id}
              icon={<VideoOff class="attention" />}
              title={`${titleOf(device)}: ${t('status.cameras', { count: missing.length })}`}
              text={missing.map((channel) => channel.name).join(', ')}
              link={{ path: `/devices/${device.id}`, text: t('status.device.do') }}
              onFollow={() => setOpen(false)}
            />
          ))}
          {hub && (
            <Line
              icon={<PlugZap class="attention" />}
              title={t('status.hub')}
              text=""
              link={{ path: '/settings/hub', text: t('status.hub.do') }}
              onFollow={() => setOpen(false)}
            />
          )}
          {interrupted && (
            <Line icon={<RefreshCwOff class="attention" />} title={t('status.updates')} text={t('status.updates.do')} />
          )}
        </div>
      )}
    </div>
  )
}

interface LineProps {
  icon: ComponentChildren
  title: string
  text: string
  link?: { path: string; text: string }
  onFollow?: () => void
}

function Line({ icon, title, text, link, onFollow }: LineProps) {
  return (
    <div class="status-line">
      {icon}
      <div>
        <strong>{title}</strong>
        {text && <p>{text}</p>}
        {link && (
          <a href={addressOf(link.path)} onClick={onFollow}>
            {link.text}
          </a>
        )}
      </div>
    </div>
  )
}
