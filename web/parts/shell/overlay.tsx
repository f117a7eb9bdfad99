// Search and the list of keys over the page. They come to the browser when they are opened, or once the first page stands.
import { signal } from '@preact/signals'
import { t } from '../../texts/t.ts'
import { toast } from '../toasts.tsx'

type Name = 'search' | 'keys'

const opened = signal<Name | null>(null)
const loaded = signal<typeof import('./overlays.ts') | null>(null)

export async function fetchOverlays(): Promise<void> {
  loaded.value ??= await import('./overlays.ts')
}

export function openOverlay(name: Name): void {
  opened.value = name
  fetchOverlays().catch(() => {
    opened.value = null
    toast(t('app.unloaded'))
  })
}

const close = () => {
  opened.value = null
}

export function Overlay() {
  const parts = loaded.value
  if (!parts || opened.value === null) return null
  return opened.value === 'search' ? <parts.SearchDialog onClose={close} /> : <parts.KeysDialog onClose={close} />
}
