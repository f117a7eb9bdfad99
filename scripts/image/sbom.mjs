// Writes the list of what the image is made of (SBOM, CycloneDX 1.5) into its root: npm packages, Debian packages, Bun and FFmpeg.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const [arch, root] = process.argv.slice(2)
const read = (path) => readFileSync(path, 'utf8')

/** What npm says of package-lock.json: all that the program and its pages are bundled from. */
const npm = spawnSync('npm', ['sbom', '--package-lock-only', '--omit=dev', '--sbom-format=cyclonedx'], {
  encoding: 'utf8',
  maxBuffer: 64 << 20,
})
if (npm.status !== 0) throw new Error(`npm sbom failed:\n${npm.stderr}`)
const list = JSON.parse(npm.stdout)

const folder = join(root, 'var/lib/dpkg/status.d')
const debian = readdirSync(folder).map((name) => {
  const fields = Object.fromEntries(
    [...read(join(folder, name)).matchAll(/^([A-Z][\w-]*): (.*)$/gm)].map((found) => found.slice(1)),
  )
  const copyright = `/usr/share/doc/${name}/copyright`
  return {
    type: 'library',
    'bom-ref': `pkg:deb/debian/${name}@${fields.Version}`,
    name,
    version: fields.Version,
    description: fields.Description,
    purl: `pkg:deb/debian/${name}@${encodeURIComponent(fields.Version)}?arch=${fields.Architecture}&distro=debian-13`,
    ...(existsSync(join(root, copyright)) && { properties: [{ name: 'porchlight:licence-file', value: copyright }] }),
  }
})

const ffmpeg = read(join(root, 'usr/share/doc/ffmpeg/VERSION')).trim()
const bun = JSON.parse(read('package-lock.json')).packages['node_modules/bun'].version
const others = [
  {
    type: 'application',
    'bom-ref': `pkg:deb/debian/ffmpeg@${ffmpeg}`,
    name: 'ffmpeg',
    version: ffmpeg,
    description: "Built from Debian's source with the parts of docs/media.md only: /usr/share/doc/ffmpeg/SOURCE",
    licenses: [{ license: { id: 'LGPL-2.1-or-later' } }],
    purl: `pkg:deb/debian/ffmpeg@${encodeURIComponent(ffmpeg)}?arch=source&distro=debian-13`,
  },
  {
    type: 'framework',
    'bom-ref': `pkg:npm/bun@${bun}`,
    name: 'bun',
    version: bun,
    description: 'The runtime inside of /usr/bin/porchlight',
    licenses: [{ license: { id: 'MIT' } }],
    purl: `pkg:npm/bun@${bun}`,
  },
]

list.metadata.component.type = 'application'
list.metadata.properties = [{ name: 'porchlight:architecture', value: arch }]
list.components.push(...debian, ...others)
mkdirSync(join(root, 'usr/share/porchlight'), { recursive: true })
writeFileSync(join(root, 'usr/share/porchlight/sbom.cdx.json'), `${JSON.stringify(list)}\n`)
