// One backup in the list.
import { Archive, Download, RotateCcw, Trash2, TriangleAlert } from 'lucide-preact'
import { IconButton } from '../../../parts/button.tsx'
import { FaultNote } from '../../../parts/states.tsx'
import { size } from '../../../sizes.ts'
import { t } from '../../../texts/t.ts'
import { moment, now } from '../../../times.ts'
import { useSaving } from '../../playback/recordings/use-saving.ts'
import type { BackupOut } from './asks.ts'

/** What it is called beside its buttons: when it was made, or the file's name where nobody can tell. */
export const madeAt = ({ created_at, name }: BackupOut): string =>
  created_at ? moment(new Date(created_at), now.value) : name

interface Props {
  value: BackupOut
  onRemove: () => void
  onRestore: () => void
}

export function BackupRow({ value, onRemove, onRestore }: Props) {
  const saving = useSaving(`/system/backups/${value.name}/file`)
  const time = madeAt(value)
  return (
    <li>
      {value.problem ? <TriangleAlert aria-hidden="true" /> : <Archive aria-hidden="true" />}
      <div>
        <strong>{value.problem ? t('backup.odd') : t('backup.of', { time })}</strong>
        <p class="note">{wordsOf(value)}</p>
        <FaultNote fault={saving.fault} />
      </div>
      <IconButton label={t('backup.save', { time })} disabled={saving.pending} onClick={() => void saving.run()}>
        <Download />
      </IconButton>
      {!value.problem && (
        <IconButton label={t('backup.restore', { time })} onClick={onRestore}>
          <RotateCcw />
        </IconButton>
      )}
      <IconButton label={t('backup.remove', { time })} onClick={onRemove}>
        <Trash2 />
      </IconButton>
    </li>
  )
}

function wordsOf({ bytes, counts, problem, with_files }: BackupOut): string {
  if (problem) return `${problem} · ${size(bytes)}`
  const files = with_files ? t('backup.withFiles') : t('backup.withoutFiles')
  return [size(bytes), counts && t('backup.devices', { count: counts.devices }), files].filter(Boolean).join(' · ')
}
