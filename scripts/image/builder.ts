// Builds images by Buildah from a Dockerfile itself, in a store of its own that goes with the run.
import { existsSync, mkdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { CERTIFICATES, kept } from './bases.ts'
import { apart, run } from './steps.ts'

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

export interface Plan {
  arch: Arch
  /** The folder with what it copies; beside it a Dockerfile, unless one is named. */
  from: string
  /** A stage, where not the last one is wanted. */
  stage?: string
}

const SHORT_S = 300
/** Of it FFmpeg takes two and a half minutes on two idle cores. */
const BUILD_S = 2700

export type Buildah = (...words: string[]) => Promise<string>

/** `store` holds nothing that is kept; the caller removes it. */
export function createBuilder(store: string) {
  const command = ['buildah', '--storage-driver', 'vfs', '--root', join(store, 'root'), '--runroot', join(store, 'run')]
  const buildah: Buildah = (...words) =>
    run({ what: `\`buildah ${words[0]}\``, command: apart([...command, ...words]), seconds: SHORT_S })

  /** The image's name in the store. */
  async function build({ arch, from, stage }: Plan): Promise<string> {
    mkdirSync(join(kept, 'ffmpeg'), { recursive: true })
    const npm = join(homedir(), '.npmrc')
    const places = [
      `${join(kept, 'ffmpeg')}:/var/cache/porchlight`,
      ...(existsSync(CERTIFICATES) ? [`${CERTIFICATES}:${CERTIFICATES}:ro`] : []),
      ...(existsSync(npm) ? [`${npm}:/root/.npmrc:ro`] : []),
    ]
    const name = `localhost/porchlight-${stage ?? 'whole'}-${arch}`
    const words = [
      ...['bud', '--format', 'docker', '--isolation', 'chroot', '--pull-never', '--platform', `linux/${arch}`],
      // Docker sets them by itself.
      ...['--build-arg', `TARGETARCH=${arch}`, '--build-arg', 'BUILDPLATFORM=linux/amd64'],
      ...places.flatMap((place) => ['-v', place]),
      ...(stage ? ['--target', stage] : []),
      ...['-t', name, from],
    ]
    const what = `Building ${stage ?? 'the image'} for ${arch}`
    await run({ what, command: apart([...command, ...words]), seconds: BUILD_S })
    return name
  }

  async function open(name: string, arch: Arch): Promise<Image> {
    const container = await buildah('from', '--pull-never', '--arch', arch, name)
    const said = JSON.parse(await buildah('inspect', '--type', 'image', name))
    return { folder: await buildah('mount', container), config: said.Docker.config }
  }

  return { buildah, build: async (plan: Plan) => open(await build(plan), plan.arch) }
}

export type Builder = ReturnType<typeof createBuilder>
