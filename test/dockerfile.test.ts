// The Dockerfile and compose.yaml against the tree: what is copied is there, what runs is ours, and a container may do little.
import { expect, test } from 'bun:test'
import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { Glob } from 'bun'
import { importsOf } from './imports.ts'
import { read, root } from './tree.ts'

/** Instructions in their order, continued lines joined. */
const instructionsOf = async (path: string) =>
  (await read(path))
    .replace(/^#.*\n/gm, '')
    .replace(/\\\n\s*/g, ' ')
    .split('\n')
    .filter((line) => line.trim())
const instructions = await instructionsOf('Dockerfile')
const of = (name: string) =>
  instructions.filter((line) => line.startsWith(`${name} `)).map((line) => line.slice(name.length + 1).trim())
const ignored = (await read('.dockerignore')).split('\n').filter((line) => line && !line.startsWith('#'))
const left = ignored.flatMap((pattern) => [new Glob(pattern), new Glob(`${pattern}/**`)])
const isLeftOut = (path: string) => left.some((glob) => glob.match(path))
const packaged = JSON.parse(await read('package.json')) as { version: string; engines: { node: string } }

test('every path that it copies from here is here, and is sent to the build', () => {
  const copied = of('COPY').filter((line) => !line.includes('--from='))
  const sources = copied.flatMap((line) => line.split(/\s+/).slice(0, -1))
  expect(sources.length).toBeGreaterThan(5)
  expect(sources.filter((path) => !existsSync(join(root, path)) || isLeftOut(path))).toEqual([])
  for (const path of ['node_modules', 'dist', '.git', 'data']) expect(ignored).toContain(path)
})

test('every script that a step runs is here, is sent, and may be started', () => {
  const paths = of('RUN').flatMap((line) => line.match(/\b(?:image\/[\w-]+\.sh|scripts\/[\w/-]+\.(?:ts|mjs))/g) ?? [])
  const scripts = paths.map((path) => (path.startsWith('image/') ? `scripts/${path}` : path))
  expect(scripts.toSorted()).toEqual([
    'scripts/build-binary.ts',
    'scripts/image/ffmpeg.sh',
    'scripts/image/root.sh',
    'scripts/image/sbom.mjs',
  ])
  expect(scripts.filter((path) => !existsSync(join(root, path)) || isLeftOut(path))).toEqual([])
  for (const path of [...scripts.filter((one) => one.endsWith('.sh')), 'scripts/verify-image'])
    expect([path, statSync(join(root, path)).mode & 0o111]).toEqual([path, 0o111])
})

test('every file that the program loads is sent to the build', async () => {
  const loaded = new Set(['main.ts', 'scripts/build-binary.ts'])
  for (const path of loaded)
    for (const { target, ours } of importsOf(path, await read(path)))
      if (ours && /\.tsx?$/.test(target)) loaded.add(target)
  expect(loaded.size).toBeGreaterThan(100)
  expect([...loaded].filter(isLeftOut)).toEqual([])
})

test('its version is that of the package, and its bases are named by version, one distribution for all', () => {
  expect(of('ARG')).toContain(`VERSION=${packaged.version}`)
  expect(of('LABEL').join()).toContain('org.opencontainers.image.version="$VERSION"')
  const bases = of('FROM').map((line) => line.replace(/^--\S+ /, '').split(/\s+/)[0] ?? '')
  expect(bases.at(-1)).toBe('scratch')
  for (const base of bases.slice(0, -1)) expect(base).toMatch(/^(debian:|node:\d+-)trixie-slim$/)
  const node = Number(bases.map((base) => /^node:(\d+)/.exec(base)?.[1]).find(Boolean))
  expect(node).toBeGreaterThanOrEqual(Number(/\d+/.exec(packaged.engines.node)?.[0]))
})

test('it runs our command as an ordinary user, and asks the same command whether it is well', async () => {
  expect(of('ENTRYPOINT')).toEqual(['["porchlight"]'])
  expect(of('USER')).toEqual(['1000:1000'])
  const health = /CMD (\[.*\])/.exec(of('HEALTHCHECK')[0] ?? '')?.[1] ?? '[]'
  expect(JSON.parse(health)).toEqual(['porchlight', 'health'])
  expect(of('ENV').join()).toContain('PORCHLIGHT_DATA=/data')
  // Somebody starts it again: the engine.
  expect(of('ENV').join()).toContain('PORCHLIGHT_SUPERVISED=1')
  expect(of('VOLUME')).toEqual(['/data'])
})

test("the fall-back with the distribution's FFmpeg makes and runs the same program in the same way", async () => {
  const plain = await instructionsOf('Dockerfile.plain')
  const same = /^(ARG VERSION|FROM .* AS program|RUN npm|WORKDIR|USER|VOLUME|EXPOSE|STOPSIGNAL|HEALTHCHECK|ENTRYPOINT)/
  const ours = instructions.filter((line) => same.test(line))
  expect(plain.filter((line) => same.test(line))).toEqual(ours)
  expect(ours.length).toBeGreaterThan(9)
  const build = 'node_modules/.bin/bun scripts/build-binary.ts "$(echo "$TARGETARCH" | sed s/amd64/x64/)"'
  for (const file of [instructions, plain]) expect(file.join('\n')).toContain(build)
})

interface Service {
  read_only?: boolean
  tmpfs?: string[]
  user?: string
  cap_drop?: string[]
  security_opt?: string[]
  restart?: string
  stop_grace_period?: string
  volumes?: string[]
  profiles?: string[]
}

test('compose.yaml lets each write to its volume and to memory only, and gives it no rights', async () => {
  const { services } = Bun.YAML.parse(await read('compose.yaml')) as { services: Record<string, Service> }
  const shutIn = { read_only: true, cap_drop: ['ALL'], security_opt: ['no-new-privileges:true'] }
  expect(services.porchlight).toMatchObject({
    ...shutIn,
    tmpfs: ['/tmp'],
    restart: 'unless-stopped',
    stop_grace_period: '5s',
    volumes: ['data:/data'],
  })
  // Without rights it cannot become its user by itself.
  expect(services.mosquitto).toMatchObject({ ...shutIn, user: '1883:1883', profiles: ['broker'] })
})

test('the add-on is built for the processors that it says it runs on, and says so of every other', async () => {
  const addOn = (await instructionsOf('packaging/home-assistant/porchlight/Dockerfile')).join('\n')
  const said = Bun.YAML.parse(await read('packaging/home-assistant/porchlight/config.yaml')) as { arch: string[] }
  // Debian's name for what the supervisor calls aarch64.
  const named = said.arch.map((name) => (name === 'aarch64' ? 'arm64' : name))
  for (const name of named) expect(addOn).toContain(` ${name}) name=porchlight-linux-`)
  const picks = /case [\s\S]*? esac/.exec(addOn)?.[0] ?? ''
  for (const [processor, code] of [...named.map((name) => [name, 0] as const), ['armhf', 1] as const]) {
    const script = `dpkg() { echo ${processor}; }; ${picks}; echo "$name"`
    const { exitCode, stdout, stderr } = Bun.spawnSync(['sh', '-c', script])
    expect([processor, exitCode, `${stdout}`.trim() !== '']).toEqual([processor, code, code === 0])
    if (code) expect(`${stderr}`).toContain(`not on ${processor}`)
  }
})

test('every base of it is one that the image stands on, too', async () => {
  const bases = [...(await read('packaging/home-assistant/porchlight/Dockerfile')).matchAll(/^FROM (\S+)/gm)]
  expect(new Set(bases.map(([, name]) => name))).toEqual(new Set(['debian:trixie-slim']))
  expect(of('FROM').join()).toContain('debian:trixie-slim')
})
