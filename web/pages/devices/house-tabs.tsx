// The two ways to look at what is in the house: its devices, and the settings of all their channels.
import { addressOf } from '../../base.ts'
import { Tabs } from '../../parts/tabs.tsx'
import { t } from '../../texts/t.ts'

export const HouseTabs = ({ here }: { here: 'devices' | 'channels' }) => (
  <Tabs
    label={t('configuration.tabs')}
    tabs={[
      { href: addressOf('/devices'), label: t('configuration.devices'), here: here === 'devices' },
      { href: addressOf('/devices/channels'), label: t('configuration.title'), here: here === 'channels' },
    ]}
  />
)
