// A device's clock beside ours with what becomes of a wrong one, and how busy the device is.
import type { ComponentChildren } from 'preact'
import { addressOf } from '../../../base.ts'
import { mayManage } from '../../../session.ts'
import { percent } from '../../../sizes.ts'
import { t } from '../../../texts/t.ts'
import type { ClockOut, HealthOut } from './asks.ts'
import { driftOf, isWrong, keptBy, memoryOf, offsetOf, uptimeOf, wallOf } from './state-words.ts'

function Facts({ facts }: { facts: readonly (readonly [string, ComponentChildren])[] }) {
  return (
    <dl class="facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value ?? <span class="note">{t('system.unknown')}</span>}</dd>
        </div>
      ))}
    </dl>
  )
}

/** `records`: it has footage or a log, which bear its time. */
export function ClockFacts({ clock, records }: { clock: ClockOut; records: boolean }) {
  return (
    <>
      <Facts
        facts={[
          [t('system.clock.time'), wallOf(clock)],
          [t('system.clock.drift'), driftOf(clock)],
          [t('system.clock.zone'), [offsetOf(clock), clock.time_zone].filter(Boolean).join(' · ')],
          [t('system.clock.kept'), keptBy(clock)],
        ]}
      />
      {isWrong(clock) && (
        <p class="note attention boxed">
          {records ? t('system.clock.wrong') : t('system.clock.wrong.camera')}{' '}
          {clock.mode === 'ntp' && `${t('system.clock.ntp.wrong')} `}
          {clock.set_by_sync ? t('system.clock.willBeSet') : t('system.clock.leftAlone')}{' '}
          {!clock.set_by_sync && mayManage.value && (
            <a href={addressOf('/settings/sync')}>{t('system.clock.change')}</a>
          )}
        </p>
      )}
    </>
  )
}

export function HealthFacts({ health }: { health: HealthOut }) {
  return (
    <Facts
      facts={[
        [t('system.health.cpu'), health.cpu_percent === null ? null : percent(health.cpu_percent / 100)],
        [t('system.health.memory'), memoryOf(health)],
        [t('system.health.uptime'), uptimeOf(health)],
      ]}
    />
  )
}
