// Which files and packages a source file imports, and whether only for their types.
import { posix } from 'node:path'

export interface Import {
  /** A path from the root (`core/log.ts`), or the name of a package or builtin (`hono`, `node:fs`). */
  target: string
  ours: boolean
  /** Nothing is left of it once the types are taken out. */
  typeOnly: boolean
}

const FROM = /^[ \t]*(?:import|export)\s+(type\s)?([^'";]*?)\s*from\s*['"]([^'"]+)['"]/gm
const BARE = /^[ \t]*import\s*['"]([^'"]+)['"]/gm
const CALL = /(await\s+)?\bimport\(\s*['"]([^'"]+)['"]\s*\)/g

/** Reads the imports out of TypeScript; types are seen too, which Bun.Transpiler.scanImports leaves out. */
export function importsOf(path: string, source: string): Import[] {
  const code = source.replace(/^\s*(\/\/|\*|\/\*).*$/gm, '')
  const found: Import[] = []
  for (const [, type, names = '', target = ''] of code.matchAll(FROM))
    found.push(place(path, target, Boolean(type) || onlyTypes(names)))
  for (const [, target = ''] of code.matchAll(BARE)) found.push(place(path, target, false))
  for (const [, awaited, target = ''] of code.matchAll(CALL)) found.push(place(path, target, !awaited))
  return found
}

/** `{ type A, type B }` */
function onlyTypes(names: string): boolean {
  const inner = /^\{([^}]*)\}$/.exec(names.trim())?.[1]
  const parts = (inner ?? '').split(',').filter((part) => part.trim())
  return parts.length > 0 && parts.every((part) => part.trim().startsWith('type '))
}

function place(from: string, target: string, typeOnly: boolean): Import {
  if (target === '#plugin') return { target: 'core/plugin/index.ts', ours: true, typeOnly }
  if (!target.startsWith('.')) return { target: packageName(target), ours: false, typeOnly }
  return { target: posix.normalize(posix.join(posix.dirname(from), target)), ours: true, typeOnly }
}

function packageName(target: string): string {
  if (/^(node|bun):/.test(target)) return target
  return target
    .split('/')
    .slice(0, target.startsWith('@') ? 2 : 1)
    .join('/')
}
