// A broker with a certificate of its own authority, which asks for ours; and what is said when that goes wrong.
import { describe, expect, test } from 'bun:test'
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import mqtt from 'mqtt'
import { ROOT, startBridge } from '../testing/bridge-stand.ts'
import { hubTests } from '../testing/hub-tests.ts'
import { hasMosquitto, startBroker } from '../testing/mosquitto.ts'
import { until } from '../testing/until.ts'

const { use } = hubTests()
const hasOpenssl = Bun.which('openssl') !== null
if (!hasOpenssl) console.warn('openssl is not installed: tests of a broker with TLS are skipped')

/** Mosquitto gives up its rights as root before it reads what it is given. */
function readable(folder: string, ...names: string[]): void {
  chmodSync(folder, 0o755)
  for (const name of names) chmodSync(join(folder, name), 0o644)
}

/** An authority, and what it has signed: `broker` for localhost, `client` for us. */
function certificates() {
  const folder = mkdtempSync(join(tmpdir(), 'broker-tls-'))
  const file = (name: string) => join(folder, name)
  const openssl = (...args: string[]) => {
    const { success, stderr } = Bun.spawnSync(['openssl', ...args], { cwd: folder, stdout: 'ignore', stderr: 'pipe' })
    if (!success) throw new Error(stderr.toString())
  }
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes']
  openssl('req', '-x509', ...key, '-keyout', 'ca.key', '-out', 'ca.pem', '-subj', '/CN=House', '-days', '3650')
  for (const [name, subject, host] of [
    ['broker', '/CN=broker', 'subjectAltName=DNS:localhost,IP:127.0.0.1'],
    ['client', '/CN=porchlight', 'subjectAltName=DNS:porchlight'],
  ] as const) {
    const own = ['-keyout', `${name}.key`, '-out', `${name}.pem`, '-subj', subject, '-addext', host, '-days', '3650']
    openssl('req', '-x509', ...key, ...own, '-CA', 'ca.pem', '-CAkey', 'ca.key')
  }
  readable(folder, 'ca.pem', 'broker.pem', 'broker.key')
  const read = (name: string) => readFileSync(file(name), 'utf8')
  return { file, read, [Symbol.asyncDispose]: async () => rmSync(folder, { recursive: true, force: true }) }
}

describe.skipIf(!hasMosquitto || !hasOpenssl)('with a real broker', () => {
  test('an own authority and a certificate of ours open the door, and nothing less', async () => {
    const { file, read } = use(certificates())
    const config = [
      'allow_anonymous true',
      `cafile ${file('ca.pem')}`,
      `certfile ${file('broker.pem')}`,
      `keyfile ${file('broker.key')}`,
      'require_certificate true',
    ]
    const broker = use(await startBroker(config.join('\n')))
    const url = broker.url.replace('mqtt:', 'mqtts:').replace('127.0.0.1', 'localhost')
    const ours = { mqtt_certificate: read('client.pem'), mqtt_key: read('client.key') }
    const trouble = async (settings: Record<string, unknown>) => {
      const { bridge } = use(startBridge({ url, settings }))
      const said = await until('it is told what is wrong', () => bridge.state().lastError)
      expect(bridge.state().connected).toBe(false)
      return said
    }
    expect(await trouble(ours)).toContain('is not trusted')
    expect(await trouble({ mqtt_ca: read('ca.pem') })).toContain('wants a certificate of ours')

    const stand = use(startBridge({ url, settings: { mqtt_ca: read('ca.pem'), ...ours } }))
    await until('it is connected', () => stand.bridge.state().connected)
    const options = { ca: read('ca.pem'), cert: read('client.pem'), key: read('client.key'), reconnectPeriod: 0 }
    const subscriber = await mqtt.connectAsync(url, options)
    const words: string[] = []
    subscriber.on('message', (_topic, payload) => words.push(payload.toString()))
    await subscriber.subscribeAsync(`${ROOT}/status`)
    await until('it says online', () => words.includes('online'))
    await subscriber.endAsync()
    expect(stand.lines.join()).not.toContain('PRIVATE KEY')
  })

  test('certificates that are none are said in words, and end nothing', async () => {
    const broker = use(await startBroker())
    const pem = (what: string) => `-----BEGIN ${what}-----\nbm9uZQ==\n-----END ${what}-----`
    const settings = { mqtt_certificate: pem('CERTIFICATE'), mqtt_key: pem('PRIVATE KEY') }
    const stand = use(startBridge({ url: broker.url.replace('mqtt:', 'mqtts:'), settings }))
    const lastError = await until('it is said', () => stand.bridge.state().lastError)
    expect(lastError).toContain('certificate')
    stand.set('mqtt_url', broker.url)
    await until('it is connected', () => stand.bridge.state().connected)
  })

  test('a password in the address is taken as it is where it is no URL encoding', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'broker-percent-'))
    use({ [Symbol.asyncDispose]: async () => rmSync(folder, { recursive: true, force: true }) })
    const passwords = join(folder, 'passwords')
    Bun.spawnSync(['mosquitto_passwd', '-c', '-b', passwords, 'house', '100%sure'])
    readable(folder, 'passwords')
    const broker = use(await startBroker(`allow_anonymous false\npassword_file ${passwords}`))
    const stand = use(startBridge({ url: broker.url.replace('//', '//house:100%sure@') }))
    await until('it is connected', () => stand.bridge.state().connected)
    stand.set('mqtt_url', broker.url.replace('//', '//house:100%25sure@'))
    await until(
      'it is connected anew',
      () => stand.bridge.state().url?.includes('***') && stand.bridge.state().connected,
    )
  })

  test('user and password of the settings win over those in the address', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'broker-user-'))
    use({ [Symbol.asyncDispose]: async () => rmSync(folder, { recursive: true, force: true }) })
    const passwords = join(folder, 'passwords')
    Bun.spawnSync(['mosquitto_passwd', '-c', '-b', passwords, 'house', 's3cret'])
    readable(folder, 'passwords')
    const broker = use(await startBroker(`allow_anonymous false\npassword_file ${passwords}`))
    const url = broker.url.replace('//', '//house:wr0ng@')
    const stand = use(startBridge({ url }))
    await until('it is refused', () => stand.bridge.state().lastError?.includes('password'))
    stand.set('mqtt_password', 's3cret')
    await until('it is connected', () => stand.bridge.state().connected)
    expect(stand.bridge.state()).toMatchObject({ lastError: null, protocol: 5 })
  })
})
