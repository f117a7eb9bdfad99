// A bare RTSP address, or two of one camera, as a device with one channel: the example to copy.
import { type ChannelInfo, type Driver, type DriverContext, Fault, type Plugin } from '#plugin'
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

/** The address with its host looked up, without a login. */
async function resolved(address: URL, context: DriverContext): Promise<URL> {
  const host = await context.resolve(address.hostname.replace(/^\[|\]$/g, ''))
  const bare = new URL(`${address.protocol}//${host.includes(':') ? `[${host}]` : host}`)
  return Object.assign(bare, { port: address.port, pathname: address.pathname, search: address.search })
}

function signedIn(bare: URL, { username, password }: { username: string; password: string }): string {
  const stream = new URL(bare)
  if (username)
    Object.assign(stream, { username: encodeURIComponent(username), password: encodeURIComponent(password) })
  return stream.href
}

const driver: Driver = {
  channels: [STREAM],
  async connect(target, context) {
    const { sub } = target
    const bare = await resolved(target.address, context)
    const main = signedIn(bare, target)
    const channel = { ...STREAM, can: { ...STREAM.can, sub: sub !== undefined } }
    const ask = () => context.limit(() => reach(bare, context.signal))
    await ask()
    return {
      async info() {
        await ask()
        const unknown = { manufacturer: null, model: null, serialNumber: null, firmwareVersion: null, macAddress: null }
        return { name: null, kind: 'camera', ...unknown, utcOffsetMinutes: null }
      },
      channels: async () => [channel],
      live: {
        async source(sourceKey, quality) {
          if (sourceKey !== STREAM.sourceKey) throw new Fault('not-found', 'A stream has one channel only')
          // Not before it is asked for: what is wrong with the second address is no trouble of the first.
          const address = quality === 'sub' && sub ? signedIn(await resolved(sub.address, context), sub) : main
          return { address, transport: 'tcp', audio: true }
        },
      },
      async close() {},
    }
  },
}

export const rtsp: Plugin = { id: 'rtsp', title: 'RTSP stream', driver }
