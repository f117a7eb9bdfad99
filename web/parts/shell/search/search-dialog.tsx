// The search over everything: type, choose with the arrows, Enter opens.
import { ChevronRight, Search, X } from 'lucide-preact'
import { useEffect, useId, useMemo, useRef, useState } from 'preact/hooks'
import { addressOf } from '../../../base.ts'
import { channels, devices } from '../../../household.ts'
import { loadWalls, walls } from '../../../pages/live/walls/own.ts'
import { type AccountOut, loadPeople } from '../../../pages/people/asks.ts'
import { mayManage } from '../../../session.ts'
import { t } from '../../../texts/t.ts'
import { IconButton } from '../../button.tsx'
import { answersTo, type Candidate, candidates, offered, type Section } from './candidates.ts'
import { keepRecent, recentPaths } from './recent.ts'
import './search-dialog.css'

const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: 6, PageUp: -6 }

export function SearchDialog({ onClose }: { onClose: () => void }) {
  const place = useRef<HTMLDialogElement>(null)
  const id = useId()
  const people = usePeople()
  const all = useMemo(
    () => candidates(people),
    // What it is made of beside them: it may come while somebody types.
    [people, walls.value, channels.value, devices.value],
  )
  const [typed, setTyped] = useState('')
  const [at, setAt] = useState(0)
  const sections = typed.trim() === '' ? offered(recentPaths(), all) : answersTo(typed, all)
  const count = sections.reduce((sum, { found }) => sum + found.length, 0)
  const option = (index: number) => document.getElementById(`${id}-${index}`)
  useEffect(() => {
    if (!place.current?.open) place.current?.showModal()
    if (walls.value.phase === 'loading') void loadWalls()
  }, [])
  useEffect(() => option(at)?.scrollIntoView({ block: 'nearest' }), [at, typed])

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing || count === 0) return
    const step = STEPS[event.key]
    if (event.key === 'Enter') option(at)?.click()
    else if (step === 1 || step === -1) setAt((at + step + count) % count)
    else if (step) setAt(Math.min(count - 1, Math.max(0, at + step)))
    else return
    event.preventDefault()
  }
  return (
    <dialog ref={place} class="dialog search-dialog" aria-label={t('find.anything')} onClose={onClose} closedby="any">
      <div class="search-field">
        <Search aria-hidden="true" />
        <input
          type="search"
          role="combobox"
          aria-label={t('find.anything')}
          aria-expanded={count > 0}
          aria-controls={`${id}-list`}
          aria-activedescendant={count > 0 ? `${id}-${at}` : undefined}
          aria-autocomplete="list"
          placeholder={t('find.hint')}
          autocomplete="off"
          autocapitalize="none"
          enterkeyhint="go"
          spellcheck={false}
          value={typed}
          onInput={(event) => {
            setTyped(event.currentTarget.value)
            setAt(0)
          }}
          onKeyDown={onKeyDown}
        />
        <IconButton label={t('do.close')} onClick={() => place.current?.close()}>
          <X />
        </IconButton>
      </div>
      <p class="unseen" role="status">
        {typed.trim() !== '' && t('find.answers', { count })}
      </p>
      {count === 0 && <p class="search-none">{t('find.nothing', { typed: typed.trim() })}</p>}
      <div class="search-list" id={`${id}-list`} role="listbox" aria-label={t('find.anything')}>
        <Sections sections={sections} id={id} at={at} onPoint={setAt} onFollow={onClose} />
      </div>
      <p class="search-foot">{t('keys.open.hint')}</p>
    </dialog>
  )
}

interface SectionsProps {
  sections: readonly Section[]
  id: string
  at: number
  onPoint: (index: number) => void
  onFollow: () => void
}

function Sections({ sections, id, at, onPoint, onFollow }: SectionsProps) {
  let index = -1
  return sections.map(({ title, found }) => (
    // biome-ignore lint/a11y/useSemanticElements: a group of options, not of fields
    <div key={title} role="group" aria-labelledby={`${id}-${title}`}>
      <p class="search-group" id={`${id}-${title}`}>
        {t(title)}
      </p>
      {found.map((one) => {
        const own = ++index
        return (
          <Option
            key={`${one.group}${one.path}`}
            id={`${id}-${own}`}
            candidate={one}
            chosen={own === at}
            onPoint={() => onPoint(own)}
            onFollow={onFollow}
          />
        )
      })}
    </div>
  ))
}

interface OptionProps {
  id: string
  candidate: Candidate
  chosen: boolean
  onPoint: () => void
  onFollow: () => void
}

/** A link, so that it can be opened beside this page as well. */
function Option({ id, candidate, chosen, onPoint, onFollow }: OptionProps) {
  const { icon: Icon, path, name, place } = candidate
  return (
    <a
      id={id}
      class="search-option"
      role="option"
      aria-selected={chosen}
      tabIndex={-1}
      href={addressOf(path)}
      onPointerMove={chosen ? undefined : onPoint}
      onClick={() => {
        keepRecent(path)
        onFollow()
      }}
    >
      <Icon aria-hidden="true" />
      <span class="search-name">{name}</span>
      {place && <span class="search-place">{place}</span>}
      <ChevronRight class="search-more" aria-hidden="true" />
    </a>
  )
}

/** Asked when the search opens; without them it finds all the rest. */
function usePeople(): readonly AccountOut[] {
  const [people, setPeople] = useState<readonly AccountOut[]>([])
  useEffect(() => {
    if (!mayManage.value) return
    const ending = new AbortController()
    void loadPeople(ending.signal).then((answer) => answer.kind === 'ok' && setPeople(answer.data))
    return () => ending.abort()
  }, [])
  return people
}
