// Below a channel's picture: that some of its alarms do not reach us, and the way to why.
import { TriangleAlert } from 'lucide-preact'
import { useCallback } from 'preact/hooks'
import { addressOf } from '../../../base.ts'
import { useLoaded } from '../../../parts/use-loaded.ts'
import { t } from '../../../texts/t.ts'
import type { ChannelOut } from '../../../wire.ts'
import { channelAsks } from './asks.ts'
import './sources.css'

export function SourcesNote({ channel }: { channel: ChannelOut }) {
  const { id, device_id } = channel
  const { state } = useLoaded(useCallback((signal: AbortSignal) => channelAsks(id).sources(signal), [id]))
  if (state.phase !== 'ready') return null
  const { reason, data } = state.value
  const count = data.filter((source) => source.reason).length
  if (!reason && count === 0) return null
  return (
    <p class="note attention boxed sources-note">
      <TriangleAlert aria-hidden="true" />
      <span>
        {reason ? t('sources.note.all') : t('sources.note.some', { count })}{' '}
        <a href={addressOf(`/devices/${device_id}/channels?channel=${id}`)}>{t('sources.note.why')}</a>
      </span>
    </p>
  )
}
