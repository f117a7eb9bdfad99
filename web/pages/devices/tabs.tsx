// What a device's page is divided into. A tab is there only where the device offers what it shows.
import type { ComponentType } from 'preact'
import { addressOf } from '../../base.ts'
import { Tabs } from '../../parts/tabs.tsx'
import { t } from '../../texts/t.ts'
import type { DeviceOut } from '../../wire.ts'
import { OverviewTab } from './overview-tab.tsx'

interface DeviceTab {
  /** In the address. */
  id: string
  label: string
  /** Shown when the device offers any of these; empty: always. */
  needs: readonly string[]
  Content: ComponentType<{ device: DeviceOut }>
}

const TABS: readonly DeviceTab[] = [{ id: '', label: t('devices.tab.overview'), needs: [], Content: OverviewTab }]

/** An unknown or missing `tab` is the first one. */
export function DeviceTabs({ device, tab = '' }: { device: DeviceOut; tab: string | undefined }) {
  const shown = TABS.filter(({ needs }) => needs.length === 0 || needs.some((one) => device.offers.includes(one)))
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
