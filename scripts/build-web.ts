// Bundles the web UI into dist/web: hashed files, a .gz beside each text file, everything relative to <base href>.
import { mkdir, rename, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { LANGUAGES } from '../web/texts/languages.ts'

const root = resolve(import.meta.dir, '..')

export interface BuiltFile {
  name: string
  bytes: number
  gzipBytes: number
  /** False: loaded only when something needs it. */
  first: boolean
}

/**
 * Builds into `outDir` (default `dist/web`), replacing what was there only when all went well. `development` adds the page
 * `/parts`.
 */
export async function buildWeb(outDir = join(root, 'dist/web'), development = false): Promise<BuiltFile[]> {
  const fresh = `${outDir}.new-${process.pid}`
  await rm(fresh, { recursive: true, force: true })
  await mkdir(fresh, { recursive: true })
  const bundle = async (sources: string[], options: Partial<Bun.BuildConfig>) => {
    const result = await Bun.build({
      entrypoints: sources.map((source) => join(root, source)),
      outdir: fresh,
      target: 'browser',
      minify: true,
      publicPath: './',
      naming: { entry: '[name]-[hash].[ext]', chunk: 'part-[hash].[ext]', asset: '[name]-[hash].[ext]' },
      define: { 'process.env.NODE_ENV': development ? '"development"' : '"production"' },
      throw: false,
      ...options,
    })
    if (result.success)
      return { names: result.outputs.map((output) => output.path.slice(fresh.length + 1)), meta: result.metafile }
    await rm(fresh, { recursive: true, force: true })
    throw new Error(`The web UI could not be built:\n${result.logs.map(String).join('\n')}`)
  }
  // No module: those wait until the page has been read, and by then it has been drawn.
  const first = (await bundle(['web/first.ts'], { format: 'iife' })).names
  // As beginnings of their own the texts keep their names; the page loads those of one language.
  const texts = Object.keys(LANGUAGES).map((language) => `web/texts/whole/texts-${language}.ts`)
  const { names: built, meta } = await bundle(['web/main.tsx', ...texts], { splitting: true, metafile: true })
  // The styles of every page are in that of the first; nothing asks for those of the parts.
  const unused = built.filter((name) => name.startsWith('part-') && name.endsWith('.css'))
  for (const name of unused) await rm(join(fresh, name))
  const names = [...first, ...built.filter((name) => !unused.includes(name))]
  const named = (start: string, end: string) => names.find((name) => name.startsWith(start) && name.endsWith(end)) ?? ''
  const entry = named('main-', '.js')
  const styles = named('main-', '.css')
  const textsOf = (language: string) => named(`texts-${language}-`, '.js')
  const atOnce = importedBy(entry, meta)
  const page = await Bun.file(join(root, 'web/index.html')).text()
  const tags = [
    ...first.map((name) => {
      const files = Object.keys(LANGUAGES).map((language) => ` data-${language}="${textsOf(language)}"`)
      return `<script src="${name}"${files.join('')}></script>`
    }),
    `<link rel="stylesheet" href="${styles}" />`,
    ...atOnce.map((name) => `<link rel="modulepreload" href="${name}" />`),
    `<script type="module" src="${entry}"></script>`,
  ]
  const html = page.replace('<!-- bundle -->', tags.join('\n    '))
  await Bun.write(join(fresh, 'index.html'), html)
  for (const [name, source] of Object.entries(AS_THEY_ARE))
    await Bun.write(join(fresh, name), Bun.file(join(root, 'web', source)))
  const kept = [...first, entry, styles, ...atOnce]
  const { names: worker } = await bundle(['web/service-worker.ts'], {
    format: 'iife',
    // Browsers ask for it by one name for ever, and find out themselves whether it is another.
    naming: { entry: '[name].[ext]' },
    define: {
      SHELL_FILES: JSON.stringify(kept),
      SHELL_NAME: JSON.stringify(Bun.hash(html + kept.join()).toString(36)),
    },
  })
  const needed = new Set(['index.html', 'icon.svg', textsOf('en'), ...kept])
  const files: BuiltFile[] = []
  for (const name of ['index.html', ...Object.keys(AS_THEY_ARE), ...worker, ...names]) {
    const bytes = await Bun.file(join(fresh, name)).bytes()
    const packed = Bun.gzipSync(bytes, { level: 9 })
    await Bun.write(join(fresh, `${name}.gz`), packed)
    files.push({ name, bytes: bytes.length, gzipBytes: packed.length, first: needed.has(name) })
  }
  await rm(outDir, { recursive: true, force: true })
  await rename(fresh, outDir)
  return files
}

/** Names in the bundle and below `web`: what browsers ask for by a name that does not change. */
const AS_THEY_ARE: Record<string, string> = {
  'icon.svg': 'icon.svg',
  'manifest.webmanifest': 'manifest.webmanifest',
  ...Object.fromEntries(
    ['icon-192.png', 'icon-512.png', 'icon-full-512.png', 'badge-96.png', 'apple-touch-icon.png'].map((name) => [
      name,
      `icons/${name}`,
    ]),
  ),
}

/** What a file cannot begin without: all that it imports, and what that imports. */
function importedBy(name: string, meta: Bun.BuildMetafile | undefined, found = new Set<string>()): string[] {
  for (const { path, kind } of meta?.outputs[`./${name}`]?.imports ?? []) {
    const imported = path.replace('./', '')
    if (kind !== 'import-statement' || found.has(imported)) continue
    found.add(imported)
    importedBy(imported, meta, found)
  }
  return [...found]
}

if (import.meta.main) {
  const began = performance.now()
  const files = await buildWeb(process.argv[2] ? resolve(process.argv[2]) : undefined)
  const kb = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`.padStart(10)
  for (const file of files) console.log(`${kb(file.bytes)} ${kb(file.gzipBytes)} gzip  ${file.name}`)
  const first = files.filter((file) => file.first).reduce((sum, file) => sum + file.gzipBytes, 0)
  console.log(`Web UI built in ${Math.round(performance.now() - began)} ms; first load ${kb(first).trim()} gzip`)
}
