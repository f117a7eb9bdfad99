// Of which kinds and of which cameras a browser or a webhook is told; null stands for all.
import { channels } from '../../household.ts'
import { Picks } from '../../parts/picks.tsx'
import { t } from '../../texts/t.ts'
import { KIND_NAMES, type KindName } from '../alarms/kinds.ts'

export interface Told {
  kinds: KindName[] | null
  channel_ids: number[] | null
}

export function ToldOf({ value, onChange }: { value: Told; onChange: (change: Partial<Told>) => void }) {
  const known = channels.value.phase === 'ready' ? channels.value.value : []
  return (
    <div>
      <Picks
        label={t('webhooks.kinds')}
        words={(kinds) => (kinds ? t('webhooks.kinds.some', { count: kinds.length }) : t('webhooks.kinds.all'))}
        options={KIND_NAMES.map((kind) => [kind, t(`kind.${kind}`)] as const)}
        value={value.kinds}
        onValue={(kinds) => onChange({ kinds })}
      />
      <Picks
        label={t('webhooks.channels')}
        words={(ids) => (ids ? t('webhooks.channels.picked', { count: ids.length }) : t('webhooks.channels.every'))}
        options={known.map(({ id, name }) => [id, name] as const)}
        value={value.channel_ids}
        onValue={(channel_ids) => onChange({ channel_ids })}
      />
    </div>
  )
}
