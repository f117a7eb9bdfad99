// Runs the benchmarks one after the other, or those whose name holds one of the words: npm run bench -- relay
import { join } from 'node:path'
import { Glob } from 'bun'

const root = process.cwd()
const [first = '', ...rest] = process.argv.slice(2)
const words = first.startsWith('-') ? [] : [first].filter(Boolean)
const args = first.startsWith('-') ? [first, ...rest] : rest

/** A benchmark is a file of bench/ that does something when it is run by itself; the others are its parts. */
const files: string[] = []
for (const path of [...new Glob('bench/*.ts').scanSync(root)].sort()) {
  const runs = (await Bun.file(join(root, path)).text()).includes('import.meta.main')
  if (runs && (!words.length || words.some((word) => path.includes(word)))) files.push(path)
}
if (!files.length) {
  console.error(words.length ? `No benchmark has "${words.join(' ')}" in its name.` : 'There are no benchmarks.')
  process.exit(1)
}

let failed = 0
for (const path of files) {
  console.log(`== ${path}`)
  const child = Bun.spawn([process.execPath, path, ...args], { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => child.kill(signal))
  if ((await child.exited) !== 0) failed += 1
}
process.exit(failed ? 1 : 0)
