// What answered a search, and one login for those of it that are picked.
import { Plus } from 'lucide-preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { loadChannels, loadDevices } from '../../../household.ts'
import { Button } from '../../../parts/button.tsx'
import { ChosenBar, Pick } from '../../../parts/chosen-bar.tsx'
import { toast } from '../../../parts/toasts.tsx'
import { useChosen } from '../../../parts/use-chosen.ts'
import { t } from '../../../texts/t.ts'
import type { Added, Found, Search } from './asks.ts'
import { inOrder, keyOf, MOST, type Outcomes, standingOf, withOutcomes } from './found.ts'
import { FoundRow } from './found-row.tsx'
import { LoginDialog } from './login-dialog.tsx'

export function FoundList({ search, onAdded }: { search: Search; onAdded: () => void }) {
  const [outcomes, setOutcomes] = useState<Outcomes>(new Map())
  const [asked, setAsked] = useState<readonly Found[]>([])
  const [username, setUsername] = useState('')
  const place = useRef<HTMLUListElement>(null)
  // The button that was pressed may be gone: the keyboard goes on in the list.
  useEffect(() => {
    if (asked.length === 0 && outcomes.size > 0 && document.activeElement === document.body) place.current?.focus()
  }, [asked, outcomes])
  const list = inOrder(search.items)
  const isAdded = (found: Found) => outcomes.get(keyOf(found))?.success === true
  const open = list.filter((found) => standingOf(found) === 'new' && !isAdded(found))
  const { items: chosen, ...pick } = useChosen(open, keyOf)
  const answered = (tried: readonly Found[], answers: readonly Added[]) => {
    setOutcomes((before) => withOutcomes(before, tried, answers))
    setAsked([])
    pick.all(false)
    const count = answers.filter(({ success }) => success).length
    if (count > 0) toast(t('discover.done', { count }))
    void loadDevices()
    void loadChannels()
    onAdded()
  }
  return (
    <>
      {open.length > 1 && (
        <Pick
          shown
          label={t('discover.pick')}
          checked={chosen.length === open.length}
          some={chosen.length > 0}
          onChecked={pick.all}
        />
      )}
      <ul class="panel rows" aria-label={t('discover.list')} tabIndex={-1} ref={place}>
        {list.map((found) => (
          <FoundRow
            key={keyOf(found)}
            found={found}
            outcome={outcomes.get(keyOf(found))}
            chosen={pick.has(keyOf(found))}
            onChosen={(on) => pick.toggle(keyOf(found), on)}
            onRetry={() => setAsked([found])}
          />
        ))}
      </ul>
      {chosen.length > 0 && (
        <ChosenBar words={t('discover.chosen', { count: chosen.length })} onNone={() => pick.all(false)}>
          {chosen.length > MOST && <span class="note attention">{t('discover.tooMany', { count: MOST })}</span>}
          <Button look="primary" icon={<Plus />} disabled={chosen.length > MOST} onClick={() => setAsked(chosen)}>
            {t('discover.add')}
          </Button>
        </ChosenBar>
      )}
      {asked.length > 0 && (
        <LoginDialog
          found={asked}
          username={username}
          onUsername={setUsername}
          onAnswered={answered}
          onClose={() => setAsked([])}
        />
      )}
    </>
  )
}
