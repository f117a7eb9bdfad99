// A folder for recordings: its name, and for a new one where it is.
import { useState } from 'preact/hooks'
import { Button } from '../../../parts/button.tsx'
import { Dialog } from '../../../parts/dialog.tsx'
import { Field } from '../../../parts/field.tsx'
import { FaultNote } from '../../../parts/states.tsx'
import { toast } from '../../../parts/toasts.tsx'
import { useAsyncAction } from '../../../parts/use-async-action.ts'
import { t } from '../../../texts/t.ts'
import { type StorageFolder, saveFolder } from './asks.ts'

interface Props {
  /** Null: a new one. */
  folder: StorageFolder | null
  onClose: () => void
  onSaved: () => void
}

export function FolderDialog({ folder, onClose, onSaved }: Props) {
  const [name, setName] = useState(folder?.name ?? '')
  const [path, setPath] = useState('')
  const [checked, setChecked] = useState(false)
  const save = useAsyncAction(
    () => saveFolder(folder?.id ?? null, name.trim(), path.trim()),
    () => {
      toast(t('storage.folder.saved'))
      onSaved()
    },
  )
  const empty = (text: string) => (text.trim() === '' ? t('fault.required') : undefined)
  const nameProblem = empty(name)
  const pathProblem = folder
    ? undefined
    : (empty(path) ?? (path.trim().startsWith('/') ? undefined : t('storage.folder.path.wrong')))
  return (
    <Dialog title={t(folder ? 'storage.folder.title.change' : 'storage.folder.title.add')} onClose={onClose}>
      <form
        class="form storage-form"
        onSubmit={(event) => {
          event.preventDefault()
          setChecked(true)
          if (!nameProblem && !pathProblem) void save.run()
        }}
      >
        <Field
          label={t('storage.folder.name')}
          placeholder={t('storage.folder.name.example')}
          value={name}
          onValue={setName}
          maxLength={60}
          autocomplete="off"
          problem={checked ? (nameProblem ?? save.problem('name')) : undefined}
        />
        {!folder && (
          <Field
            label={t('storage.folder.path')}
            placeholder={t('storage.folder.path.example')}
            help={t('storage.folder.path.help')}
            value={path}
            onValue={setPath}
            maxLength={1000}
            autocomplete="off"
            problem={checked ? (pathProblem ?? save.problem('path')) : undefined}
          />
        )}
        <FaultNote fault={save.unless('name', 'path')} />
        <div class="actions end">
          <Button onClick={onClose}>{t('do.cancel')}</Button>
          <Button look="primary" type="submit" pending={save.pending}>
            {t('do.save')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
