// The pages behind the first one, in a few parts: each comes when it is opened, or once the first page stands, whatever is earlier.
import { lazy } from '../parts/shell/lazy.ts'

const alarms = () => import('./alarms/alarms-page.tsx')
const devices = () => import('./devices/pages.ts')
const house = () => import('./house-pages.ts')
const live = () => import('./live/pages.ts')
const playback = () => import('./playback/pages.ts')
// Not fetched ahead: most people never see it again.
const welcome = () => import('./welcome/welcome-page.tsx')

/** Fetches what is not there yet, one after the other, so that changing to a page waits for nothing. */
export async function fetchPages(): Promise<void> {
  for (const part of [live, alarms, playback, devices, house]) await part().catch(() => {})
}

export const AccountPage = lazy(() => house().then((file) => file.AccountPage))
export const ActivityPage = lazy(() => house().then((file) => file.ActivityPage))
export const HubPage = lazy(() => house().then((file) => file.HubPage))
export const PeoplePage = lazy(() => house().then((file) => file.PeoplePage))
export const PersonPage = lazy(() => house().then((file) => file.PersonPage))
export const PartPage = lazy(() => house().then((file) => file.PartPage))
export const SettingsPage = lazy(() => house().then((file) => file.SettingsPage))
export const LogPage = lazy(() => house().then((file) => file.LogPage))
export const ProcessesPage = lazy(() => house().then((file) => file.ProcessesPage))
export const StoragePage = lazy(() => house().then((file) => file.StoragePage))
export const SystemPage = lazy(() => house().then((file) => file.SystemPage))
export const AlarmsPage = lazy(() => alarms().then((file) => file.AlarmsPage))
export const AddDevicePage = lazy(() => devices().then((file) => file.AddDevicePage))
export const AllChannelsPage = lazy(() => devices().then((file) => file.AllChannelsPage))
export const DevicePage = lazy(() => devices().then((file) => file.DevicePage))
export const DevicesPage = lazy(() => devices().then((file) => file.DevicesPage))
export const FindDevicesPage = lazy(() => devices().then((file) => file.FindDevicesPage))
export const RightsPage = lazy(() => devices().then((file) => file.RightsPage))
export const ChannelPage = lazy(() => live().then((file) => file.ChannelPage))
export const ZonesPage = lazy(() => live().then((file) => file.ZonesPage))
export const DayPage = lazy(() => playback().then((file) => file.DayPage))
export const FindPage = lazy(() => playback().then((file) => file.FindPage))
export const GapsPage = lazy(() => playback().then((file) => file.GapsPage))
export const PlaybackPage = lazy(() => playback().then((file) => file.PlaybackPage))
export const RecorderPage = lazy(() => playback().then((file) => file.RecorderPage))
export const RecordingsPage = lazy(() => playback().then((file) => file.RecordingsPage))
export const RulesPage = lazy(() => playback().then((file) => file.RulesPage))
export const WelcomePage = lazy(() => welcome().then((file) => file.WelcomePage))
