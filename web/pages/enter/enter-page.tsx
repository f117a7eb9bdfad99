// Before anybody is signed in: the first account, or the door.
import { useEffect, useState } from 'preact/hooks'
import { Button } from '../../parts/button.tsx'
import { Field } from '../../parts/field.tsx'
import { LanguageSelect } from '../../parts/language-select.tsx'
import { Mark } from '../../parts/mark.tsx'
import { FaultNote } from '../../parts/states.tsx'
import { useAsyncAction } from '../../parts/use-async-action.ts'
import { ended, enter } from '../../session.ts'
import { t } from '../../texts/t.ts'
import './enter.css'

export function EnterPage({ first }: { first: boolean }) {
  const [username, setUsername] = useState('')
  const [password, setPassword] = useState('')
  const [again, setAgain] = useState('')
  const [problems, setProblems] = useState<Record<string, string>>({})
  const [code, setCode] = useState('')
  const [asked, setAsked] = useState(false)
  const action = useAsyncAction(async () => {
    const answer = await enter(username.trim(), password, first, code.trim())
    if (answer.kind === 'fault' && answer.fault.asksCode) setAsked(true)
    return answer
  })
  // That a code is wanted is no fault yet; that one was wrong is.
  const fault = action.fault?.asksCode && code === '' ? null : action.fault
  useEffect(() => {
    if (asked) document.querySelector<HTMLInputElement>('input[name=code]')?.focus()
  }, [asked])
  const title = first ? t('enter.first.title') : t('enter.signIn.title')
  useEffect(() => {
    document.title = `${title} · ${t('app.name')}`
  }, [title])
  const submit = (event: Event) => {
    event.preventDefault()
    const found = problemsOf(username.trim(), password, first ? again : null)
    setProblems(found)
    if (Object.keys(found).length === 0) void action.run()
  }
  const problem = (field: string) => problems[field] ?? action.problem(field)
  return (
    <main class="enter">
      <form class="enter-card form" onSubmit={submit} noValidate>
        <div class="enter-head">
          <Mark />
          <p>{t('app.name')}</p>
        </div>
        <div>
          <h1>{title}</h1>
          <p class="lead">{first ? t('enter.first.lead') : ended.value ? t('enter.ended') : t('enter.signIn.lead')}</p>
        </div>
        <Field
          label={t('enter.username')}
          name="username"
          autocomplete="username"
          value={username}
          onValue={setUsername}
          help={first ? t('enter.username.help') : undefined}
          problem={problem('username')}
        />
        <Field
          label={t('enter.password')}
          name="password"
          type="password"
          autocomplete={first ? 'new-password' : 'current-password'}
          value={password}
          onValue={setPassword}
          help={first ? t('enter.password.help') : undefined}
          problem={problem('password')}
        />
        {first && (
          <Field
            label={t('enter.again')}
            type="password"
            autocomplete="new-password"
            value={again}
            onValue={setAgain}
            help={t('enter.first.note')}
            problem={problem('again')}
          />
        )}
        {asked && (
          <Field
            key="code"
            label={t('enter.code')}
            name="code"
            autocomplete="one-time-code"
            value={code}
            onValue={setCode}
            help={t('enter.code.help')}
            problem={problem('totp_code')}
          />
        )}
        <FaultNote fault={fault} />
        <Button look="primary" type="submit" pending={action.pending}>
          {first ? t('enter.first.do') : t('enter.signIn.do')}
        </Button>
      </form>
      <div class="enter-language">
        <LanguageSelect />
      </div>
    </main>
  )
}

/** `again` is null where only a known password is asked for. */
function problemsOf(username: string, password: string, again: string | null): Record<string, string> {
  const found: Record<string, string> = {}
  if (username === '') found.username = t('fault.required')
  else if (again !== null && username.length < 3) found.username = t('fault.short', { count: 3 })
  if (password === '') found.password = t('fault.required')
  else if (again !== null && password.length < 8) found.password = t('fault.short', { count: 8 })
  else if (again !== null && again !== password) found.again = t('enter.again.differs')
  return found
}
