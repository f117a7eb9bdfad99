// One device that answered: what it is, whether it can be added, and what came of the try.
import { CircleCheck, KeyRound, MoonStar, TriangleAlert } from 'lucide-preact'
import { addressOf } from '../../../base.ts'
import { deviceOf, titleOf } from '../../../household.ts'
import { Button } from '../../../parts/button.tsx'
import { Pick } from '../../../parts/chosen-bar.tsx'
import { t } from '../../../texts/t.ts'
import { isRefusal } from '../fault-words.ts'
import type { Added, Found } from './asks.ts'
import { calledOf, factsOf, standingOf, whyNot } from './found.ts'

interface Props {
  found: Found
  outcome: Added | undefined
  chosen: boolean
  onChosen: (on: boolean) => void
  onRetry: () => void
}

export function FoundRow({ found, outcome, chosen, onChosen, onRetry }: Props) {
  const name = calledOf(found)
  const added = outcome?.success ? (outcome.device_id ?? null) : null
  const standing = outcome?.success ? 'here' : standingOf(found)
  const deviceId = found.device_id ?? added
  return (
    <li class="found">
      {standing === 'new' ? (
        <Pick label={t('chosen.one', { name: `${name}, ${found.address}` })} checked={chosen} onChecked={onChosen} />
      ) : (
        <span class="found-mark" aria-hidden="true">
          {standing === 'here' ? <CircleCheck class="good" /> : <MoonStar class="attention" />}
        </span>
      )}
      <div class="found-words">
        <h2>{name}</h2>
        <p class="note">{factsOf(found).join(' · ')}</p>
        {standing === 'asleep' && <p class="note attention">{t('discover.asleep')}</p>}
        {outcome && !outcome.success && (
          <p class="note bad" role="alert">
            <TriangleAlert /> {whyNot(outcome)}
          </p>
        )}
        {outcome && isRefusal(outcome.kind) && <p class="note">{t('setup.refused')}</p>}
      </div>
      {standing === 'here' && <Here id={deviceId} isNew={outcome?.success === true} />}
      {standing === 'new' && outcome && (
        <Button icon={<KeyRound />} onClick={onRetry} aria-label={t('discover.retry.of', { name })}>
          {t('discover.retry')}
        </Button>
      )}
    </li>
  )
}

function Here({ id, isNew }: { id: number | null; isNew: boolean }) {
  const device = deviceOf(id)
  return (
    <div class="found-here">
      <span class="note">{t(isNew ? 'discover.added' : 'discover.here')}</span>
      {device && (
        <a class="button plain" href={addressOf(`/devices/${device.id}`)}>
          <span>{t('discover.here.open', { name: titleOf(device) })}</span>
        </a>
      )}
    </div>
  )
}
