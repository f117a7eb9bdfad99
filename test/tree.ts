// The repository's own files, for the tests that hold its rules; what is installed, built or recorded is left out.
import { join } from 'node:path'
import { Glob } from 'bun'

export const root = join(import.meta.dir, '..')

const NOT_OURS = /^(node_modules|dist|data|coverage|\.git|\.porchlight)\//

/** Paths relative to the root, with slashes, sorted. */
export function ourFiles(pattern: string): string[] {
  const all = new Glob(pattern).scanSync({ cwd: root, dot: true })
  return [...all].filter((path) => !NOT_OURS.test(path)).sort()
}

export function read(path: string): Promise<string> {
  return Bun.file(join(root, path)).text()
}
