// The frame of every page: top line with title, actions and the status dot, then the content, and what shows if it breaks.
import { ArrowLeft } from 'lucide-preact'
import type { ComponentChildren } from 'preact'
import { useEffect } from 'preact/hooks'
import { addressOf } from '../base.ts'
import { t } from '../texts/t.ts'
import { ContinueSetup } from './shell/continue-setup.tsx'
import { Guarded } from './shell/guarded.tsx'
import { Jobs } from './shell/jobs.tsx'
import { SearchButton } from './shell/search/search-button.tsx'
import { Status } from './shell/status.tsx'

interface Props {
  title: string
  actions?: ComponentChildren
  /** Where the arrow before the title leads. */
  back?: { path: string; label: string }
  /** Pictures to the edge instead of a column of text. */
  wide?: boolean
  children: ComponentChildren
}

export function Page({ title, actions, back, wide = false, children }: Props) {
  useEffect(() => {
    document.title = `${title} · ${t('app.name')}`
  }, [title])
  return (
    <div class="page">
      <header class="top">
        {back && (
          <a class="icon-button quiet" href={addressOf(back.path)} aria-label={back.label} title={back.label}>
            <ArrowLeft />
          </a>
        )}
        <h1>{title}</h1>
        <div class="top-actions">{actions}</div>
        <ContinueSetup />
        <Jobs />
        <SearchButton />
        <Status />
      </header>
      <main id="content" tabIndex={-1} class={wide ? 'content wide' : 'content'}>
        <Guarded>{children}</Guarded>
      </main>
    </div>
  )
}
