// Runs a program of ours until it ends, for tests that look at what it says and with which code it goes.
interface Around {
  /** Beside our PATH, which it may set otherwise. */
  env?: Record<string, string>
  cwd?: string
  input?: string
}

export async function ran(command: readonly string[], { env = {}, input = '', ...more }: Around = {}) {
  const child = Bun.spawn([...command], {
    ...more,
    env: { PATH: process.env.PATH ?? '', ...env },
    stdin: new Blob([input]),
    stdout: 'pipe',
    stderr: 'pipe',
  })
  const [out, err, code] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ])
  return { code, out, err }
}
