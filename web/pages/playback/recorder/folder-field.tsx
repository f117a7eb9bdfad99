// Which disk a camera is recorded to; asked only where there are several.
import { SelectField } from '../../../parts/select-field.tsx'
import { useLoaded } from '../../../parts/use-loaded.ts'
import { size } from '../../../sizes.ts'
import { t } from '../../../texts/t.ts'
import { loadStorage, type StorageFolder } from '../../system/storage/asks.ts'
import { nameOf } from '../../system/storage/words.ts'

interface Props {
  /** Null: the data folder. */
  value: number | null
  onValue: (folder: number | null) => void
}

export function FolderField({ value, onValue }: Props) {
  const { state } = useLoaded(loadStorage)
  if (state.phase !== 'ready' || state.value.folders.length < 2) return null
  return (
    <SelectField
      label={t('recorder.folder')}
      help={t('recorder.folder.help')}
      value={value}
      options={state.value.folders.map((folder) => [folder.id, wordsOf(folder)] as const)}
      onValue={onValue}
    />
  )
}

function wordsOf(folder: StorageFolder): string {
  const name = nameOf(folder)
  if (folder.state === 'missing' || folder.free_bytes === null) return t('recorder.folder.away', { name })
  return t('recorder.folder.free', { name, free: size(folder.free_bytes) })
}
