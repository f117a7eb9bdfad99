// Builds the image by Buildah from the Dockerfile itself, on stand-ins for its bases that are made of Debian's packages.
import { existsSync, mkdirSync, renameSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join, resolve } from 'node:path'

export const root = resolve(import.meta.dir, '../..')

/** Lasts from one run to the next: FFmpeg takes minutes, the bases half a minute. */
const kept = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'porchlight/image')

const SUITE = 'trixie'
/** A base's tag names the day it was made of: what is older lacks mends of Debian's. */
const KEPT_DAYS = 7

export type Arch = 'amd64' | 'arm64'

export interface Image {
  /** Where its files lie, as they would lie in a container. */
  folder: string
  config: {
    Env: string[]
    Entrypoint: string[]
    User: string
    WorkingDir: string
    StopSignal: string
    Labels: Record<string, string>
    Volumes: Record<string, object>
    Healthcheck: { Test: string[] }
  }
}

/** Throws with the last lines of what it said where it fails. */
export async function run(command: string[], env: Record<string, string> = {}): Promise<string> {
  const child = Bun.spawn(command, { cwd: root, env: { ...process.env, ...env }, stdout: 'pipe', stderr: 'pipe' })
  const [out, err, code] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ])
  if (code === 0) return out.trim()
  const said = `${out}\n${err}`.trim().split('\n').slice(-25).join('\n')
  throw new Error(`${command.slice(0, 6).join(' ')} … failed:\n${said}`)
}

/** `store` holds nothing that is kept; the caller removes it. */
export function createBuilder(store: string) {
  const buildah = (...words: string[]) =>
    run([
      'buildah',
      '--storage-driver',
      'vfs',
      '--root',
      join(store, 'root'),
      '--runroot',
      join(store, 'run'),
      ...words,
    ])

  async function debian(): Promise<string> {
    const made = Math.floor(Date.now() / 86_400_000 / KEPT_DAYS)
    const file = join(kept, `${SUITE}-${made}.tar`)
    if (existsSync(file)) return file
    mkdirSync(kept, { recursive: true })
    await run(['mmdebstrap', '--quiet', '--variant=minbase', '--include=ca-certificates', SUITE, `${file}.new`])
    renameSync(`${file}.new`, file)
    return file
  }

  /** This machine's Node and npm, in place of those of the image `node`. */
  async function addNode(container: string): Promise<void> {
    const npm = dirname(dirname(await run(['readlink', '-f', Bun.which('npm') ?? 'npm'])))
    const node = await run(['node', '-p', 'process.execPath'])
    await buildah('add', '--quiet', container, node, '/usr/local/bin/node')
    await buildah('add', '--quiet', container, npm, '/usr/local/lib/node_modules/npm')
    const links = 'ln -s ../lib/node_modules/npm/bin/npm-cli.js npm && ln -s ../lib/node_modules/npm/bin/npx-cli.js npx'
    await buildah(
      'run',
      '--isolation',
      'chroot',
      container,
      'sh',
      '-c',
      `cd /usr/local/bin && chmod 755 node && ${links}`,
    )
  }

  /** What stands after FROM and is no stage of it. */
  async function makeBases(dockerfile: string): Promise<string[]> {
    const names = [...dockerfile.matchAll(/^FROM (?:--\S+ )*(\S+)/gm)].map(([, name = '']) => name)
    const bases = [...new Set(names)].filter((name) => name !== 'scratch')
    for (const name of bases) {
      if (!name.includes(SUITE)) throw new Error(`There is no stand-in for the base ${name}`)
      const container = await buildah('from', 'scratch')
      await buildah('add', '--quiet', container, await debian(), '/')
      const path = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'
      await buildah('config', '--env', `PATH=${path}`, container)
      if (name.startsWith('node:')) await addNode(container)
      // Where this machine reaches the world through something with a certificate of its own.
      if (process.env.NODE_EXTRA_CA_CERTS) await buildah('config', '--env', `NODE_EXTRA_CA_CERTS=${CA}`, container)
      await buildah('commit', '--quiet', container, `docker.io/library/${name}`)
      await buildah('rm', container)
    }
    return bases
  }

  async function build(arch: Arch): Promise<Image> {
    mkdirSync(join(kept, 'ffmpeg'), { recursive: true })
    const own = ['/etc/ssl/certs/ca-certificates.crt', join(homedir(), '.npmrc')].filter((path) => existsSync(path))
    const places = own.map((path) => (path.endsWith('.npmrc') ? `${path}:/root/.npmrc:ro` : `${path}:${CA}:ro`))
    await buildah(
      ...[
        'bud',
        '--format',
        'docker',
        '--isolation',
        'chroot',
        '--pull-never',
        '--quiet',
        '--platform',
        `linux/${arch}`,
      ],
      // Docker sets them by itself.
      ...['--build-arg', `TARGETARCH=${arch}`, '--build-arg', 'BUILDPLATFORM=linux/amd64'],
      ...['-v', `${join(kept, 'ffmpeg')}:/var/cache/porchlight`, ...places.flatMap((place) => ['-v', place])],
      ...['-t', `porchlight-${arch}`, '.'],
    )
    const container = await buildah('from', '--pull-never', '--arch', arch, `localhost/porchlight-${arch}`)
    const said = JSON.parse(await buildah('inspect', '--type', 'image', `localhost/porchlight-${arch}`))
    return { folder: await buildah('mount', container), config: said.Docker.config }
  }

  return { makeBases, build }
}

const CA = '/etc/ssl/certs/ca-certificates.crt'
