// Where settings are searched for. What is typed is kept in the address; Enter opens the best answer.
import { Search } from 'lucide-preact'
import { useLocation } from 'preact-iso'
import { addressOf } from '../../../base.ts'
import { t } from '../../../texts/t.ts'
import { hrefOf, settingsFor } from './results.tsx'
import './search.css'

export function SearchField({ typed }: { typed: string }) {
  const { route } = useLocation()
  const search = (text: string) => route(addressOf(`/settings${text && `?${new URLSearchParams({ q: text })}`}`), true)
  return (
    <search>
      <form
        class="settings-search"
        onSubmit={(event) => {
          event.preventDefault()
          const [best] = settingsFor(typed)
          if (best) route(hrefOf(best))
        }}
      >
        <Search aria-hidden="true" />
        <input
          type="search"
          aria-label={t('settings.search')}
          placeholder={t('settings.search')}
          autocomplete="off"
          autocapitalize="none"
          enterkeyhint="search"
          spellcheck={false}
          value={typed}
          onInput={(event) => search(event.currentTarget.value)}
        />
      </form>
    </search>
  )
}
