// Opens the search from the top line of every page.
import { Search } from 'lucide-preact'
import { t } from '../../../texts/t.ts'
import { openOverlay } from '../overlay.tsx'
import { SEARCH_KEYS } from '../use-shell-keys.ts'

export function SearchButton() {
  return (
    <button
      type="button"
      class="icon-button quiet"
      aria-label={t('find.anything')}
      aria-keyshortcuts="/ Control+K Meta+K"
      title={`${t('find.anything')} (/, ${SEARCH_KEYS})`}
      onClick={() => openOverlay('search')}
    >
      <Search />
    </button>
  )
}
