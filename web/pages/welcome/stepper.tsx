// The steps in a row: which are done, and on which one is. Each leads there.
import { Check } from 'lucide-preact'
import { addressOf } from '../../base.ts'
import { t } from '../../texts/t.ts'
import { type House, type Step, standingOf, stepsOf } from './way.ts'

export function Stepper({ here, known }: { here: Step; known: House }) {
  return (
    <nav aria-label={t('setup.steps')}>
      <ol class="way">
        {stepsOf(known).map((step, i) => {
          const isDone = standingOf(step, known) === 'done'
          return (
            <li key={step} data-done={isDone}>
              <a href={addressOf(`/welcome/${step}`)} aria-current={step === here ? 'step' : undefined}>
                <span class="way-mark">{isDone ? <Check aria-hidden="true" /> : i + 1}</span>
                <span>
                  {t(`setup.step.${step}`)}
                  {isDone && <span class="unseen">, {t('setup.isDone')}</span>}
                </span>
              </a>
            </li>
          )
        })}
      </ol>
    </nav>
  )
}

/** Where a step leads: on when it is done, else without it. */
export function Onward({ to, isDone, onLeave }: { to: Step; isDone: boolean; onLeave?: () => void }) {
  return (
    <a class={isDone ? 'button primary' : 'button'} href={addressOf(`/welcome/${to}`)} onClick={onLeave}>
      <span>{t(isDone ? 'setup.next' : 'setup.later')}</span>
    </a>
  )
}
