// The test button and its answer, step by step beside it: reached, signed in, so many channels.
import { Circle, CircleCheck, CircleX, LoaderCircle, PlugZap } from 'lucide-preact'
import { useEffect, useRef } from 'preact/hooks'
import type { PageFault } from '../../client.ts'
import { Button } from '../../parts/button.tsx'
import { FaultNote } from '../../parts/states.tsx'
import { t } from '../../texts/t.ts'
import type { TestOut } from '../../wire.ts'
import { faultWords, isRefusal } from './fault-words.ts'

type StepState = 'waiting' | 'working' | 'done' | 'failed'

const ICONS = { waiting: Circle, working: LoaderCircle, done: CircleCheck, failed: CircleX }
const TONES = { waiting: 'faint', working: 'attention', done: 'good', failed: 'bad' }

interface Props {
  result: TestOut | null
  pending: boolean
  fault: PageFault | null
  onTest: () => void
}

/** Of a login the driver knows more than its kind says: a device without a password yet, a clock that is wrong, tries that are left. */
function whyNot({ kind, reason, message, tries_left: tries }: TestOut): string {
  if (reason && isRefusal(kind)) return reason
  const words = faultWords(kind, message)
  return typeof tries === 'number' ? `${words} ${t('devices.form.test.tries', { count: tries })}` : words
}

export function ConnectionTest({ result, pending, fault, onTest }: Props) {
  const [reach, signIn, channels] = stepsOf(result, pending)
  const count = result?.channels
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    // The answer comes below the button, which may stand at the end of the window.
    if (result || fault) place.current?.scrollIntoView({ block: 'nearest' })
  }, [result, fault])
  return (
    <div class="test" ref={place}>
      <Button icon={<PlugZap />} disabled={pending} onClick={onTest}>
        {pending ? t('devices.form.testing') : t('devices.form.test')}
      </Button>
      {(pending || result) && (
        <ol class="steps" aria-live="polite">
          <Step state={reach} text={reach === 'done' ? t('devices.form.test.reached') : t('devices.form.test.reach')} />
          <Step
            state={signIn}
            text={signIn === 'done' ? t('devices.form.test.signedIn') : t('devices.form.test.signIn')}
          />
          <Step
            state={channels}
            text={typeof count === 'number' ? t('devices.channels', { count }) : t('devices.form.test.channels')}
          />
        </ol>
      )}
      {result && !result.auth_ok && (
        <p class="note bad boxed" role="alert">
          <span>{whyNot(result)}</span>
        </p>
      )}
      {result && isRefusal(result.kind) && <p class="note">{t('setup.refused')}</p>}
      {result?.auth_ok && result.model && <p class="note">{result.model}</p>}
      {result?.auth_ok && result.certificate === 'self-signed' && <p class="note">{t('devices.form.test.self')}</p>}
      <FaultNote fault={fault} />
    </div>
  )
}

/** The three steps of one answer. */
function stepsOf(result: TestOut | null, pending: boolean): [StepState, StepState, StepState] {
  if (pending || !result) return ['working', 'waiting', 'waiting']
  if (!result.ip_reachable) return ['failed', 'waiting', 'waiting']
  if (!result.auth_ok) return ['done', 'failed', 'waiting']
  return ['done', 'done', typeof result.channels === 'number' ? 'done' : 'waiting']
}

function Step({ state, text }: { state: StepState; text: string }) {
  const Icon = ICONS[state]
  return (
    <li data-state={state}>
      <Icon class={TONES[state]} aria-hidden="true" />
      <span>{text}</span>
    </li>
  )
}
