// The proxies of the guide on remote access, as they stand there: the real nginx and Caddy before the whole appliance.
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { freePort } from '../../core/testing/free-port.ts'
import { createTestApp, OWNER, type TestApp } from '../../core/testing/test-app.ts'
import { until } from '../../core/testing/until.ts'
import { OTHER } from '../../plugins/hikvision/isapi/test-certificates.ts'
import { rtsp } from '../../plugins/rtsp/index.ts'
import { buildWeb } from '../../scripts/build-web.ts'
import { blocksOf } from '../examples.ts'
import { type Camera, startCamera } from '../rtsp-source/camera.ts'
import { read } from '../tree.ts'
import { executablePath, launchBrowser, moving, signIn, takeSeat } from './browser.ts'

setDefaultTimeout(120_000)

const nginx = Bun.which('nginx') ?? Bun.which('/usr/sbin/nginx')
const caddy = Bun.which('caddy')
for (const [name, program] of Object.entries({ nginx, Caddy: caddy }))
  if (!program) console.warn(`${name} is not installed: the guide on remote access is not tried with it.`)

const NAME = 'cameras.example.org'
const BELOW = 'home.example.org'
const UPSTREAM = '192.168.1.20:8000'
/** Of a visitor who is not the proxy: the whole of 127.0.0.0/8 is this machine. */
const VISITOR = '127.0.0.2'

const scratch = mkdtempSync(join(tmpdir(), 'porchlight-proxies-'))
const guide = await read('docs/guide/remote-access.md')

interface Proxy extends AsyncDisposable {
  port: number
}

/** A block of the guide with a port and certificate of ours, and our appliance behind it. Every word that is replaced must be there. */
function adapted(block: string, changes: Record<string, string>): string {
  return Object.entries(changes).reduce((text, [from, to]) => {
    expect(text).toContain(from)
    return text.replaceAll(from, to)
  }, block)
}

function answers(port: number): Promise<boolean> {
  return Bun.connect({ hostname: '127.0.0.1', port, socket: { data() {}, open: (socket) => void socket.end() } }).then(
    () => true,
    () => false,
  )
}

async function run(command: string[], port: number): Promise<Proxy> {
  const child = Bun.spawn(command, { stdout: 'ignore', stderr: 'pipe', env: { ...process.env, HOME: scratch } })
  const said = new Response(child.stderr).text()
  const proxy = {
    port,
    async [Symbol.asyncDispose]() {
      child.kill()
      await child.exited
    },
  }
  try {
    await until('the proxy answers', async () => {
      if (child.exitCode !== null) throw new Error(`The proxy ended: ${await said}`)
      return answers(port)
    })
  } catch (error) {
    await proxy[Symbol.asyncDispose]()
    throw error
  }
  return proxy
}

const certificate = join(scratch, 'fullchain.pem')
const key = join(scratch, 'privkey.pem')

function startNginx(upstream: string): Promise<Proxy> {
  const port = freePort()
  const [server = '', below = ''] = blocksOf(guide, 'nginx')
  const [, root = ''] = /( {4}location \/ \{[\s\S]*?\n {4}\}\n)/.exec(server) ?? []
  const changes = {
    'listen 443 ssl': `listen 127.0.0.1:${port} ssl`,
    [`/etc/letsencrypt/live/${NAME}/fullchain.pem`]: certificate,
    [`/etc/letsencrypt/live/${NAME}/privkey.pem`]: key,
    [UPSTREAM]: upstream,
  }
  const first = adapted(server, changes)
  const second = adapted(server.replace(/map [\s\S]*?\n\}\n/, '').replace(root, below), { ...changes, [NAME]: BELOW })
    // The files of the certificate were named after the other name.
    .replace(/ssl_certificate .*/, `ssl_certificate ${certificate};`)
    .replace(/ssl_certificate_key .*/, `ssl_certificate_key ${key};`)
  const temps = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
  const config = [
    'daemon off; master_process off; error_log stderr error;',
    `pid ${join(scratch, 'nginx.pid')};`,
    'events {}',
    'http {',
    '  access_log off;',
    ...temps.map((name) => `  ${name}_temp_path ${join(scratch, `nginx-${name}`)};`),
    first,
    second,
    '}',
  ]
  const file = join(scratch, 'nginx.conf')
  writeFileSync(file, config.join('\n'))
  return run([nginx ?? 'nginx', '-e', 'stderr', '-p', scratch, '-c', file], port)
}

function startCaddy(upstream: string): Promise<Proxy> {
  const port = freePort()
  const [first = '', second = ''] = blocksOf(guide, 'caddyfile')
  const site = (block: string, name: string) =>
    adapted(block, {
      [`${name} {`]: `https://${name}:${port} {\n\tbind 127.0.0.1\n\ttls ${certificate} ${key}`,
      [UPSTREAM]: upstream,
    })
  const file = join(scratch, 'Caddyfile')
  const ours = '{\n\tadmin off\n\tauto_https disable_redirects\n}\n'
  writeFileSync(file, ours + site(first, NAME) + site(second, BELOW))
  return run([caddy ?? 'caddy', 'run', '--config', file, '--adapter', 'caddyfile'], port)
}

describe.skipIf(!executablePath)('behind a proxy of the guide', () => {
  let app: TestApp
  let camera: Camera
  let browser: Browser

  beforeAll(async () => {
    const rules = `--host-resolver-rules=MAP ${NAME} 127.0.0.1, MAP ${BELOW} 127.0.0.1`
    // By the switch, since a page's own leave to take any certificate does not hold for its service worker.
    const launched = launchBrowser(rules, '--ignore-certificate-errors')
    writeFileSync(certificate, OTHER.cert)
    writeFileSync(key, OTHER.key)
    const bundle = join(scratch, 'web')
    await buildWeb(bundle)
    const env = { PORCHLIGHT_TRUST_PROXY: '127.0.0.1', PORCHLIGHT_PUBLIC_URL: `https://${NAME}` }
    app = await createTestApp([rtsp], env, { bundle })
    camera = await startCamera()
    await app.ask('POST', '/api/cameras', { name: 'Front door', rtsp_url: camera.address('/1/sub') })
    browser = await launched
  })
  afterAll(async () => {
    await browser?.close()
    await camera?.[Symbol.asyncDispose]()
    await app?.[Symbol.asyncDispose]()
    rmSync(scratch, { recursive: true, force: true })
  })

  const proxies = [
    { name: 'nginx', program: nginx, start: startNginx },
    { name: 'Caddy', program: caddy, start: startCaddy },
  ]
  for (const { name, program, start } of proxies) {
    test.skipIf(!program)(
      `somebody signs in and sees live pictures through ${name}, at a name and below a path`,
      async () => {
        await using proxy = await start(new URL(app.url).host)
        for (const [host, base] of [
          [NAME, '/'],
          [BELOW, '/cameras/'],
        ] as const) {
          await using seat = await takeSeat(browser, `https://${host}:${proxy.port}${base.slice(0, -1)}`, {})
          const { page, complaints } = seat
          const sockets: string[] = []
          page.on('websocket', (socket) => sockets.push(new URL(socket.url()).pathname))
          await signIn(page, OWNER)
          await moving(page, 1)
          expect(sockets.map((path) => path.startsWith(`${base}media/`))).toContain(true)
          const cookies = await page.context().cookies(`https://${host}:${proxy.port}${base}api/auth/refresh`)
          expect(cookies).toMatchObject([{ secure: true, httpOnly: true, path: `${base}api/auth` }])
          // A sign-in is kept by that cookie.
          await page.evaluate(() => sessionStorage.clear())
          await page.reload()
          await moving(page, 1)
          expect(new URL(page.url()).pathname).toBe(base)
          expect(complaints).toEqual([])
        }
      },
    )

    test.skipIf(!program)(`${name} tells who a visitor is, and passes large files both ways`, async () => {
      await using proxy = await start(new URL(app.url).host)
      const curl = (path: string, ...more: string[]) => {
        const to = ['--resolve', `${NAME}:${proxy.port}:127.0.0.1`, `https://${NAME}:${proxy.port}${path}`]
        return Bun.$`curl -sk --interface ${VISITOR} ${more} ${to}`.quiet().text()
      }
      const wrong = JSON.stringify({ username: 'owner', password: `guess through ${name}` })
      await curl(
        '/api/auth/login',
        '-H',
        'content-type: application/json',
        '-H',
        'x-forwarded-for: 203.0.113.9',
        '-d',
        wrong,
      )
      const { body } = await app.ask('GET', '/api/activity?limit=1')
      expect(body.data[0]).toMatchObject({ success: false, ip_address: VISITOR })

      const large = join(scratch, 'large')
      writeFileSync(large, '')
      truncateSync(large, 40_000_000)
      const key = ['-H', `authorization: Bearer ${app.token}`]
      const refused = await curl(
        '/api/system/backups',
        ...key,
        '-H',
        'content-type: application/octet-stream',
        '-T',
        large,
        '-X',
        'POST',
      )
      expect(JSON.parse(refused)).toMatchObject({ detail: expect.stringContaining('backup') })
      const kept = join(app.folder, 'backups')
      mkdirSync(kept, { recursive: true })
      const file = 'large.porchlight-backup'
      writeFileSync(join(kept, file), '')
      truncateSync(join(kept, file), 40_000_000)
      const got = await curl(
        `/api/system/backups/${file}/file`,
        ...key,
        '-o',
        '/dev/null',
        '-w',
        '%{http_code} %{size_download}',
      )
      expect(got).toBe('200 40000000')
    })
  }
})
