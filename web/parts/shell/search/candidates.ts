// Everything that the search can lead to, for whoever is signed in, and what of it answers what was typed.
import { CalendarDays, Cctv, FileText, LayoutGrid, type LucideIcon, Router, Settings, User } from 'lucide-preact'
import { deviceList, deviceOf, footageChannels, pictures, titleOf } from '../../../household.ts'
import { wallList } from '../../../pages/live/walls/own.ts'
import { keyOf } from '../../../pages/live/walls/view.ts'
import type { AccountOut } from '../../../pages/people/asks.ts'
import { ENTRIES } from '../../../pages/settings/search/entries.ts'
import { nameOf, otherWords, rankOf as settingRank } from '../../../pages/settings/search/find.ts'
import { BESIDE } from '../../../pages/settings/search/places.ts'
import { pathOf } from '../../../pages/settings/search/sought.ts'
import { isTheirs } from '../../../pages/settings/whose.ts'
import { wordsIn } from '../../../plain-words.ts'
import { type PlainKey, t } from '../../../texts/t.ts'
import { placeAt } from '../places.ts'
import { PAGES } from './pages.ts'
import { MIDDLE_LETTERS, type Named, rankOf } from './rank.ts'

export interface Candidate extends Named {
  group: Group
  icon: LucideIcon
  /** Where it leads, below the mount. */
  path: string
  place: string
  rank: (words: readonly string[]) => number | null
}

/** In the order of equals. */
const GROUPS = ['cameras', 'walls', 'footage', 'devices', 'pages', 'people', 'settings'] as const
export type Group = (typeof GROUPS)[number]

export interface Section {
  title: PlainKey
  found: readonly Candidate[]
}

/** More of a group says less than the next letter does. */
const MOST = 6

const known = (one: Omit<Candidate, 'rank'>): Candidate => ({ ...one, rank: (words) => rankOf(one, words) })

export function candidates(people: readonly AccountOut[]): Candidate[] {
  const recorder = (id: number) => {
    const device = deviceOf(id)
    return device ? titleOf(device) : ''
  }
  const pages = PAGES.filter(({ whose = 'everybody' }) => isTheirs(whose))
  const settings = [...ENTRIES, ...BESIDE].filter(
    // A page is found as such.
    ({ whose, name, part }) => isTheirs(whose) && (name !== null || !pages.some(({ path }) => path === part.path)),
  )
  return [
    ...pictures.value.map(({ id, name, device_id, tags }) =>
      known({
        group: 'cameras',
        icon: Cctv,
        path: `/live/${id}`,
        name,
        place: recorder(device_id),
        also: tags.join(' '),
      }),
    ),
    ...wallList().map(({ id, name }) =>
      known({ group: 'walls', icon: LayoutGrid, path: `/?wall=${keyOf({ kind: 'own', id })}`, name, place: '' }),
    ),
    ...footageChannels.value.map(({ id, name, device_id }) =>
      known({ group: 'footage', icon: CalendarDays, path: `/playback/${id}`, name, place: recorder(device_id) }),
    ),
    ...deviceList.value.map((device) => {
      const { id, ip_web, model } = device
      const name = titleOf(device)
      return known({ group: 'devices', icon: Router, path: `/devices/${id}`, name, place: ip_web, also: model ?? '' })
    }),
    ...pages.map(({ path, title, of, lead }) =>
      known({
        group: 'pages',
        icon: placeAt(path)?.icon ?? FileText,
        path,
        name: t(title),
        place: of ? t(of) : '',
        also: `${otherWords(title)} ${lead ? t(lead) : ''}`,
      }),
    ),
    ...people.map(({ id, full_name, username, email }) =>
      known({
        group: 'people',
        icon: User,
        path: `/people/${id}`,
        name: full_name || username,
        place: full_name ? username : '',
        also: email ?? '',
      }),
    ),
    ...settings.map((entry): Candidate => {
      const name = nameOf(entry)
      const place = entry.name === null ? t('nav.settings') : t(entry.part.title)
      // The search of the settings also looks into the middle of what is said of them.
      const rank = (words: readonly string[]) =>
        (words.every(({ length }) => length >= MIDDLE_LETTERS) ? settingRank(entry, words) : null) ??
        rankOf({ name, also: otherWords(entry.name ?? entry.part.title) }, words)
      return { group: 'settings', icon: Settings, path: pathOf(entry), name, place, rank }
    }),
  ]
}

/** What answers, in groups, the group with the best answer first. */
export function answersTo(typed: string, all: readonly Candidate[]): Section[] {
  const words = wordsIn(typed)
  const ranked = all.flatMap((one) => {
    const rank = words.length > 0 ? one.rank(words) : null
    return rank === null ? [] : [{ one, rank }]
  })
  return GROUPS.map((group) => ({
    group,
    answers: ranked.filter(({ one }) => one.group === group).sort((a, b) => a.rank - b.rank),
  }))
    .filter(({ answers }) => answers.length > 0)
    .sort((a, b) => (a.answers[0]?.rank ?? 0) - (b.answers[0]?.rank ?? 0))
    .map(({ group, answers }) => ({
      title: `find.group.${group}` as const,
      found: answers.slice(0, MOST).map(({ one }) => one),
    }))
}

/** Before anything is typed: where one went from here lately, then the pages. */
export function offered(recent: readonly string[], all: readonly Candidate[]): Section[] {
  const lately = recent.flatMap((path) => all.find((one) => one.path === path) ?? [])
  return [
    { title: 'find.group.recent' as const, found: lately },
    { title: 'find.group.pages' as const, found: all.filter(({ group }) => group === 'pages') },
  ].filter(({ found }) => found.length > 0)
}
