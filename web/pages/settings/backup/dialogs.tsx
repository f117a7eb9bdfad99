// What is asked before a backup is made, restored or removed.
import { useState } from 'preact/hooks'
import { Button } from '../../../parts/button.tsx'
import { Confirm, Dialog } from '../../../parts/dialog.tsx'
import { Field, Switch } from '../../../parts/field.tsx'
import { FaultNote } from '../../../parts/states.tsx'
import { toast } from '../../../parts/toasts.tsx'
import { type AsyncAction, useAsyncAction } from '../../../parts/use-async-action.ts'
import { t } from '../../../texts/t.ts'
import { type BackupOut, makeBackup, removeBackup, restoreBackup } from './asks.ts'
import { madeAt } from './backup-row.tsx'

const SHORTEST = 10

interface Begun {
  job_uuid: string
}

export function MakeDialog({ onDone, onClose }: { onDone: (begun: Begun) => void; onClose: () => void }) {
  const [passphrase, setPassphrase] = useState('')
  const [withFiles, setWithFiles] = useState(false)
  const [isShort, setShort] = useState(false)
  const make = useAsyncAction(() => makeBackup(passphrase, withFiles), onDone)
  return (
    <Dialog title={t('backup.make')} onClose={onClose}>
      <form
        class="form backup-form"
        onSubmit={(event) => {
          event.preventDefault()
          setShort(passphrase.length < SHORTEST)
          if (passphrase.length >= SHORTEST) void make.run()
        }}
      >
        <Field
          label={t('backup.passphrase')}
          type="password"
          autocomplete="new-password"
          value={passphrase}
          onValue={setPassphrase}
          help={t('backup.passphrase.help')}
          problem={isShort ? t('fault.short', { count: SHORTEST }) : make.problem('passphrase')}
        />
        <Switch label={t('backup.files')} help={t('backup.files.help')} checked={withFiles} onChecked={setWithFiles} />
        <Foot does={t('backup.make.do')} empty={passphrase === ''} action={make} onClose={onClose} />
      </form>
    </Dialog>
  )
}

interface AboutOne {
  value: BackupOut
  onClose: () => void
}

export function RestoreDialog({ value, onDone, onClose }: AboutOne & { onDone: (begun: Begun) => void }) {
  const [passphrase, setPassphrase] = useState('')
  const restore = useAsyncAction(() => restoreBackup(value.name, passphrase), onDone)
  return (
    <Dialog title={t('backup.restore.title')} onClose={onClose}>
      <p>{t('backup.restore.text')}</p>
      <form
        class="form backup-form"
        onSubmit={(event) => {
          event.preventDefault()
          void restore.run()
        }}
      >
        <Field
          label={t('backup.passphrase')}
          type="password"
          autocomplete="off"
          value={passphrase}
          onValue={setPassphrase}
          problem={restore.problem('passphrase')}
        />
        <Foot does={t('backup.restore.do')} empty={passphrase === ''} action={restore} onClose={onClose} />
      </form>
    </Dialog>
  )
}

interface FootProps {
  does: string
  empty: boolean
  action: AsyncAction<[]>
  onClose: () => void
}

function Foot({ does, empty, action, onClose }: FootProps) {
  return (
    <>
      <FaultNote fault={action.fault} />
      <div class="actions end">
        <Button onClick={onClose}>{t('do.cancel')}</Button>
        <Button look="primary" type="submit" pending={action.pending} disabled={empty}>
          {does}
        </Button>
      </div>
    </>
  )
}

export function RemoveDialog({ value, onDone, onClose }: AboutOne & { onDone: () => void }) {
  const action = useAsyncAction(
    () => removeBackup(value.name),
    () => {
      toast(t('backup.removed'))
      onDone()
      onClose()
    },
  )
  return (
    <Confirm
      title={t('backup.remove', { time: madeAt(value) })}
      text={t('backup.remove.text')}
      does={t('do.remove')}
      action={action}
      onClose={onClose}
    />
  )
}
