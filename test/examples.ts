// Examples of our documents, taken out as they are printed, and run in a folder of their own by the programs that a reader has.

/** The distribution's package brings `requests` to its own Python. */
export const python = ['python3', '/usr/bin/python3'].find((one) => {
  if (!Bun.which(one)) return false
  return Bun.spawnSync([one, '-c', 'import requests'], { stdout: 'ignore', stderr: 'ignore' }).success
})

/** What a page prints in a language, in order. */
export const blocksOf = (page: string, language: string) =>
  [...page.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g'))].map(([, block = '']) => block)

/** The only one in a language that has this piece of text in it. */
export function blockOf(page: string, language: string, piece: string): string {
  const found = blocksOf(page, language).filter((one) => one.includes(piece))
  const [block] = found
  if (block === undefined || found.length > 1)
    throw new Error(`${found.length} examples in ${language} have "${piece}" in them, not one`)
  return block
}

/** With what is ours in place of what is printed. All that is replaced must be there. */
export function changed(example: string, changes: Record<string, string>): string {
  return Object.entries(changes).reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`"${from}" is not in the example:\n${text}`)
    return text.replaceAll(from, to)
  }, example)
}

/** The JSON in what several requests have said, which stands one behind the other. */
export const answersIn = (said: string) =>
  said
    .replaceAll(/[}\]][{[]/g, ([end, begin]) => `${end}\n${begin}`)
    .split('\n')
    .filter(Boolean)
    .map((one) => JSON.parse(one))

type Variables = Record<string, string>

/** In a group of its own, so that what it has begun ends with it. */
const begin = (cwd: string, command: string[], env: Variables) =>
  Bun.spawn(command, {
    ...{ cwd, stdin: 'ignore', stdout: 'pipe', stderr: 'pipe', detached: true },
    env: { ...process.env, ...env },
  })

export async function runIn(folder: string, command: string[], env: Variables = {}) {
  const child = begin(folder, command, env)
  const [said, complaint] = await Promise.all([new Response(child.stdout).text(), new Response(child.stderr).text()])
  return { code: await child.exited, said, complaint }
}

/** What a program says, one that ended well and complained of nothing. */
export async function saidIn(folder: string, command: string[], env?: Variables): Promise<string> {
  const { code, said, complaint } = await runIn(folder, command, env)
  if (code !== 0 || complaint !== '') throw new Error(`${command[0]} ended with ${code}: ${complaint}\n${said}`)
  return said
}

export interface Going extends AsyncDisposable {
  /** What it has said so far. */
  said(): string
  complaint(): string
}

/** One that does not end by itself. */
export function startIn(folder: string, command: string[], env: Variables = {}): Going {
  const child = begin(folder, command, env)
  const heard = { said: '', complaint: '' }
  const listen = async (stream: ReadableStream<Uint8Array>, as: keyof typeof heard) => {
    const text = new TextDecoder()
    for await (const piece of stream) heard[as] += text.decode(piece, { stream: true })
  }
  const all = Promise.all([listen(child.stdout, 'said'), listen(child.stderr, 'complaint')])
  return {
    said: () => heard.said,
    complaint: () => heard.complaint,
    async [Symbol.asyncDispose]() {
      if (child.exitCode === null) process.kill(-child.pid, 'SIGKILL')
      await Promise.all([child.exited, all])
    },
  }
}
