// Password and code once more, before the second factor is changed.
import { useState } from 'preact/hooks'
import { Button } from '../../parts/button.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { Field } from '../../parts/field.tsx'
import { FaultNote } from '../../parts/states.tsx'
import type { AsyncAction } from '../../parts/use-async-action.ts'
import { t } from '../../texts/t.ts'

interface Props {
  title: string
  text: string
  does: string
  look: 'primary' | 'danger'
  action: AsyncAction<[{ password: string; code: string }]>
  onClose: () => void
}

export function ProofDialog({ title, text, does, look, action, onClose }: Props) {
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  return (
    <Dialog title={title} onClose={onClose}>
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault()
          void action.run({ password, code })
        }}
      >
        <p>{text}</p>
        <Field
          label={t('account.password.own')}
          type="password"
          autocomplete="current-password"
          value={password}
          onValue={setPassword}
          problem={action.problem('password')}
        />
        <Field
          label={t('account.factor.code')}
          help={t('account.factor.code.help')}
          autocomplete="one-time-code"
          value={code}
          onValue={setCode}
          problem={action.problem('code')}
        />
        <FaultNote fault={action.unless('password', 'code')} />
        <div class="actions end">
          <Button onClick={onClose}>{t('do.cancel')}</Button>
          <Button look={look} type="submit" pending={action.pending} disabled={password === '' || code === ''}>
            {does}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
