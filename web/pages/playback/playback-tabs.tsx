// The pages about footage beside each other: the month, what we keep, and what is missing.
import { addressOf } from '../../base.ts'
import { Tabs } from '../../parts/tabs.tsx'
import { t } from '../../texts/t.ts'

const TABS = [
  { id: 'month', path: '/playback' },
  { id: 'find', path: '/playback/find' },
  { id: 'recordings', path: '/playback/recordings' },
  { id: 'recorder', path: '/playback/recorder' },
  { id: 'rules', path: '/playback/rules' },
  { id: 'gaps', path: '/playback/gaps' },
] as const

export function PlaybackTabs({ here }: { here: (typeof TABS)[number]['id'] }) {
  return (
    <Tabs
      label={t('playback.tabs')}
      tabs={TABS.map(({ id, path }) => ({
        href: addressOf(path),
        label: t(`playback.tab.${id}`),
        here: id === here,
      }))}
    />
  )
}
