// A bare RTSP address as a device with one channel: the example to copy.
import { type ChannelInfo, type Driver, Fault, type Plugin } from '#plugin'
import { reach } from './reach.ts'

const STREAM: ChannelInfo = {
  sourceKey: 'stream:1',
  number: 1,
  name: 'Stream',
  connection: 'ip',
  online: null,
  trouble: null,
  can: { live: true, sub: false, audio: true, snapshot: false, ptz: false, config: false, alarms: [] },
}

const driver: Driver = {
  channels: [STREAM],
  async connect({ address, username, password }, context) {
    const host = await context.resolve(address.hostname.replace(/^\[|\]$/g, ''))
    const bare = new URL(`${address.protocol}//${host.includes(':') ? `[${host}]` : host}`)
    Object.assign(bare, { port: address.port, pathname: address.pathname, search: address.search })
    const stream = new URL(bare)
    if (username)
      Object.assign(stream, { username: encodeURIComponent(username), password: encodeURIComponent(password) })
    const ask = () => context.limit(() => reach(bare, context.signal))
    await ask()
    return {
      async info() {
        await ask()
        const unknown = { manufacturer: null, model: null, serialNumber: null, firmwareVersion: null, macAddress: null }
        return { name: null, kind: 'camera', ...unknown, utcOffsetMinutes: null }
      },
      channels: async () => [STREAM],
      live: {
        async source(sourceKey) {
          if (sourceKey !== STREAM.sourceKey) throw new Fault('not-found', 'A stream has one channel only')
          return { address: stream.href, transport: 'tcp', audio: true }
        },
      },
      async close() {},
    }
  },
}

export const rtsp: Plugin = { id: 'rtsp', title: 'RTSP stream', driver }
