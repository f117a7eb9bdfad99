// The places of the house: a rail at the left, on a phone a bar below with the rest behind More.
import { Ellipsis } from 'lucide-preact'
import { useLocation } from 'preact-iso'
import { addressOf } from '../../base.ts'
import { unseen } from '../../pages/alarms/unseen.ts'
import { t } from '../../texts/t.ts'
import { Mark } from '../mark.tsx'
import { FIRST, type Place, placeAt, restPlaces } from './places.ts'
import { useOpened } from './use-opened.ts'

export function Rail() {
  const here = useLocation().path.slice(addressOf('/').length - 1) || '/'
  return (
    <nav class="rail" aria-label={t('nav.label')}>
      <span class="rail-mark">
        <Mark />
        <span>{t('app.name')}</span>
      </span>
      {FIRST.map((place) => (
        <PlaceLink key={place.path} place={place} here={here} />
      ))}
      <Rest here={here} />
    </nav>
  )
}

/** One list, and it is the style that makes a panel of it where the bar is too short for all. */
function Rest({ here }: { here: string }) {
  const { open, setOpen, place: around } = useOpened<HTMLDivElement>()
  const close = () => setOpen(false)
  const places = restPlaces()
  return (
    <div class="rail-rest" ref={around}>
      <button
        type="button"
        class="rail-more"
        aria-expanded={open}
        aria-controls="rail-places"
        data-here={places.some((place) => place === placeAt(here))}
        onClick={() => setOpen(!open)}
      >
        <Ellipsis />
        <span>{t('nav.more')}</span>
      </button>
      <div class="rail-places" id="rail-places" data-open={open}>
        {places.map((place) => (
          <PlaceLink key={place.path} place={place} here={here} onFollow={close} />
        ))}
      </div>
    </div>
  )
}

function PlaceLink({ place, here, onFollow }: { place: Place; here: string; onFollow?: () => void }) {
  const { path, text, icon: Icon, key } = place
  const count = path === '/alarms' ? unseen.value : 0
  return (
    <a
      href={addressOf(path)}
      aria-current={placeAt(here) === place ? 'page' : undefined}
      aria-label={count > 0 ? `${t(text)}, ${t('nav.alarms.new', { count })}` : t(text)}
      title={t('nav.key', { place: t(text), key: key.toUpperCase() })}
      onClick={onFollow}
    >
      <span class="rail-icon">
        <Icon />
        {count > 0 && <span class="badge">{Math.min(count, 99)}</span>}
      </span>
      <span class="rail-label">{t(text)}</span>
    </a>
  )
}
