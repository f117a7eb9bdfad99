// What runs: our own workers, and every FFmpeg.
import { Page } from '../../parts/page.tsx'
import { FaultNote, FaultView, Waiting } from '../../parts/states.tsx'
import { mayOperate } from '../../session.ts'
import { percent, size } from '../../sizes.ts'
import { t } from '../../texts/t.ts'
import { length } from '../../times.ts'
import { type ProcessesOut, systemAsks } from './asks.ts'
import { Shut } from './shut.tsx'
import './system.css'
import { SystemTabs } from './system-tabs.tsx'
import { useFresh } from './use-fresh.ts'

const EVERY_MS = 5000
const LOOKS = { online: 'good', launching: 'attention', stopped: 'attention', errored: 'bad' } as const
const cpuText = (value: number | null) => (value === null ? '–' : percent(value / 100))
const memoryText = (value: number | null) => (value === null ? '–' : size(value))

export const ProcessesPage = () => (mayOperate.value ? <Processes /> : <Shut />)

function Processes() {
  const { value, fault } = useFresh(systemAsks.processes, EVERY_MS)
  return (
    <Page title={t('nav.system')}>
      <SystemTabs here="processes" />
      {!value && (fault ? <FaultView fault={fault} /> : <Waiting rows={4} />)}
      {value && <FaultNote fault={fault} />}
      {value && <Workers workers={value.pm2} />}
      {value && <Children all={value.ffmpeg} />}
    </Page>
  )
}

function Workers({ workers }: { workers: ProcessesOut['pm2'] }) {
  return (
    <section class="panel pad">
      <h2>{t('machine.workers')}</h2>
      <ul class="machine-list">
        {workers.map(({ name, status, cpu, memory, uptime, restarts, reason }) => (
          <li key={name}>
            <strong>{name}</strong>
            <span class={LOOKS[status]}>{t(`machine.worker.${status}`)}</span>
            <span class="note">
              {[
                uptime === null ? null : t('machine.since', { time: length(uptime) }),
                cpu === null ? null : t('machine.worker.cpu', { cpu: cpuText(cpu) }),
                memory === null ? null : memoryText(memory),
                restarts ? t('machine.restarts', { count: restarts }) : null,
                reason,
              ]
                .filter(Boolean)
                .join(' · ')}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Children({ all }: { all: ProcessesOut['ffmpeg'] }) {
  return (
    <section class="panel pad">
      <h2>{t('machine.ffmpeg')}</h2>
      {all.length === 0 && <p class="note">{t('machine.ffmpeg.none')}</p>}
      <ul class="machine-list">
        {all.map(({ pid, cpu, memory, command, uptime }) => (
          <li key={pid}>
            <strong>{t('machine.pid', { pid: String(pid) })}</strong>
            <span class="note">
              {t('machine.worker.cpu', { cpu: cpuText(cpu) })} · {memoryText(memory)} ·{' '}
              {t('machine.since', { time: length(uptime) })}
            </span>
            <code>{command}</code>
          </li>
        ))}
      </ul>
    </section>
  )
}
