// The forms in which the program is shipped, and the nothing that they are compared with.
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const root = join(import.meta.dir, '..', '..')

export interface Form {
  name: string
  program: string[]
}

export interface Forms extends Disposable {
  /** A server of the same runtime that does nothing: what no program of this kind can go below. */
  bare: Form
  /** From its sources, as a checkout runs it; and as one executable, as the image holds it, where `npm run build:binary` has made it. */
  ours: Form[]
  /** Bytes of that executable; 0 = there is none. */
  executableBytes: number
  /** When it was built. */
  builtAt: Date | null
  /** An empty data folder. */
  data(): string
}

export function createForms(): Forms {
  const folder = mkdtempSync(join(tmpdir(), 'porchlight-bench-'))
  const bare = join(folder, 'bare.ts')
  writeFileSync(
    bare,
    `const { url } = Bun.serve({ port: 0, hostname: '127.0.0.1', fetch: () => new Response('ok') })
console.log('"url":"' + url.origin + '"')
`,
  )
  const executable = join(root, 'dist', `porchlight-linux-${process.arch}`)
  const sources = { name: 'sources', program: [process.execPath, '--no-orphans', join(root, 'main.ts')] }
  const single = { name: 'executable', program: [executable] }
  const built = statSync(executable, { throwIfNoEntry: false })
  return {
    bare: { name: 'bare Bun.serve', program: [process.execPath, bare] },
    ours: built ? [sources, single] : [sources],
    ...{ executableBytes: built?.size ?? 0, builtAt: built?.mtime ?? null },
    data: () => mkdtempSync(join(folder, 'data-')),
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  }
}

export interface Running extends AsyncDisposable {
  pid: number
  /** Milliseconds from the start of the process to its first answer. */
  ms: number
}

/** Starts one and waits for its first answer, without a moment's pause between looks. */
export async function timedStart({ name, program }: Form, data: string): Promise<Running> {
  const began = performance.now()
  const child = Bun.spawn(program, {
    cwd: data,
    env: {
      ...{ PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', PORCHLIGHT_DATA: data },
      ...{ PORCHLIGHT_PORT: '0', PORCHLIGHT_HOST: '127.0.0.1', PORCHLIGHT_LOG: 'info' },
      ...{ PORCHLIGHT_ALLOW_LOOPBACK: '1', PORCHLIGHT_SEARCH_NETWORKS: 'off' },
    },
    stdout: 'pipe',
    stderr: 'inherit',
  })
  const reader = child.stdout.getReader()
  const decoder = new TextDecoder()
  let said = ''
  let url: string | undefined
  while (!url) {
    const { value, done } = await reader.read()
    if (done) throw new Error(`${name} ended before it listened: ${said}`)
    said += decoder.decode(value, { stream: true })
    url = /"url":"(http[^"]+)"/.exec(said)?.[1]
  }
  await (await fetch(`${url}/health`)).text()
  const ms = performance.now() - began
  return {
    ...{ pid: child.pid, ms },
    async [Symbol.asyncDispose]() {
      await reader.cancel()
      child.kill()
      await child.exited
    },
  }
}
