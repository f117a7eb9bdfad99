// What can be done with chosen users: give them what another user or a template has, keep one as a template, compare two.
import { BookmarkPlus, Copy, Scale } from 'lucide-preact'
import { useId, useState } from 'preact/hooks'
import { Button } from '../../../parts/button.tsx'
import { ChosenBar } from '../../../parts/chosen-bar.tsx'
import { toast } from '../../../parts/toasts.tsx'
import type { Chosen } from '../../../parts/use-chosen.ts'
import { t } from '../../../texts/t.ts'
import type { DeviceUser } from '../../devices/users/asks.ts'
import { copied, type Edits } from '../../devices/users/rights.ts'
import { makeTemplate } from './asks.ts'
import { TemplateDialog } from './template-dialog.tsx'
import { asUser, documentOf, idOf } from './templates.ts'
import type { Templates } from './use-templates.ts'
import { lossTexts, userAt } from './words.ts'

interface Props {
  /** Whose rights can be given. */
  users: readonly DeviceUser[]
  templates: Templates
  chosen: Chosen<DeviceUser, number>
  edits: Edits
  onGive: (next: Edits) => void
  onCompare: (pair: [number, number]) => void
}

export function GiveBar({ users, templates, chosen, edits, onGive, onCompare }: Props) {
  const id = useId()
  const [source, setSource] = useState(0)
  const [keeping, setKeeping] = useState<DeviceUser | null>(null)
  const { items } = chosen
  const [one, two] = items
  const template = templates.all.find((each) => idOf(each) === source)
  const from = template ?? users.find((user) => user.id === source)
  const targets = items.filter((user) => user !== from)
  const losses = from ? targets.flatMap((to) => lossTexts(from, to)) : []
  const give = () => {
    if (!from) return
    const next = targets.reduce((sum, to) => copied(sum, 'document' in from ? asUser(from, to) : from, to), edits)
    const isSame = next.size === edits.size && [...next].every(([key, { to }]) => edits.get(key)?.to === to)
    toast(isSame ? t('rights.give.same') : t('rights.give.done'))
    if (!isSame) onGive(next)
  }
  return (
    <ChosenBar words={t('rights.chosen', { count: items.length })} onNone={() => chosen.all(false)}>
      {one && !two && (
        <Button icon={<BookmarkPlus />} onClick={() => setKeeping(one)}>
          {t('rights.keep')}
        </Button>
      )}
      {one && two && items.length === 2 && (
        <Button icon={<Scale />} onClick={() => onCompare([one.id, two.id])}>
          {t('rights.compare')}
        </Button>
      )}
      <label class="unseen" for={id}>
        {t('rights.give.from')}
      </label>
      <select id={id} value={source} onChange={(event) => setSource(Number(event.currentTarget.value))}>
        <option value={0}>{t('rights.give.from')}</option>
        {templates.all.length > 0 && (
          <optgroup label={t('rights.templates')}>
            {templates.all.map((each) => (
              <option key={each.id} value={idOf(each)}>
                {each.name}
              </option>
            ))}
          </optgroup>
        )}
        <optgroup label={t('rights.users')}>
          {users.map((user) => (
            <option key={user.id} value={user.id}>
              {userAt(user)}
            </option>
          ))}
        </optgroup>
      </select>
      <Button look="primary" icon={<Copy />} disabled={!from} onClick={give}>
        {t('rights.give')}
      </Button>
      {losses.length > 0 && (
        <details class="losses">
          <summary>{t('rights.losses', { count: losses.length })}</summary>
          <ul>
            {losses.map((text) => (
              <li key={text}>{text}</li>
            ))}
          </ul>
        </details>
      )}
      {keeping && (
        <TemplateDialog
          title={t('rights.keep.title', { name: userAt(keeping) })}
          name=""
          document={documentOf(keeping)}
          save={(name) => makeTemplate(name, documentOf(keeping))}
          onSaved={() => {
            setKeeping(null)
            toast(t('rights.kept'))
            templates.reload()
          }}
          onClose={() => setKeeping(null)}
        />
      )}
    </ChosenBar>
  )
}
