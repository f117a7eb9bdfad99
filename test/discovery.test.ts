// A whole search in a network namespace, where multicast reaches nobody else: real sockets, pretend devices.
import { expect, test } from 'bun:test'
import { join } from 'node:path'
import { createTestApp } from '../core/testing/test-app.ts'
import { until } from '../core/testing/until.ts'
import { hikvision } from '../plugins/hikvision/index.ts'
import { onvif } from '../plugins/onvif/index.ts'

const [OURS, THEIRS] = ['10.99.0.1', '10.99.0.3']
const NETWORK = [
  'ip link set lo up',
  'ip link add porch0 type veth peer name porch1',
  `ip addr add ${OURS}/24 dev porch0`,
  `ip addr add ${THEIRS}/24 dev porch0`,
  'ip link set porch0 up multicast on',
  'ip link set porch1 up',
  'ip route add 224.0.0.0/4 dev porch0',
]

const isolated = (network: string[], run: string, ...args: string[]) =>
  Bun.spawn(['unshare', '-n', 'sh', '-c', [...network, run].join(' && '), ...args], { stdout: 'pipe', stderr: 'pipe' })

const canIsolate = Bun.which('unshare') !== null && (await isolated(NETWORK, 'true').exited) === 0
if (!canIsolate) console.warn('No search of a real network: this machine gives no network namespace with a veth pair.')

test.skipIf(!canIsolate)(
  'an appliance finds a camera and a recorder on its network, and adds both in one step',
  async () => {
    const script = join(import.meta.dir, 'discovery-alone.ts')
    const alone = isolated(NETWORK, 'exec "$0" "$@"', process.execPath, script, OURS, THEIRS)
    const [out, trouble] = await Promise.all([new Response(alone.stdout).text(), new Response(alone.stderr).text()])
    expect({ exit: await alone.exited, trouble }).toEqual({ exit: 0, trouble: '' })
    const { status, seconds, found, added, ids, ports, refused } = JSON.parse(out)
    expect(status).toBe(202)
    expect(seconds).toBeLessThan(7)
    const [camera, recorder] = [`${OURS}:${ports[0]}`, `${THEIRS}:${ports[1]}`]
    expect(found).toMatchObject({
      problem: null,
      networks: [{ name: 'porch0' }, { name: 'porch0' }],
      items: [
        { brand: 'onvif', address: camera, model: 'LS-Dome 25X', activated: null, device_id: null },
        { brand: 'hikvision', address: recorder, activated: true, device_id: null },
      ],
    })
    expect(found.items[1].serial_number).toContain('CCRRPL')
    expect(added).toEqual([
      { address: camera, success: true, device_id: expect.any(Number), error: null, kind: null },
      { address: recorder, success: true, device_id: expect.any(Number), error: null, kind: null },
    ])
    expect(ids).toEqual(added.map(({ device_id }: { device_id: number }) => device_id))
    expect(refused[0]).toBe(0)
  },
  120_000,
)

test('on a machine without a network it is said at once what to do', async () => {
  const networks = { list: () => [], open: () => Promise.reject(new Error('Nobody is to open a socket')) }
  await using app = await createTestApp([hikvision, onvif], {}, { networks })
  expect((await app.ask('POST', '/api/discovery')).status).toBe(202)
  const data = await until('the search is over', async () => {
    const { body } = await app.ask('GET', '/api/discovery')
    return !body.data.searching && body.data
  })
  expect(data).toMatchObject({ networks: [], items: [] })
  expect(data.problem).toContain('is on no network')
  expect(data.problem).toContain('network_mode: host')
}, 120_000)
