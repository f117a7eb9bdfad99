// One click for a camera whose video this browser cannot play: a codec that it can, tried and shown before it is written.
import { Wrench } from 'lucide-preact'
import type { ComponentType } from 'preact'
import { useState } from 'preact/hooks'
import { Button } from '../../../parts/button.tsx'
import type { Quality } from '../../../parts/player/use-live-player.ts'
import { toast } from '../../../parts/toasts.tsx'
import { mayManage } from '../../../session.ts'
import { t } from '../../../texts/t.ts'
import type { ChannelOut } from '../../../wire.ts'
import type { CodecDialogProps } from './codec-dialog.tsx'

export function CodecRemedy({ channel, quality }: { channel: ChannelOut; quality: Quality }) {
  const [dialog, setDialog] = useState<{ Dialog: ComponentType<CodecDialogProps> } | null>(null)
  if (!mayManage.value || !channel.can.config) return null
  // Only who needs it fetches it: the first page stays small.
  const open = () =>
    import('./codec-dialog.tsx').then(
      ({ CodecDialog }) => setDialog({ Dialog: CodecDialog }),
      () => toast(t('app.unloaded')),
    )
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: presses here are none on the picture below
    <div class="player-action" onDblClick={(event) => event.stopPropagation()}>
      <Button icon={<Wrench />} aria-haspopup="dialog" onClick={() => void open()}>
        {t(channel.can.sub ? `player.codec.${quality}` : 'player.codec.only')}
      </Button>
      {dialog && <dialog.Dialog channel={channel} quality={quality} onClose={() => setDialog(null)} />}
    </div>
  )
}
