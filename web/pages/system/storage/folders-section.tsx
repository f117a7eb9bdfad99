// The folders with how full each is; the founder adds, renames and removes them.
import { CircleCheck, HardDrive, Pencil, Plus, Trash2, TriangleAlert } from 'lucide-preact'
import { useState } from 'preact/hooks'
import { Button, IconButton } from '../../../parts/button.tsx'
import { Confirm } from '../../../parts/dialog.tsx'
import { toast } from '../../../parts/toasts.tsx'
import { useAsyncAction } from '../../../parts/use-async-action.ts'
import { person } from '../../../session.ts'
import { size } from '../../../sizes.ts'
import { t } from '../../../texts/t.ts'
import { removeFolder, type Storage, type StorageFolder } from './asks.ts'
import { FolderDialog } from './folder-dialog.tsx'
import { nameOf, sharesOf } from './words.ts'

/** Beside the data folder. */
const MOST = 8

export function FoldersSection({ storage, onChanged }: { storage: Storage; onChanged: () => void }) {
  const [edited, setEdited] = useState<StorageFolder | 'new' | null>(null)
  const [removed, setRemoved] = useState<StorageFolder | null>(null)
  const mayEdit = person.value?.founder === true
  const remove = useAsyncAction(
    () => removeFolder(removed?.id ?? 0),
    () => {
      toast(t('storage.folder.removed', { name: removed?.name ?? '' }))
      setRemoved(null)
      onChanged()
    },
  )
  return (
    <section class="panel pad" aria-labelledby="storage-folders">
      <div class="storage-head">
        <h2 id="storage-folders">{t('storage.folders')}</h2>
        {mayEdit && storage.folders.length <= MOST && (
          <Button icon={<Plus />} onClick={() => setEdited('new')}>
            {t('storage.folder.add')}
          </Button>
        )}
      </div>
      {mayEdit && <p class="note">{t('storage.folders.lead')}</p>}
      <ul class="storage-folders">
        {storage.folders.map((folder) => (
          <Folder
            key={folder.id ?? ''}
            folder={folder}
            {...(mayEdit &&
              folder.id !== null && {
                onEdit: () => setEdited(folder),
                onRemove: () => setRemoved(folder),
              })}
          />
        ))}
      </ul>
      {edited && (
        <FolderDialog
          folder={edited === 'new' ? null : edited}
          onClose={() => setEdited(null)}
          onSaved={() => {
            setEdited(null)
            onChanged()
          }}
        />
      )}
      {removed && (
        <Confirm
          title={t('storage.folder.remove.title', { name: removed.name })}
          text={t('storage.folder.remove.text')}
          does={t('do.remove')}
          action={remove}
          onClose={() => {
            remove.forget()
            setRemoved(null)
          }}
        />
      )}
    </section>
  )
}

interface FolderProps {
  folder: StorageFolder
  onEdit?: () => void
  onRemove?: () => void
}

function Folder({ folder, onEdit, onRemove }: FolderProps) {
  const { path, state } = folder
  const name = nameOf(folder)
  const shares = sharesOf(folder)
  return (
    <li>
      <HardDrive class="row-icon" aria-hidden="true" />
      <div class="storage-folder">
        <div class="storage-folder-head">
          <strong>{name}</strong>
          <span class={`storage-state ${state === 'ok' ? 'good' : 'attention'}`}>
            {state === 'ok' ? <CircleCheck aria-hidden="true" /> : <TriangleAlert aria-hidden="true" />}
            {t(`storage.folder.state.${state}`)}
          </span>
          {onEdit && onRemove && (
            <div class="storage-folder-actions">
              <IconButton label={t('storage.folder.change', { name })} onClick={onEdit}>
                <Pencil />
              </IconButton>
              <IconButton label={t('storage.folder.remove', { name })} onClick={onRemove}>
                <Trash2 />
              </IconButton>
            </div>
          )}
        </div>
        {path !== null && <code class="storage-path">{path}</code>}
        {shares && (
          <span
            class="storage-bar"
            role="img"
            aria-label={t('storage.folder.bar', {
              used: size(shares.usedBytes),
              other: size(shares.otherBytes),
              free: size(shares.freeBytes),
            })}
          >
            <span style={{ width: `${shares.used * 100}%` }} />
            <span style={{ width: `${shares.other * 100}%` }} />
          </span>
        )}
        <p class="note">
          {[
            folder.free_bytes !== null &&
              folder.total_bytes !== null &&
              t('storage.folder.room', { free: size(folder.free_bytes), total: size(folder.total_bytes) }),
            folder.used_bytes > 0 && t('storage.folder.used', { used: size(folder.used_bytes) }),
          ]
            .filter(Boolean)
            .join(' · ')}
        </p>
        {state !== 'ok' && <p class="note attention">{t(`storage.folder.${state}.do`)}</p>}
      </div>
    </li>
  )
}
