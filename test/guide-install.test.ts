// What the guides on installing tell people to paste: as hardened as our own compose file, and with variables that there are.
import { expect, test } from 'bun:test'
import { readConfig, VARIABLES } from '../core/config.ts'
import { blocksOf } from './examples.ts'
import { ourFiles, read } from './tree.ts'

interface Service {
  image?: string
  environment?: Record<string, string>
  volumes?: string[]
  network_mode?: string
  [key: string]: unknown
}
interface Compose {
  services: Record<string, Service>
}

/** What is decided anew in each home; everything else is as ours has it. */
const OF_THE_HOME = ['build', 'image', 'ports', 'network_mode', 'volumes', 'environment', 'profiles']
const compose = (text: string) => Bun.YAML.parse(text) as Compose

async function pasted(): Promise<{ guide: string; service: Service }[]> {
  const guides = ourFiles('docs/guide/install-*.md')
  const all = await Promise.all(
    guides.map(async (guide) => {
      const whole = blocksOf(await read(guide), 'yaml').filter((text) => text.startsWith('services:'))
      const parsed = whole.map(compose)
      return parsed.flatMap(({ services }) => (services.porchlight ? [{ guide, service: services.porchlight }] : []))
    }),
  )
  return all.flat()
}

test('every compose file of the guides runs Porchlight as ours does', async () => {
  const { services } = compose(await read('compose.yaml'))
  const kept = (service: Service | undefined) =>
    Object.fromEntries(Object.entries(service ?? {}).filter(([key]) => !OF_THE_HOME.includes(key)))
  const found = await pasted()
  expect(found.map(({ guide }) => guide)).toEqual(
    expect.arrayContaining(['docs/guide/install-qnap.md', 'docs/guide/install-synology.md']),
  )
  for (const { guide, service } of found) {
    expect({ guide, ...kept(service) }).toEqual({ guide, ...kept(services.porchlight) })
    expect({ guide, volumes: service.volumes }).toMatchObject({ guide, volumes: ['data:/data'] })
    const { TZ, ...ours } = service.environment ?? {}
    expect({ guide, zone: TZ }).toEqual({ guide, zone: expect.stringContaining('/') })
    expect(() => readConfig(ours)).not.toThrow()
  }
})

/** Of our own commands, not of the appliance. */
const OF_COMMANDS = ['PORCHLIGHT_PHOTOS', 'PORCHLIGHT_DUMP_PASSWORD']

test('no document names a variable that there is not', async () => {
  const pages = ['README.md', ...ourFiles('docs/**/*.md'), ...ourFiles('plugins/*/README.md')]
  const known = [...Object.keys(VARIABLES), ...OF_COMMANDS]
  const unknown = await Promise.all(
    pages.map(async (page) =>
      [...(await read(page)).matchAll(/PORCHLIGHT_[A-Z_]*[A-Z]/g)].flatMap(([name]) =>
        known.includes(name.replace(/_FILE$/, '')) ? [] : [`${page}: ${name}`],
      ),
    ),
  )
  expect(unknown.flat()).toEqual([])
})
