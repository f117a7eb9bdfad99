// Video that this browser cannot play: pictures in its stead, why, and what can be done about it.
import type { ComponentChildren } from 'preact'
import { t } from '../../texts/t.ts'
import { RenewingPicture } from './renewing-picture.tsx'

interface Props {
  channelId: number
  label: string
  codec: string
  quiet?: boolean
  /** What can be done about it. */
  children?: ComponentChildren
}

export function Unplayable({ channelId, label, codec, quiet = false, children }: Props) {
  return (
    <>
      <RenewingPicture channelId={channelId} label={label} />
      <div class="player-note" role={quiet ? undefined : 'status'}>
        <p title={t('player.unsupported', { codec })}>{t('player.unplayable', { codec })}</p>
        {children}
      </div>
    </>
  )
}
