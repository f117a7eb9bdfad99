// The pages of devices, which come to the browser together.
export { RightsPage } from '../people/devices/rights-page.tsx'
export { AddDevicePage } from './add-page.tsx'
export { AllChannelsPage } from './all-channels/all-channels-page.tsx'
export { DevicePage } from './device-page.tsx'
export { DevicesPage } from './devices-page.tsx'
export { FindDevicesPage } from './find/find-devices-page.tsx'
