// What will change, before and after: tried on the device, written, taken back.
import { ArrowRight, CircleCheck, TriangleAlert, Undo2 } from 'lucide-preact'
import { useEffect, useRef } from 'preact/hooks'
import { Button } from '../../../parts/button.tsx'
import { Switch } from '../../../parts/field.tsx'
import { FaultNote } from '../../../parts/states.tsx'
import { t } from '../../../texts/t.ts'
import type { DeviceUser } from './asks.ts'
import { type Edit, lackingOnDevice, linesOf, toggled } from './rights.ts'
import type { Changes, Verdict } from './use-changes.ts'
import { inScope, lineText, rightText } from './words.ts'

interface Props {
  users: readonly DeviceUser[]
  changes: Changes
  /** What the button that tries it dry is called for these devices. */
  checkText: string
  /** As the page calls somebody. */
  nameOf: (user: DeviceUser) => string
}

/** Both at once where some users were written and others refused. */
export function ChangesPanel(props: Props) {
  const { edits, written } = props.changes
  if (edits.size + written.length === 0) return null
  return (
    <div class="changes-column">
      {edits.size > 0 && <OpenPanel {...props} />}
      {written.length > 0 && <WrittenPanel {...props} />}
    </div>
  )
}

function OpenPanel({ users, changes, checkText, nameOf }: Props) {
  const { edits, byUser, verdicts, forced, doing } = changes
  const changed = users.filter(({ id }) => byUser.has(id))
  // A refusal of this kind is answered by the switch below it, not by pressing again.
  const waits = changed.some((user) => needsForce(verdicts.get(user.id)) && !forced.has(user.id))
  return (
    <aside class="panel pad changes" aria-labelledby="changes">
      <h2 id="changes">{t('users.changes', { count: edits.size })}</h2>
      <p class="note">{t('users.changes.lead')}</p>
      {changed.map((user) => (
        <section key={user.id}>
          <h3>{nameOf(user)}</h3>
          <Lines edits={[...(byUser.get(user.id)?.values() ?? [])]} />
          <Lacking user={user} changes={changes} />
          <VerdictView
            name={nameOf(user)}
            verdict={verdicts.get(user.id)}
            forced={forced.has(user.id)}
            onForce={(on) => changes.force(user.id, on)}
          />
        </section>
      ))}
      {doing !== 'undo' && <Progress {...changes.progress} />}
      <div class="actions">
        <Button pending={doing === 'check'} disabled={doing !== null} onClick={() => void changes.check()}>
          {checkText}
        </Button>
        <Button
          look="primary"
          pending={doing === 'write'}
          disabled={doing !== null || waits}
          onClick={() => void changes.write()}
        >
          {t('users.write')}
        </Button>
        <Button look="quiet" disabled={doing !== null} onClick={changes.forget}>
          {t('users.changes.forget')}
        </Button>
      </div>
    </aside>
  )
}

const needsForce = (verdict: Verdict | undefined) =>
  verdict?.kind === 'outcome' ? verdict.outcome.needs_force : undefined

/** Every edit turns what the device has into its opposite. */
function Lines({ edits }: { edits: readonly Edit[] }) {
  return (
    <ul class="change-lines">
      {linesOf(edits).map((line) => (
        <li key={`${line.scope} ${line.right} ${line.channels?.join()} ${line.to}`}>
          <span>
            {lineText(line)} <span class="note change-scope">{inScope(line.scope)}</span>
          </span>
          <span class="before-after">
            <del>{line.to ? t('users.no') : t('users.yes')}</del>
            <ArrowRight aria-label={t('users.becomes')} />
            <ins>{line.to ? t('users.yes') : t('users.no')}</ins>
          </span>
        </li>
      ))}
    </ul>
  )
}

/** A right on a channel counts for little without the same one on the device, and nobody should have to know that. */
function Lacking({ user, changes }: { user: DeviceUser; changes: Changes }) {
  const spots = lackingOnDevice(user, changes.byUser.get(user.id) ?? changes.edits)
  if (spots.length === 0) return null
  const rights = [...new Set(spots.map(({ right }) => rightText(right)))].join(', ')
  const give = () => {
    const next = spots.reduce((edits, spot) => toggled([user], edits, spot), changes.edits)
    changes.edit([user.id], next)
  }
  return (
    <>
      <p class="note attention">{t('users.lacking', { rights })}</p>
      <div class="actions">
        <Button disabled={changes.doing !== null} onClick={give}>
          {t('users.lacking.do')}
        </Button>
      </div>
    </>
  )
}

/** Of one user it is over before one has read it. */
function Progress({ done, of }: Changes['progress']) {
  if (of < 2) return null
  return (
    <div class="changes-progress">
      <progress max={of} value={done} aria-label={t('users.progress', { done, of })} />
      <span class="note">{t('users.progress', { done, of })}</span>
    </div>
  )
}

interface VerdictProps {
  name: string
  verdict: Verdict | undefined
  forced: boolean
  onForce: (on: boolean) => void
}

function VerdictView({ name, verdict, forced, onForce }: VerdictProps) {
  if (!verdict) return null
  if (verdict.kind === 'fault') return <FaultNote fault={verdict.fault} />
  const { success, error, message, needs_force: danger, ignored = [] } = verdict.outcome
  if (danger)
    return (
      <>
        <p class="note boxed attention" role="alert">
          <TriangleAlert /> <span>{t(`users.force.${danger}`, { name })}</span>
        </p>
        <Switch label={t('users.force')} help={t('users.force.help')} checked={forced} onChecked={onForce} />
      </>
    )
  if (!success) return <FaultNote fault={{ status: 200, message: error ?? message, problems: [] }} />
  return (
    <>
      <p class="note" role="status">
        <CircleCheck class="good" aria-hidden="true" /> {t('users.checked')}
      </p>
      <Ignored rights={ignored} />
    </>
  )
}

/** Named as the API does: `local.preview`. */
function Ignored({ rights }: { rights: readonly string[] }) {
  if (rights.length === 0) return null
  const names = rights.map((name) => {
    const [scope, right = ''] = name.split('.')
    return `${rightText(right)} ${inScope(scope === 'local' ? 'local' : 'remote')}`
  })
  return <p class="note attention">{t('users.ignored', { rights: names.join(', ') })}</p>
}

function WrittenPanel({ users, changes, nameOf }: Props) {
  const { written, undoFaults, doing } = changes
  const heading = useRef<HTMLHeadingElement>(null)
  // The button that was pressed is gone: the keyboard goes on here.
  useEffect(() => {
    heading.current?.focus()
  }, [])
  const canUndo = written.some(({ edits }) => edits.length > 0)
  return (
    <aside class="panel pad changes" aria-labelledby="written">
      <h2 id="written" tabIndex={-1} ref={heading}>
        {canUndo ? t('users.written') : t('users.written.nothing')}
      </h2>
      {canUndo && (
        <p class="note" role="status">
          <CircleCheck class="good" aria-hidden="true" /> {t('users.written.lead')}
        </p>
      )}
      {written.map(({ user: id, edits, ignored }) => {
        const user = users.find((one) => one.id === id)
        return (
          <section key={id}>
            <h3>{user && nameOf(user)}</h3>
            {/* Kept as the way back. */}
            <Lines edits={edits.map((edit) => ({ ...edit, to: !edit.to }))} />
            <Ignored rights={ignored} />
            <FaultNote fault={undoFaults.get(id) ?? null} />
          </section>
        )
      })}
      {written.some(({ needsRestart }) => needsRestart) && <p class="note attention">{t('channels.reboot')}</p>}
      {doing === 'undo' && <Progress {...changes.progress} />}
      {canUndo && (
        <div class="actions">
          <Button icon={<Undo2 />} pending={doing === 'undo'} onClick={() => void changes.undo()}>
            {t('do.undo')}
          </Button>
        </div>
      )}
    </aside>
  )
}
