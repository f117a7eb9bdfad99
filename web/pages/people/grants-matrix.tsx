// Cameras × rights: a row for all of them, one for each; moved through with the arrow keys.
import { useState } from 'preact/hooks'
import { t } from '../../texts/t.ts'
import { Cell } from '../devices/users/cell.tsx'
import { nextCell } from '../devices/users/grid-keys.ts'
import '../devices/users/users.css'
import { type Camera, type Grants, has, placesOf, RIGHTS, type Right } from './grants.ts'

export interface Group {
  /** The recorder. */
  id: number
  name: string
  cameras: (Camera & { name: string; number: number })[]
}

interface Props {
  label: string
  groups: readonly Group[]
  stored: Grants
  wished: Grants
  onToggle: (cameras: readonly Camera[], right: Right) => void
}

export function GrantsMatrix({ label, groups, stored, wished, onToggle }: Props) {
  const all = groups.flatMap(({ cameras }) => cameras)
  const rights = RIGHTS.filter((right) => placesOf(all, right).length > 0)
  const [active, setActive] = useState('all view')
  const onKeyDown = (event: KeyboardEvent) => {
    const cell = event.target instanceof HTMLElement && event.target.closest<HTMLElement>('[data-col]')
    const next = cell && !event.ctrlKey && !event.altKey && !event.metaKey && nextCell(cell, event.key)
    if (!next) return
    event.preventDefault()
    next.focus()
  }
  const onFocusIn = (event: FocusEvent) => {
    const { row, col } = (event.target as HTMLElement).dataset
    if (row && col) setActive(`${row} ${col}`)
  }
  const row = (key: string, name: string, cameras: readonly Camera[], number?: number) => (
    <tr key={key} class={key === 'all' ? 'grants-all' : undefined}>
      <th scope="row" class="grants-name" title={name}>
        {number !== undefined && <span class="grants-no">{number}</span>} {name}
      </th>
      {rights.map((right) => {
        const places = placesOf(cameras, right)
        if (places.length === 0) return <td key={right} class="matrix-blank" />
        const given = places.filter(({ id }) => has(wished, id, right)).length
        const changed = places.some(({ id }) => has(wished, id, right) !== has(stored, id, right))
        return (
          <Cell
            key={right}
            label={t('people.grants.cell', { right: t(`people.grants.${right}`), camera: name })}
            share={{ has: given, of: places.length, changed }}
            differs={null}
            row={key}
            col={right}
            first={active === `${key} ${right}`}
            onToggle={() => onToggle(places, right)}
            fixed={false}
          />
        )
      })}
    </tr>
  )
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
    <section class="matrix-box" aria-label={label} tabIndex={0}>
      {/* biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: the cells are controls, reached by the arrow keys */}
      <table class="matrix" role="grid" aria-label={label} onKeyDown={onKeyDown} onFocusIn={onFocusIn}>
        <thead>
          <tr>
            <th scope="col" class="matrix-corner">
              {t('people.grants.camera')}
            </th>
            {rights.map((right) => (
              <th key={right} scope="col" class="matrix-right">
                <span>{t(`people.grants.${right}`)}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {all.length > 1 && row('all', t('people.grants.all'), all)}
          {groups.map((group) => [
            groups.length > 1 && (
              <tr key={`recorder-${group.id}`} class="grants-recorder">
                <th scope="rowgroup" colSpan={rights.length + 1}>
                  {group.name}
                </th>
              </tr>
            ),
            ...group.cameras.map((camera) => row(String(camera.id), camera.name, [camera], camera.number)),
          ])}
        </tbody>
      </table>
    </section>
  )
}
