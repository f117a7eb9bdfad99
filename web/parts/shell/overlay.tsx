// Search and the list of keys over the page. They come to the browser when they are opened, or once the first page stands.
import { signal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { t } from '../../texts/t.ts'
import { toast } from '../toasts.tsx'

type Name = 'search' | 'keys'

const opened = signal<Name | null>(null)
const loaded = signal<typeof import('./overlays.ts') | null>(null)

/** By then the first page has asked for what it shows. */
const AFTER_MS = 1500

async function fetchOverlays(): Promise<void> {
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
  useEffect(() => {
    const soon = setTimeout(() => fetchOverlays().catch(() => {}), AFTER_MS)
    return () => {
      clearTimeout(soon)
      // Not open again for whoever signs in next.
      close()
    }
  }, [])
  const parts = loaded.value
  if (!parts || opened.value === null) return null
  return opened.value === 'search' ? <parts.SearchDialog onClose={close} /> : <parts.KeysDialog onClose={close} />
}
