// Who did what, newest first, with filters, and a way back from what was changed.
import { Eraser } from 'lucide-preact'
import { useMemo, useState } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { addressOf } from '../../base.ts'
import { Button } from '../../parts/button.tsx'
import { Page } from '../../parts/page.tsx'
import { Empty, FaultNote, FaultView, Waiting } from '../../parts/states.tsx'
import { mayManage } from '../../session.ts'
import { t } from '../../texts/t.ts'
import { dayName, now } from '../../times.ts'
import './activity.css'
import type { ActivityOut } from './asks.ts'
import { ClearDialog } from './clear-dialog.tsx'
import { DeedRow } from './deed-row.tsx'
import { filterOf, isAny } from './filter.ts'
import { FilterBar } from './filter-bar.tsx'
import { UndoDialog } from './undo-dialog.tsx'
import { useDeeds } from './use-deeds.ts'

export function ActivityPage() {
  if (!mayManage.value)
    return (
      <Page title={t('nav.activity')}>
        <Empty drawing="key" title={t('nav.activity')} text={t('activity.noRights')} />
      </Page>
    )
  return <Activity />
}

function Activity() {
  const { query } = useLocation()
  const { who, what, failed, from, to } = query
  const filter = useMemo(() => filterOf(query), [who, what, failed, from, to])
  const deeds = useDeeds(filter)
  const [undoing, setUndoing] = useState<ActivityOut | null>(null)
  const [clearing, setClearing] = useState(false)
  return (
    <Page
      title={t('nav.activity')}
      actions={
        <Button look="quiet" icon={<Eraser />} onClick={() => setClearing(true)}>
          {t('activity.clear.do')}
        </Button>
      }
    >
      <FilterBar filter={filter} />
      {!deeds.items && (deeds.fault ? <FaultView fault={deeds.fault} onRetry={deeds.reload} /> : <Waiting rows={6} />)}
      {deeds.items && <FaultNote fault={deeds.fault} />}
      {deeds.items?.length === 0 && (
        <Empty drawing="quiet" title={t('activity.none')} text={t('activity.none.do')}>
          {isAny(filter) && (
            <a class="button plain" href={addressOf('/activity')}>
              <span>{t('activity.clear')}</span>
            </a>
          )}
        </Empty>
      )}
      {deeds.items && deeds.items.length > 0 && <List items={deeds.items} onUndo={setUndoing} />}
      {deeds.hasMore && (
        <div class="actions deeds-end">
          <Button pending={deeds.pendingMore} onClick={deeds.more}>
            {t('activity.more')}
          </Button>
        </div>
      )}
      {clearing && (
        <ClearDialog
          onClose={() => setClearing(false)}
          onDone={() => {
            setClearing(false)
            deeds.reload()
          }}
        />
      )}
      {undoing && (
        <UndoDialog
          deed={undoing}
          onClose={() => setUndoing(null)}
          onDone={() => {
            setUndoing(null)
            deeds.reload()
          }}
        />
      )}
    </Page>
  )
}

function List({ items, onUndo }: { items: readonly ActivityOut[]; onUndo: (deed: ActivityOut) => void }) {
  const at = now.value
  const dayOf = (deed: ActivityOut | undefined) => deed && dayName(new Date(deed.created_at), at)
  return (
    <ol class="deeds" aria-label={t('activity.list')}>
      {items.map((deed, index) => (
        <li key={deed.id}>
          {dayOf(deed) !== dayOf(items[index - 1]) && <h2 class="deeds-day">{dayOf(deed)}</h2>}
          <DeedRow deed={deed} onUndo={() => onUndo(deed)} />
        </li>
      ))}
    </ol>
  )
}
