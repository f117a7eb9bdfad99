// What an add-on of Home Assistant is told by its supervisor, here a pretended one.
import { expect, test } from 'bun:test'
import { chownSync, existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readConfig } from '../config.ts'
import { type Around, addOnSettings, isAddOn } from './home-assistant.ts'

const TOKEN = 'of the supervisor'
const ENV = { SUPERVISOR_TOKEN: TOKEN }

interface Stand extends Disposable {
  around: Around
  /** What was asked, and what was told to the log. */
  asked: string[]
  said: string[]
}

/** `answers` are given one after the other, the last one again and again; a number is a status with the supervisor's own words. */
function stand(options: object, answers: (object | number | string)[]): Stand {
  const folder = mkdtempSync(join(tmpdir(), 'porchlight-add-on-'))
  writeFileSync(join(folder, 'options.json'), JSON.stringify(options))
  const [asked, said]: [string[], string[]] = [[], []]
  const server = Bun.serve({
    hostname: '127.0.0.1',
    port: 0,
    fetch(request) {
      asked.push(`${request.method} ${new URL(request.url).pathname}`)
      if (request.headers.get('authorization') !== `Bearer ${TOKEN}`) return new Response('', { status: 401 })
      const answer = (answers.length > 1 ? answers.shift() : answers[0]) ?? 500
      if (typeof answer === 'string') return new Response(answer)
      if (typeof answer === 'object') return Response.json({ result: 'ok', data: answer })
      return Response.json({ result: 'error', message: 'Service not enabled' }, { status: answer })
    },
  })
  const around: Around = {
    ...{ folder, supervisor: `http://127.0.0.1:${server.port}`, wait: async () => {} },
    say: (text) => void said.push(text),
  }
  return {
    around,
    asked,
    said,
    [Symbol.dispose]() {
      server.stop(true)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const BROKER = {
  ...{ addon: 'core_mosquitto', host: 'core-mosquitto', port: 1883, ssl: false, protocol: '3.1.1' },
  ...{ username: 'addons', password: 'a/b:c@d %é' },
}

test('the broker of Home Assistant is taken over with its login, and only its supervisor is believed as a proxy', async () => {
  using it = stand({ log_level: 'info' }, [BROKER])
  const config = readConfig(await addOnSettings(ENV, { withBroker: true }, it.around))
  const { username, password, host, protocol } = new URL(config.mqttUrl ?? '')
  expect([protocol, host, username, decodeURIComponent(password)]).toEqual([
    ...['mqtt:', 'core-mosquitto:1883', 'addons', BROKER.password],
  ])
  expect(config).toMatchObject({
    ...{ trustProxy: ['172.30.32.2'], data: join(it.around.folder, 'porchlight'), supervised: false },
  })
  expect(it.asked).toEqual(['GET /services/mqtt'])
})

test('a broker with TLS and one without a login are named as such', async () => {
  using tls = stand({}, [{ ...BROKER, ssl: true, port: '8883' }])
  expect((await addOnSettings(ENV, { withBroker: true }, tls.around)).PORCHLIGHT_MQTT_URL).toMatch(/^mqtts:.*:8883$/)
  using open = stand({}, [{ host: 'core-mosquitto', port: 1883 }])
  const { PORCHLIGHT_MQTT_URL } = await addOnSettings(ENV, { withBroker: true }, open.around)
  expect(PORCHLIGHT_MQTT_URL).toBe('mqtt://core-mosquitto:1883')
})

test('where no add-on offers a broker the pages say which one there is', async () => {
  using it = stand({}, [400])
  expect(await addOnSettings(ENV, { withBroker: true }, it.around)).not.toHaveProperty('PORCHLIGHT_MQTT_URL')
  expect([it.asked.length, it.said]).toEqual([1, []])
})

test('a supervisor that is still starting is asked again, and one that never answers does not keep the pictures back', async () => {
  using slow = stand({}, [502, 'no JSON', { host: '' }, BROKER])
  expect((await addOnSettings(ENV, { withBroker: true }, slow.around)).PORCHLIGHT_MQTT_URL).toContain('core-mosquitto')
  expect(slow.asked).toHaveLength(4)
  using never = stand({}, [502])
  expect(await addOnSettings(ENV, { withBroker: true }, never.around)).not.toHaveProperty('PORCHLIGHT_MQTT_URL')
  expect(never.asked).toHaveLength(5)
  expect(never.said.join()).toContain('supervisor does not say')
  expect(never.said.join()).not.toContain(TOKEN)
})

test('a supervisor that refuses our token is not asked again with it', async () => {
  using it = stand({}, [403])
  expect(await addOnSettings(ENV, { withBroker: true }, it.around)).not.toHaveProperty('PORCHLIGHT_MQTT_URL')
  expect(it.asked).toHaveLength(1)
  expect(it.said.join()).toContain('supervisor does not say')
})

test('options become settings, empty ones none, and a variable that is set wins', async () => {
  using it = stand(
    {
      log_level: 'warn',
      public_url: '',
      mqtt_url: 'mqtt://10.0.0.2',
      lightnvr_port: 8080,
      vibenvr_port: null,
      old: true,
    },
    [BROKER],
  )
  const settings = await addOnSettings({ ...ENV, PORCHLIGHT_LOG: 'debug' }, { withBroker: true }, it.around)
  expect(settings).toEqual({
    PORCHLIGHT_DATA: join(it.around.folder, 'porchlight'),
    PORCHLIGHT_TRUST_PROXY: '172.30.32.2',
    PORCHLIGHT_MQTT_URL: 'mqtt://10.0.0.2',
    PORCHLIGHT_LIGHTNVR_PORT: '8080',
  })
  // Whoever names a broker is not given another one, nor is the supervisor bothered.
  expect(it.asked).toEqual([])
  await addOnSettings({ ...ENV, PORCHLIGHT_MQTT_URL_FILE: '/run/broker' }, { withBroker: true }, it.around)
  await addOnSettings(ENV, { withBroker: false }, it.around)
  expect(it.asked).toEqual([])
})

test('a proxy of the house is believed beside the supervisor, never in its place', async () => {
  const trusted = async (trust_proxy: string | null) => {
    using it = stand({ trust_proxy }, [400])
    return readConfig(await addOnSettings(ENV, { withBroker: false }, it.around)).trustProxy
  }
  expect(await trusted('172.30.33.0/24, 192.168.1.5')).toEqual(['172.30.32.2', '172.30.33.0/24', '192.168.1.5'])
  for (const none of ['', null]) expect(await trusted(none)).toEqual(['172.30.32.2'])
  await expect(trusted('nginx')).rejects.toThrow('PORCHLIGHT_TRUST_PROXY')
})

test('options that cannot be read are told', async () => {
  using it = stand([], [400])
  writeFileSync(join(it.around.folder, 'options.json'), '{"log_level":')
  await expect(addOnSettings(ENV, { withBroker: false }, it.around)).rejects.toThrow(/options of the add-on/)
})

test('without the token of a supervisor nothing of this happens', () => {
  using it = stand({}, [400])
  expect(isAddOn(ENV, it.around.folder)).toBe(true)
  expect(isAddOn({}, it.around.folder)).toBe(false)
  expect(isAddOn(ENV, join(it.around.folder, 'nowhere'))).toBe(false)
})

test.skipIf(process.getuid?.() !== 0)(
  'root becomes an ordinary user, who owns the data also after a restore',
  async () => {
    const around = mkdtempSync(join(tmpdir(), 'porchlight-root-'))
    const data = join(around, 'porchlight')
    try {
      // As a restore by Home Assistant may leave it.
      mkdirSync(join(data, 'recordings'), { recursive: true })
      writeFileSync(join(data, 'recordings/one.mp4'), '')
      writeFileSync(join(data, 'porchlight.db'), '')
      chownSync(data, 1000, 1000)
      chownSync(around, 0, 0)
      const media = join(around, 'media')
      mkdirSync(media)
      Bun.spawnSync(['chmod', '755', around])
      const code = `import { leaveRoot } from ${JSON.stringify(join(import.meta.dir, 'home-assistant.ts'))}
      import { writeFileSync } from 'node:fs'
      leaveRoot(${JSON.stringify(data)}, ${JSON.stringify(media)})
      writeFileSync(${JSON.stringify(join(data, 'mine'))}, '')
      let beside = 'denied'
      try { writeFileSync(${JSON.stringify(join(around, 'beside'))}, ''); beside = 'written' } catch {}
      console.log(process.getuid(), process.geteuid(), process.getgid(), process.getgroups().filter((one) => one !== 1000).length, beside)`
      const child = Bun.spawnSync([process.execPath, '-e', code], { stdout: 'pipe', stderr: 'pipe' })
      expect([child.stdout.toString().trim(), child.stderr.toString()]).toEqual(['1000 1000 1000 0 denied', ''])
      for (const path of ['mine', 'porchlight.db', 'recordings/one.mp4'])
        expect([path, statSync(join(data, path)).uid]).toEqual([path, 1000])
      expect(statSync(join(media, 'porchlight')).uid).toBe(1000)
      expect(existsSync(join(around, 'beside'))).toBe(false)
    } finally {
      rmSync(around, { recursive: true, force: true })
    }
  },
)

test.skipIf(process.getuid?.() !== 0)('network storage that cannot be made ours keeps nobody from starting', () => {
  const around = mkdtempSync(join(tmpdir(), 'porchlight-root-'))
  const [data, media] = [join(around, 'porchlight'), join(around, 'media')]
  try {
    // Nothing can be made below it, as where it is mounted to be read.
    writeFileSync(media, '')
    const code = `import { leaveRoot } from ${JSON.stringify(join(import.meta.dir, 'home-assistant.ts'))}
      leaveRoot(${JSON.stringify(data)}, ${JSON.stringify(media)})
      console.log(process.getuid())`
    const child = Bun.spawnSync([process.execPath, '-e', code], { stdout: 'pipe', stderr: 'pipe' })
    expect([child.stdout.toString().trim(), statSync(data).uid]).toEqual(['1000', 1000])
    expect(child.stderr.toString()).toMatch(/^Nothing can be recorded in .*media\/porchlight.*\n$/)
  } finally {
    rmSync(around, { recursive: true, force: true })
  }
})
