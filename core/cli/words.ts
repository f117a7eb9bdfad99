// What the commands share: what was typed, secrets from files, and texts for people.
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'

/** A failure whose text is all that a person needs. */
export class CommandProblem extends Error {
  readonly code: number
  constructor(message: string, code = 1) {
    super(message)
    this.code = code
  }
}

export interface Words {
  plain: string[]
  values: Map<string, string>
  flags: Set<string>
}

/** Takes apart what was typed; an option that the command does not have is a problem, not a file name. */
export function wordsOf(args: readonly string[], has: { values: readonly string[]; flags: readonly string[] }): Words {
  const words: Words = { plain: [], values: new Map(), flags: new Set() }
  const left = [...args]
  for (let word = left.shift(); word !== undefined; word = left.shift()) {
    const [, name, value] = word.match(/^--([a-z-]+)(?:=(.*))?$/s) ?? []
    if (name === undefined && !/^-./.test(word)) words.plain.push(word)
    else if (name !== undefined && has.flags.includes(name) && value === undefined) words.flags.add(name)
    else if (name !== undefined && has.values.includes(name)) {
      const given = value ?? left.shift()
      // A path that begins so is written ./--name.
      if (given === undefined || (value === undefined && given.startsWith('--')))
        throw new CommandProblem(`--${name} needs something behind it`, 2)
      words.values.set(name, given)
    } else throw new CommandProblem(`There is no option "${word}" here`, 2)
  }
  return words
}

export const say = (text: string) => void process.stdout.write(text.endsWith('\n') ? text : `${text}\n`)

/** npm changes into the project's folder; a path is meant from where the person stands. */
export const fromHere = (path: string) => resolve(process.env.INIT_CWD ?? '.', path)

/** Who has no right to a file: a command that root types runs as the user of the data folder. */
export const whoWeAre = () => `user ${process.getuid?.()}`

/** Why this file could not be read. */
export function whyUnread(file: string, error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException
  if (code === 'ENOENT') return `${file} is not there`
  return `${file} cannot be read${code === 'EACCES' ? ` by ${whoWeAre()}` : `: ${message}`}`
}

/** A secret's text without the end of its line; `-` is the standard input. */
export function secretFrom(file: string): string {
  let text: string
  try {
    text = readFileSync(file === '-' ? 0 : fromHere(file), 'utf8')
  } catch (error) {
    throw new CommandProblem(whyUnread(file, error))
  }
  return text.replace(/\r?\n$/, '')
}

interface Asked {
  /** It is a new one: a slip of the finger would lock everybody out, so it is typed twice. */
  isNew?: boolean
}

/** A secret from a file, or typed at the terminal without being shown. Never an argument: those are seen by everybody. */
export async function secret(
  what: string,
  file: string | undefined,
  option: string,
  { isNew = false }: Asked = {},
): Promise<string> {
  if (file !== undefined) return secretFrom(file)
  if (!process.stdin.isTTY)
    throw new CommandProblem(`Say which ${what}: ${option} <file>, or ${option} - to pipe it in`, 2)
  const text = await typed(`${what[0]?.toUpperCase()}${what.slice(1)}: `)
  if (isNew && (await typed(`The same ${what} again: `)) !== text)
    throw new CommandProblem(`This is not the same ${what}. Nothing was done.`)
  return text
}

function typed(prompt: string): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  const { stdin } = process
  let text = ''
  // Before anybody is asked: what comes at once must not be shown either.
  stdin.setRawMode(true)
  stdin.setEncoding('utf8')
  // After the pause at the end of a former one, listening alone hears nothing.
  stdin.resume()
  process.stderr.write(prompt)
  stdin.on('data', function read(piece: string) {
    for (const character of piece) {
      const isEnd = character === '\r' || character === '\n' || character === '\u0004'
      if (isEnd || character === '\u0003') {
        stdin.off('data', read)
        stdin.setRawMode(false)
        stdin.pause()
        process.stderr.write('\n')
        if (isEnd) resolve(text)
        else reject(new CommandProblem('Given up'))
        return
      }
      text = character === '\u007f' || character === '\b' ? text.slice(0, -1) : text + character
    }
  })
  return promise
}
