// “3 new alarms”: for a person who has scrolled down and would not see them come.
import { ArrowUp } from 'lucide-preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { t } from '../../texts/t.ts'
import { feed } from './feed.ts'

const NEAR_TOP = 120

export function Arrived() {
  const place = useRef<HTMLDivElement>(null)
  /** The newest alarm when the top was last in sight. */
  const [known, setKnown] = useState(feed.items.value[0]?.id ?? 0)
  const newest = feed.items.value[0]?.id ?? 0
  const count = known === newest ? 0 : feed.items.value.findIndex((alarm) => alarm.id <= known)
  useEffect(() => {
    const page = place.current?.closest('main')
    if (!page) return
    const look = () => {
      if (page.scrollTop < NEAR_TOP) setKnown(newest)
    }
    look()
    page.addEventListener('scroll', look, { passive: true })
    return () => page.removeEventListener('scroll', look)
  }, [newest])
  return (
    <div ref={place} class="arrived">
      {count > 0 && (
        <button
          type="button"
          class="button primary"
          onClick={() => place.current?.closest('main')?.scrollTo({ top: 0, behavior: 'smooth' })}
        >
          <ArrowUp />
          <span>{t('alarms.arrived', { count })}</span>
        </button>
      )}
    </div>
  )
}
