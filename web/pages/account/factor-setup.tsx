// Setting up a second factor: the password, the picture to scan, and a first code that proves that it was scanned.
import { useEffect, useRef, useState } from 'preact/hooks'
import { Button } from '../../parts/button.tsx'
import { Field } from '../../parts/field.tsx'
import { FaultNote } from '../../parts/states.tsx'
import { useAsyncAction } from '../../parts/use-async-action.ts'
import { person } from '../../session.ts'
import { t } from '../../texts/t.ts'
import type { SetupOut } from '../../wire.ts'
import { asks } from './asks.ts'

/** Each step begins in its field: what was pressed to come here is gone. */
function useFirstField() {
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => form.current?.querySelector<HTMLInputElement>('input:not([hidden])')?.focus(), [])
  return form
}

interface Props {
  onEnabled: (recoveryCodes: string[]) => void
  onCancel: () => void
}

export function FactorSetup({ onEnabled, onCancel }: Props) {
  const [setup, setSetup] = useState<SetupOut | null>(null)
  return setup ? (
    <Scan setup={setup} onEnabled={onEnabled} onCancel={onCancel} />
  ) : (
    <AskPassword onSetup={setSetup} onCancel={onCancel} />
  )
}

function AskPassword({ onSetup, onCancel }: { onSetup: (setup: SetupOut) => void; onCancel: () => void }) {
  const [password, setPassword] = useState('')
  const action = useAsyncAction(() => asks.setUp(password), onSetup)
  const form = useFirstField()
  return (
    <form
      class="form"
      ref={form}
      onSubmit={(event) => {
        event.preventDefault()
        void action.run()
      }}
    >
      {/* For password managers, which want to know whose password it is. */}
      <input type="text" name="username" autocomplete="username" value={person.value?.username} hidden readOnly />
      <Field
        label={t('account.password.own')}
        help={t('account.factor.begin.why')}
        type="password"
        autocomplete="current-password"
        value={password}
        onValue={setPassword}
        problem={action.problem('password')}
      />
      <FaultNote fault={action.unless('password')} />
      <div class="actions">
        <Button look="primary" type="submit" pending={action.pending} disabled={password === ''}>
          {t('account.factor.next')}
        </Button>
        <Button onClick={onCancel}>{t('do.cancel')}</Button>
      </div>
    </form>
  )
}

function Scan({ setup, onEnabled, onCancel }: Props & { setup: SetupOut }) {
  const [code, setCode] = useState('')
  const action = useAsyncAction(
    () => asks.enable(code),
    ({ recovery_codes }) => onEnabled(recovery_codes),
  )
  const form = useFirstField()
  return (
    <form
      class="form"
      ref={form}
      onSubmit={(event) => {
        event.preventDefault()
        void action.run()
      }}
    >
      <p>{t('account.factor.scan')}</p>
      <img class="factor-picture" src={setup.qr_code} alt={t('account.factor.picture')} />
      <div>
        <p class="note">{t('account.factor.type')}</p>
        <code class="factor-secret">{setup.secret.match(/.{1,4}/g)?.join(' ')}</code>
      </div>
      <Field
        label={t('account.factor.code')}
        help={t('account.factor.code.new')}
        autocomplete="one-time-code"
        inputmode="numeric"
        maxLength={7}
        value={code}
        onValue={setCode}
        problem={action.problem('code')}
      />
      <FaultNote fault={action.unless('code')} />
      <div class="actions">
        <Button look="primary" type="submit" pending={action.pending} disabled={code.trim() === ''}>
          {t('account.factor.enable')}
        </Button>
        <Button onClick={onCancel}>{t('do.cancel')}</Button>
      </div>
    </form>
  )
}
