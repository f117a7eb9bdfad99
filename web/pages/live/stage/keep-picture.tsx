// Keeps what a camera shows at this moment as a picture among the recordings.
import { Camera } from 'lucide-preact'
import { ask } from '../../../api.ts'
import { IconButton } from '../../../parts/button.tsx'
import { toast } from '../../../parts/toasts.tsx'
import { type AsyncAction, useAsyncAction } from '../../../parts/use-async-action.ts'
import { t } from '../../../texts/t.ts'
import type { ChannelOut } from '../../../wire.ts'
import { picturePath } from '../../playback/recordings/picture-path.ts'

export function useKeepPicture(channel: ChannelOut): AsyncAction<[]> {
  return useAsyncAction(
    async () => {
      const path = `/api/cameras/${channel.uuid}/snapshot`
      const answer = await ask<{ data: { id: string } }>(path, { method: 'POST', body: {} })
      if (answer.kind === 'fault') toast(answer.fault.message)
      return answer
    },
    ({ data }) =>
      toast(t('pictures.kept', { channel: channel.name }), {
        link: { path: picturePath(data.id), text: t('pictures.kept.show') },
      }),
  )
}

export function KeepPicture({ keep }: { keep: AsyncAction<[]> }) {
  return (
    <IconButton look="picture" label={t('pictures.keep')} aria-busy={keep.pending} onClick={() => void keep.run()}>
      <Camera />
    </IconButton>
  )
}
