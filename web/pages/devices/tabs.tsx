// What a device's page is divided into. A tab is there only where the device offers what it shows.
import type { ComponentType } from 'preact'
import { addressOf } from '../../base.ts'
import { Tabs } from '../../parts/tabs.tsx'
import { mayOperate } from '../../session.ts'
import { t } from '../../texts/t.ts'
import type { DeviceOut } from '../../wire.ts'
import { ChannelsTab } from './channels/channels-tab.tsx'
import { LogTab } from './log/log-tab.tsx'
import { OverviewTab } from './overview-tab.tsx'
import { ScheduleTab } from './schedule/schedule-tab.tsx'
import { SyncTab } from './sync/sync-tab.tsx'
import { SystemTab } from './system/system-tab.tsx'
import { UsersTab } from './users/users-tab.tsx'

interface DeviceTab {
  /** In the address. */
  id: string
  label: string
  /** Shown when the device offers any of these; empty: always. */
  needs: readonly string[]
  /** Who is spared a tab that the server would refuse; left out: nobody. */
  may?: () => boolean
  Content: ComponentType<{ device: DeviceOut }>
}

const TABS: readonly DeviceTab[] = [
  { id: '', label: t('devices.tab.overview'), needs: [], Content: OverviewTab },
  {
    id: 'system',
    label: t('devices.tab.system'),
    needs: ['storage', 'onvifUsers', 'clock', 'health', 'inputs', 'outputs', 'holiday', 'power', 'detections'],
    Content: SystemTab,
  },
  { id: 'channels', label: t('channels.tab'), needs: ['channelConfig', 'detections', 'imaging'], Content: ChannelsTab },
  { id: 'schedule', label: t('schedule.tab'), needs: ['schedule'], Content: ScheduleTab },
  {
    id: 'users',
    label: t('users.tab'),
    needs: ['users', 'permissions'],
    may: () => mayOperate.value,
    Content: UsersTab,
  },
  { id: 'log', label: t('log.tab'), needs: ['logs'], may: () => mayOperate.value, Content: LogTab },
  {
    id: 'sync',
    label: t('devices.tab.sync'),
    needs: ['footage', 'clock'],
    may: () => mayOperate.value,
    Content: SyncTab,
  },
]

/** An unknown or missing `tab` is the first one. */
export function DeviceTabs({ device, tab = '' }: { device: DeviceOut; tab: string | undefined }) {
  const shown = TABS.filter(
    ({ needs, may }) =>
      (needs.length === 0 || needs.some((one) => device.offers.includes(one))) && (may === undefined || may()),
  )
  const current = shown.find(({ id }) => id === tab) ?? shown[0]
  const links = shown.map(({ id, label }) => ({
    href: addressOf(`/devices/${device.id}${id && `/${id}`}`),
    label,
    here: id === current?.id,
  }))
  return (
    <>
      {links.length > 1 && <Tabs label={t('devices.tabs')} tabs={links} />}
      {current && <current.Content device={device} />}
    </>
  )
}
