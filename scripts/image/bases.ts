// Stand-ins for the bases of a Dockerfile, made of the Debian packages that the real ones are made of.
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Buildah } from './builder.ts'
import { apart, look, run } from './steps.ts'

/** Lasts from one run to the next: FFmpeg takes minutes, the bases half a minute. */
export const kept = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'porchlight/image')
/** Where this machine reaches the world through something with a certificate of its own. */
export const CERTIFICATES = '/etc/ssl/certs/ca-certificates.crt'

const SUITE = 'trixie'
const PACKAGES = ['--variant=minbase', '--include=ca-certificates']
/** A base's tag names the day it was made of: what is older lacks mends of Debian's. */
const KEPT_DAYS = 7

/** What stands after FROM and is no stage of it. */
export const basesOf = (dockerfile: string): string[] => {
  const froms = [...dockerfile.matchAll(/^FROM (?:--\S+ )*(\S+)/gm)].map(([, name = '']) => name)
  return [...new Set(froms)].filter((name) => name !== 'scratch')
}

export async function makeBases(buildah: Buildah, names: readonly string[]): Promise<void> {
  for (const name of names) {
    if (!name.includes(SUITE)) throw new Error(`There is no stand-in for the base ${name}`)
    const container = await buildah('from', 'scratch')
    await buildah('add', '--quiet', container, await debian(), '/')
    const path = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'
    await buildah('config', '--env', `PATH=${path}`, container)
    if (name.startsWith('node:')) await addNode(buildah, container)
    if (process.env.NODE_EXTRA_CA_CERTS)
      await buildah('config', '--env', `NODE_EXTRA_CA_CERTS=${CERTIFICATES}`, container)
    await buildah('commit', '--quiet', container, `docker.io/library/${name}`)
    await buildah('rm', container)
  }
}

async function debian(): Promise<string> {
  const made = Math.floor(Date.now() / 86_400_000 / KEPT_DAYS)
  const file = join(kept, `${SUITE}-${made}.tar`)
  if (existsSync(file)) return file
  mkdirSync(kept, { recursive: true })
  const fresh = `${file}.${process.pid}`
  try {
    await run({
      what: 'Making a Debian of its packages',
      command: apart(['mmdebstrap', '--quiet', '--format=tar', ...PACKAGES, SUITE, fresh]),
      seconds: 900,
    })
    renameSync(fresh, file)
  } finally {
    rmSync(fresh, { force: true })
  }
  return file
}

/** This machine's Node and npm, in place of those of the image `node`. */
async function addNode(buildah: Buildah, container: string): Promise<void> {
  const npm = dirname(dirname(await look('readlink', '-f', Bun.which('npm') ?? 'npm')))
  const node = await look('node', '-p', 'process.execPath')
  await buildah('add', '--quiet', container, node, '/usr/local/bin/node')
  await buildah('add', '--quiet', container, npm, '/usr/local/lib/node_modules/npm')
  const links = 'ln -s ../lib/node_modules/npm/bin/npm-cli.js npm && ln -s ../lib/node_modules/npm/bin/npx-cli.js npx'
  const script = `cd /usr/local/bin && chmod 755 node && ${links}`
  await buildah('run', '--isolation', 'chroot', container, 'sh', '-c', script)
}
