// Makes a wall of one's own from what is seen.
import { useState } from 'preact/hooks'
import { Button } from '../../../parts/button.tsx'
import { Dialog } from '../../../parts/dialog.tsx'
import { Field } from '../../../parts/field.tsx'
import { FaultNote } from '../../../parts/states.tsx'
import { useAsyncAction } from '../../../parts/use-async-action.ts'
import { t } from '../../../texts/t.ts'
import type { ChannelOut, WallOut } from '../../../wire.ts'
import { makeWall } from './own.ts'

interface Props {
  channels: readonly ChannelOut[]
  onMade: (wall: WallOut) => void
  onClose: () => void
}

export function MakeWall({ channels, onMade, onClose }: Props) {
  const [name, setName] = useState('')
  const make = useAsyncAction(
    () =>
      makeWall(
        name.trim(),
        channels.map(({ id }) => id),
      ),
    onMade,
  )
  return (
    <Dialog title={t('walls.make')} onClose={onClose}>
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault()
          if (name.trim()) void make.run()
        }}
      >
        <p class="note">{t('walls.make.text', { count: channels.length })}</p>
        <Field
          label={t('walls.name')}
          value={name}
          maxLength={60}
          autocapitalize="sentences"
          placeholder={t('walls.name.example')}
          problem={make.problem('name')}
          onValue={setName}
          required
        />
        <FaultNote fault={make.unless('name')} />
        <div class="actions end">
          <Button onClick={onClose}>{t('do.cancel')}</Button>
          <Button look="primary" type="submit" pending={make.pending} disabled={!name.trim()}>
            {t('walls.make.do')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
