// Which pictures are shown, in the place of a title, and what can be done with them.
import { ChevronDown, LayoutDashboard, Presentation } from 'lucide-preact'
import { useEffect, useRef } from 'preact/hooks'
import { IconButton } from '../../../parts/button.tsx'
import { type PlainKey, t } from '../../../texts/t.ts'
import './chooser.css'
import { choiceText, ownChoices, recorderChoices, tagChoices } from './names.ts'
import { type Choice, choiceOf, keyOf, type View, viewAddress } from './view.ts'

interface Props {
  view: View
  onChoice: (choice: Choice) => void
  onArrange: () => void
}

export function Chooser({ view: { choice, mode }, onChoice, onArrange }: Props) {
  const place = useRef<HTMLSelectElement>(null)
  const isChanging = useRef(false)
  const key = keyOf(choice)
  // A new address moves the focus into the page; who goes through the list by keys is not done with it.
  useEffect(() => {
    if (isChanging.current) place.current?.focus()
    isChanging.current = false
  }, [key])
  const groups: [PlainKey, Choice[]][] = [
    ['walls.group.own', ownChoices()],
    ['walls.group.recorders', recorderChoices()],
    ['walls.group.tags', tagChoices()],
  ]
  const isListed = choice.kind === 'all' || groups.some(([, list]) => list.some((one) => keyOf(one) === key))
  return (
    <>
      <span class="chooser">
        <select
          ref={place}
          aria-label={t('walls.choose')}
          value={key}
          onChange={({ currentTarget: { value } }) => {
            isChanging.current = true
            onChoice(choiceOf(value))
          }}
        >
          <option value="all">{t('walls.choice.all')}</option>
          {!isListed && <option value={key}>{choiceText(choice)}</option>}
          {groups.map(
            ([title, list]) =>
              list.length > 0 && (
                <optgroup key={title} label={t(title)}>
                  {list.map((one) => (
                    <option key={keyOf(one)} value={keyOf(one)}>
                      {choiceText(one)}
                    </option>
                  ))}
                </optgroup>
              ),
          )}
        </select>
        <ChevronDown />
      </span>
      <span class="chooser-gap" />
      {mode !== 'arrange' && (
        <>
          <IconButton label={choice.kind === 'own' ? t('walls.arrange') : t('walls.make')} onClick={onArrange}>
            <LayoutDashboard />
          </IconButton>
          <a
            class="icon-button quiet chooser-screen"
            href={viewAddress({ choice, mode: 'wall' })}
            aria-label={t('walls.screen')}
            title={t('walls.screen')}
          >
            <Presentation />
          </a>
        </>
      )}
    </>
  )
}
