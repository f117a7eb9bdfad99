// What another codec would change on the device, before → after, and the way to write it and to take it back.
import { useCallback, useState } from 'preact/hooks'
import { Button } from '../../../parts/button.tsx'
import { Dialog } from '../../../parts/dialog.tsx'
import { noteConfigured } from '../../../parts/player/configured.ts'
import type { Quality } from '../../../parts/player/use-live-player.ts'
import { FaultNote, FaultView, Waiting } from '../../../parts/states.tsx'
import { toast } from '../../../parts/toasts.tsx'
import { useAsyncAction } from '../../../parts/use-async-action.ts'
import { useLoaded } from '../../../parts/use-loaded.ts'
import { t } from '../../../texts/t.ts'
import type { ChannelOut } from '../../../wire.ts'
import type { Changed } from '../../devices/channels/asks.ts'
import { Will } from '../../devices/channels/will.tsx'
import '../../devices/channels/channels.css'
import './codec.css'
import { asks, PLAYABLE } from './asks.ts'

export interface CodecDialogProps {
  channel: ChannelOut
  quality: Quality
  onClose: () => void
}

/** The codec that the device has, if another one would be written. */
const formerOf = ({ changes = [] }: Changed) => {
  const before = changes.find(({ field }) => field === 'video_codec')?.before
  return typeof before === 'string' ? before : null
}

export function CodecDialog({ channel, quality, onClose }: CodecDialogProps) {
  const ask = useCallback((signal: AbortSignal) => asks.tryCodec(channel, quality, signal), [channel.id, quality])
  const { state, reload } = useLoaded(ask)
  return (
    <Dialog title={t('player.codec.title', { channel: channel.name, codec: PLAYABLE })} onClose={onClose}>
      {state.phase === 'loading' && <Waiting rows={2} />}
      {state.phase === 'fault' && <FaultView fault={state.fault} onRetry={reload} />}
      {state.phase === 'ready' ? (
        <Ready {...{ channel, quality, onClose }} former={formerOf(state.value)} />
      ) : (
        <div class="actions end">
          <Button onClick={onClose}>{t('do.cancel')}</Button>
        </div>
      )}
    </Dialog>
  )
}

function Ready({ channel, quality, former, onClose }: CodecDialogProps & { former: string | null }) {
  const [kept, setKept] = useState(false)
  const takeBack = async (codec: string) => {
    const answer = await asks.setCodec(channel, quality, codec)
    if (answer.kind === 'fault') return toast(answer.fault.message)
    noteConfigured(channel.id)
    toast(t('player.codec.undone', { channel: channel.name, codec }))
  }
  const write = useAsyncAction(
    () => asks.setCodec(channel, quality, PLAYABLE),
    ({ ignored, reboot_required: restart }) => {
      if (ignored?.includes('video_codec')) return setKept(true)
      noteConfigured(channel.id)
      onClose()
      const said = restart ? t('channels.reboot') : t('player.codec.done', { channel: channel.name, codec: PLAYABLE })
      if (former !== null) toast(said, { undo: () => void takeBack(former), settle: () => {} })
      else toast(said)
    },
  )
  if (former === null || kept)
    return (
      <>
        <p role="status">{t(kept ? 'player.codec.kept' : 'player.codec.already', { codec: PLAYABLE })}</p>
        <div class="actions end">
          <Button onClick={onClose}>{t('do.close')}</Button>
        </div>
      </>
    )
  return (
    <>
      <Will changes={[{ field: 'video_codec', before: former, after: PLAYABLE }]} codec={PLAYABLE} />
      <p class="note">{t(quality === 'main' ? 'player.codec.note.main' : 'player.codec.note.sub')}</p>
      <FaultNote fault={write.fault} />
      <div class="actions end">
        <Button onClick={onClose} disabled={write.pending}>
          {t('do.cancel')}
        </Button>
        <Button look="primary" pending={write.pending} onClick={() => void write.run()}>
          {t('channels.write')}
        </Button>
      </div>
    </>
  )
}
