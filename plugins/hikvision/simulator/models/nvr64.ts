// A large network recorder: sixty-four IP channels, eight bays of which three are empty, and a network volume.
import type { ChannelModel, Model } from './model.ts'
import { nvr8 } from './nvr8.ts'

const [first] = nvr8.channels
const places = ['Gate', 'Hall', 'Ramp', 'Dock', 'Yard', 'Stairs', 'Roof', 'Office']

function channel(number: number): ChannelModel {
  const suffix = String(number).padStart(3, '0')
  return {
    ...first!,
    number,
    name: `${places[(number - 1) % places.length]} ${Math.ceil(number / places.length)}`,
    // The last camera is gone, as in every large system.
    online: number !== 64,
    behind: {
      protocol: 'HIKVISION',
      address: `198.51.100.${number}`,
      model: number === 64 ? '' : 'DS-2CD2143G2-PL',
      serialNumber: number === 64 ? '' : `DS-2CD2143G2-PL20240${suffix}AAWRPL0000${suffix}`,
      firmware: number === 64 ? '' : 'V5.7.12 build 230907',
    },
    alarms: ['VMD', 'tamper', 'videoloss'],
  }
}

export const nvr64: Model = {
  ...nvr8,
  id: 'nvr64',
  title: 'network recorder with 64 IP channels',
  realm: '7b20c9d1e6f8435a',
  identity: {
    ...nvr8.identity,
    idPrefix: '48444d36-3430',
    model: 'DS-9664NI-PL8',
    firmwareVersion: 'V4.62.210',
    firmwareReleasedDate: 'build 230808',
    address: '192.0.2.23',
  },
  channels: Array.from({ length: 64 }, (_, index) => channel(index + 1)),
  inputs: 16,
  outputs: 4,
  maxIpChannels: 64,
  disks: Array.from({ length: 8 }, (_, index) => {
    const isThere = index !== 2 && index < 6
    return { id: index + 1, capacity: isThere ? 9537536 : 0, freeSpace: 0, status: isThere ? 'ok' : 'notexist' }
  }),
  shares: [{ id: 9, address: '192.0.2.90', path: '/pub/hik', capacity: 122346, freeSpace: 119552, status: 'ok' }],
}
