// What can be done with the chosen alarms: seen to or not, new again, removed; and choosing all that the filter lets through.
import { Check, CheckCheck, Sparkle, Trash2, Undo2 } from 'lucide-preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { Button } from '../../parts/button.tsx'
import { ChosenBar } from '../../parts/chosen-bar.tsx'
import { mayManage, mayOperate } from '../../session.ts'
import { t } from '../../texts/t.ts'
import { asNewFrom, isSeenTo, markMany, remove } from './deeds.ts'
import { feed } from './feed.ts'
import type { Choice } from './use-choice.ts'

/** The server takes no more at once. */
const MOST = 500

export function ChosenAlarms({ choice }: { choice: Choice }) {
  const { items } = choice
  const [gathering, setGathering] = useState(false)
  const phase = feed.phase.value
  const isAll = phase === 'end' && items.length === feed.items.value.length
  // Another filter ends the choosing, and with it what gathers: others would be chosen than were meant.
  const ending = useRef(new AbortController())
  useEffect(() => () => ending.current.abort(), [])
  const gather = async () => {
    const { signal } = ending.current
    setGathering(true)
    while (feed.phase.value === 'more' && feed.items.value.length < MOST && !signal.aborted) await feed.more()
    if (signal.aborted) return
    choice.some(feed.items.value.slice(0, MOST))
    setGathering(false)
  }
  const mark = async (seenTo: boolean) => {
    if (await markMany(items, seenTo)) choice.end()
  }
  const [only, ...others] = items
  const tooMany = items.length > MOST
  return (
    <ChosenBar
      words={t(items.length >= MOST ? 'alarms.chosen.most' : 'alarms.chosen', { count: items.length })}
      onNone={choice.end}
    >
      {!isAll && items.length < MOST && (
        <Button icon={<CheckCheck />} pending={gathering} onClick={() => void gather()}>
          {t('alarms.chooseAll')}
        </Button>
      )}
      {mayOperate.value && (
        <Button icon={<Check />} disabled={tooMany || items.every(isSeenTo)} onClick={() => void mark(true)}>
          {t('alarms.many.see')}
        </Button>
      )}
      {mayOperate.value && items.some(isSeenTo) && (
        <Button icon={<Undo2 />} disabled={tooMany} onClick={() => void mark(false)}>
          {t('alarms.many.unsee')}
        </Button>
      )}
      {only && others.length === 0 && (
        <Button
          icon={<Sparkle />}
          onClick={() => {
            asNewFrom(only)
            choice.end()
          }}
        >
          {t('alarms.newFrom')}
        </Button>
      )}
      {mayManage.value && (
        <Button
          icon={<Trash2 />}
          disabled={tooMany || !only}
          onClick={() => {
            remove(items)
            choice.end()
          }}
        >
          {t('do.remove')}
        </Button>
      )}
    </ChosenBar>
  )
}
