// One click for a camera whose video this browser cannot play: a codec that it can, tried and shown before it is written.
import { Wrench } from 'lucide-preact'
import type { ComponentType, VNode } from 'preact'
import { useState } from 'preact/hooks'
import { Button } from '../../../parts/button.tsx'
import type { Quality } from '../../../parts/player/use-live-player.ts'
import { toast } from '../../../parts/toasts.tsx'
import { mayManage } from '../../../session.ts'
import { t } from '../../../texts/t.ts'
import type { ChannelOut } from '../../../wire.ts'
import type { CodecDialogProps } from './codec-dialog.tsx'

/**
 * `[button, dialog]`. The dialog stands beside the picture and not in it: a picture that begins anew, as after each writing, would
 * take it from whoever has just opened it.
 */
export function useCodecRemedy(channel: ChannelOut, quality: Quality): [button: VNode | null, dialog: VNode | null] {
  const [asked, setAsked] = useState<{ Dialog: ComponentType<CodecDialogProps>; quality: Quality } | null>(null)
  if (!mayManage.value || !channel.can.config) return [null, null]
  // Only who needs it fetches it: the first page stays small.
  const open = () =>
    import('./codec-dialog.tsx').then(
      ({ CodecDialog }) => setAsked({ Dialog: CodecDialog, quality }),
      () => toast(t('app.unloaded')),
    )
  // Presses here are none on the picture below.
  const keep = (event: Event) => event.stopPropagation()
  return [
    // biome-ignore lint/a11y/noStaticElementInteractions: nothing is done by it
    <div class="player-action" onDblClick={keep}>
      <Button icon={<Wrench />} aria-haspopup="dialog" onClick={() => void open()}>
        {t(channel.can.sub ? `player.codec.${quality}` : 'player.codec.only')}
      </Button>
    </div>,
    asked && (
      // biome-ignore lint/a11y/noStaticElementInteractions: nothing is done by it
      <div onDblClick={keep}>
        <asked.Dialog channel={channel} quality={asked.quality} onClose={() => setAsked(null)} />
      </div>
    ),
  ]
}
