// Whether all is well, in words, and what to do about what is not.
import { CircleCheck, Clock, HardDrive, RefreshCwOff, Router, TriangleAlert, VideoOff } from 'lucide-preact'
import { addressOf } from '../../base.ts'
import { t } from '../../texts/t.ts'
import { moment, now } from '../../times.ts'
import type { ProblemOut, StatusOut } from './asks.ts'
import { purposes } from './now-section.tsx'

const ICONS: Record<ProblemOut['kind'], typeof Clock> = {
  away: Router,
  refused: Router,
  'not-listening': TriangleAlert,
  clock: Clock,
  sync: RefreshCwOff,
  disk: HardDrive,
  'disk-away': HardDrive,
}
/** Where it can be seen to. */
const TABS: Partial<Record<ProblemOut['kind'], string>> = {
  clock: '/system',
  sync: '/sync',
  'not-listening': '/sources',
}

export function HealthSection({ status }: { status: StatusOut }) {
  const { problems, cameras, recordings } = status
  // Those of a device that is away are told with it.
  const missing = problems.some(({ kind }) => kind === 'away' || kind === 'refused')
    ? 0
    : cameras.total - cameras.active
  return (
    <section class="panel pad">
      <h2>{t('machine.health')}</h2>
      {problems.length === 0 && missing === 0 && (
        <p class="machine-well">
          <CircleCheck class="good" /> {t('machine.well')}
        </p>
      )}
      {(problems.length > 0 || missing > 0) && (
        <ul class="machine-problems">
          {problems.map((problem) => (
            <Problem key={`${problem.kind} ${problem.device_id} ${problem.text}`} problem={problem} />
          ))}
          {missing > 0 && (
            <li>
              <VideoOff class="attention" />
              <div>
                <strong>{t('machine.problem.cameras', { count: missing })}</strong>
                <p>
                  <a href={addressOf('/devices')}>{t('machine.problem.cameras.do')}</a>
                </p>
              </div>
            </li>
          )}
        </ul>
      )}
      <p class="note">
        {t('machine.cameras', { active: cameras.active, total: cameras.total })} ·{' '}
        {t('machine.recordings', { count: recordings.total })}
      </p>
    </section>
  )
}

function Problem({ problem }: { problem: ProblemOut }) {
  const { kind, device_id, device_name, since, detail } = problem
  const Icon = ICONS[kind]
  const isOfDisk = kind === 'disk' || kind === 'disk-away'
  const name = device_name ?? ''
  const words =
    kind === 'clock'
      ? t('machine.problem.clock', { name, count: Math.round(Math.abs(Number(detail))) })
      : kind === 'disk'
        ? t('machine.problem.disk', { free: detail ?? '' })
        : kind === 'disk-away'
          ? t('machine.problem.disk-away', { what: purposes(detail ?? '') })
          : t(`machine.problem.${kind}`, { name })
  return (
    <li>
      <Icon class={kind === 'refused' || isOfDisk ? 'bad' : 'attention'} />
      <div>
        <strong>
          {words}
          {since && kind !== 'clock' && ` ${t('time.since', { time: moment(new Date(since), now.value) })}`}
        </strong>
        {detail && kind !== 'clock' && !isOfDisk && <p class="note">{detail}</p>}
        {device_id !== null && (
          <a href={addressOf(`/devices/${device_id}${TABS[kind] ?? ''}`)}>{t('machine.problem.do')}</a>
        )}
      </div>
    </li>
  )
}
