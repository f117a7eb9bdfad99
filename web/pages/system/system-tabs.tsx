// The pages about the system beside each other; the log is for the founder alone.
import { addressOf } from '../../base.ts'
import { Tabs } from '../../parts/tabs.tsx'
import { person } from '../../session.ts'
import { t } from '../../texts/t.ts'

const TABS = [
  { id: 'health', path: '/system' },
  { id: 'storage', path: '/system/storage' },
  { id: 'processes', path: '/system/processes' },
  { id: 'log', path: '/system/log' },
] as const

export function SystemTabs({ here }: { here: (typeof TABS)[number]['id'] }) {
  const shown = TABS.filter(({ id }) => id !== 'log' || person.value?.founder === true)
  return (
    <Tabs
      label={t('machine.tabs')}
      tabs={shown.map(({ id, path }) => ({ href: addressOf(path), label: t(`machine.tab.${id}`), here: id === here }))}
    />
  )
}
