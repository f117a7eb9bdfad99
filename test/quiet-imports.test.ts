// Loading a module starts nothing: no server, timer, file or line of output at import time.
import { expect, test } from 'bun:test'
import { ourFiles, root } from './tree.ts'

/** Commands begin their work when they are loaded, and so may the small programs that only tests start. */
const modules = ourFiles('{core,plugins}/**/*.ts').filter((path) => !/(\.test|\/main|\.d)\.ts$|\/testing\//.test(path))

test('every module of core and plugins can be loaded by itself', async () => {
  for (const path of modules) await import(`${root}/${path}`)
  expect(modules.length).toBeGreaterThan(10)
})

test('a program that loads all of them says nothing and ends at once', async () => {
  const lines = modules.map((path) => `await import(${JSON.stringify(`${root}/${path}`)})`)
  const child = Bun.spawn([process.execPath, '-e', lines.join('\n')], {
    cwd: root,
    stdin: 'ignore',
    stdout: 'pipe',
    stderr: 'pipe',
    timeout: 20_000,
  })
  const [out, err, code] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ])
  expect({ out, err, code }).toEqual({ out: '', err: '', code: 0 })
}, 120_000)
