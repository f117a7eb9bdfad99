// The machine at this moment: what it is, how busy, how full.
import type { ComponentChildren } from 'preact'
import { percent, size } from '../../sizes.ts'
import { t } from '../../texts/t.ts'
import { length } from '../../times.ts'
import type { DiskOut, StatsOut } from './asks.ts'

export function NowSection({ stats, disk }: { stats: StatsOut; disk: DiskOut | null }) {
  const { cpu, memory, gpu, container } = stats
  const facts: (readonly [string, ComponentChildren])[] = [
    [t('machine.cpu'), cpu.usage === null ? null : percent(cpu.usage / 100)],
    [t('machine.cores'), [t('machine.cores.count', { count: cpu.cores }), cpu.model].filter(Boolean).join(' · ')],
    [t('machine.memory'), amount(memory.used, memory.total)],
    [
      t('machine.gpu'),
      gpu.available ? gpu.name : gpu.accelerators.length ? gpu.accelerators.join(', ') : t('machine.none'),
    ],
    [t('machine.uptime'), length(stats.uptime)],
    [t('machine.kept'), size(stats.disk.recordingsSize)],
  ]
  if (container?.memoryLimit != null)
    facts.push([t('machine.container.memory'), amount(container.memoryUsed, container.memoryLimit)])
  if (container?.cpuLimit != null)
    facts.push([t('machine.container.cpu'), t('machine.cores.count', { count: container.cpuLimit })])
  return (
    <section class="panel pad">
      <h2>{t('machine.now')}</h2>
      <dl class="facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value ?? <span class="note">{t('machine.unknown')}</span>}</dd>
          </div>
        ))}
      </dl>
      {disk && (
        <ul class="machine-disks">
          {disk.volumes.map((volume) => (
            <li key={volume.mount}>
              <strong>{volume.mount}</strong>{' '}
              <span class="note">
                {purposes(volume.purpose)} · {volume.filesystem}
                {volume.network && ` · ${t('machine.volume.network')}`}
              </span>
              <span class="machine-bar" aria-hidden="true">
                <span style={{ width: `${volume.usagePercent}%` }} />
              </span>
              <span class="note">{t('machine.volume.free', { free: size(volume.free), used: size(volume.used) })}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

const amount = (used: number | null, total: number | null) =>
  used === null || total === null ? null : t('machine.amount', { used: size(used), total: size(total) })

/** “Database and recordings” in our words, from the list of the API. */
export function purposes(text: string): string {
  const words = text.split(', ').map((one) => t(`machine.purpose.${one as 'database'}`))
  return words.join(', ')
}
