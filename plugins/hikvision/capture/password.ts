// Asks a person for a password without showing it; a pipe's first line where nobody sits at a terminal.

const ENTER = /[\r\n]/
const ERASE = /[\b\x7f]/

async function firstLine(input: NodeJS.ReadStream): Promise<string> {
  let read = ''
  for await (const chunk of input) {
    read += String(chunk)
    if (ENTER.test(read)) break
  }
  return read.split(ENTER)[0] ?? ''
}

/** Null when the person gave up (Ctrl-C, Ctrl-D). */
export async function askPassword(question: string): Promise<string | null> {
  const { stdin, stderr } = process
  stdin.setEncoding('utf8')
  if (!stdin.isTTY) return firstLine(stdin)
  stderr.write(question)
  stdin.setRawMode(true)
  let typed = ''
  try {
    for await (const chunk of stdin) {
      for (const letter of String(chunk)) {
        if (letter === '\x03' || letter === '\x04') return null
        if (ENTER.test(letter)) return typed
        typed = ERASE.test(letter) ? typed.slice(0, -1) : typed + letter
      }
    }
    return null
  } finally {
    stdin.setRawMode(false)
    stdin.pause()
    stderr.write('\n')
  }
}
