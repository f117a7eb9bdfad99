// A speed dome: the network camera on a motor, as the same firmware speaks.
import { camera } from './camera.ts'
import type { Model } from './model.ts'

export const dome: Model = {
  ...camera,
  id: 'dome',
  title: 'speed dome',
  realm: 'IP Dome(60518)',
  identity: {
    ...camera.identity,
    deviceName: 'IP DOME',
    idPrefix: 'b7d2f100-6c32',
    model: 'DS-2DE4425IWG-PL',
    deviceType: 'IPDome',
    address: '192.0.2.23',
  },
  channels: camera.channels.map((channel) => ({
    ...channel,
    name: 'Courtyard',
    moves: {
      ...{ azimuth: [0, 3600], elevation: [-150, 900], zoom: [10, 250], turns: 800, tilts: 600, zooms: 60 },
      ...{ presets: 300, momentary: true },
    },
  })),
}
