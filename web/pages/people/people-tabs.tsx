// Who signs in here, and who signs in at the recorders: two lists of people that newcomers take for one.
import { addressOf } from '../../base.ts'
import { Tabs } from '../../parts/tabs.tsx'
import { t } from '../../texts/t.ts'

export function PeopleTabs({ here }: { here: '/people' | '/people/devices' }) {
  const tabs = [
    ['/people', t('rights.tab.people')],
    ['/people/devices', t('rights.tab.devices')],
  ] as const
  return (
    <Tabs
      label={t('rights.tabs')}
      tabs={tabs.map(([path, label]) => ({ href: addressOf(path), label, here: path === here }))}
    />
  )
}
