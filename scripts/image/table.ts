// The table that scripts/verify-image prints: what was proven, what was skipped, what does not hold, and how long each took.
export type Word = 'proven' | 'skipped' | 'FAILED'
export type Say = (what: string, text: string) => void

export interface Table {
  failed: number
  line(word: Word, arch: string, what: string, text: string): void
  /** One line, of what `prove` says or why it does not hold; null then. */
  row<T>(arch: string, what: string, prove: () => Promise<T>, say?: (proven: T) => string): Promise<T | null>
}

export function createTable(write: (line: string) => void): Table {
  let since = performance.now()
  const table: Table = {
    failed: 0,
    line(word, arch, what, text) {
      if (word === 'FAILED') table.failed += 1
      const took = `${((performance.now() - since) / 1000).toFixed(0)} s`
      since = performance.now()
      write(`${word.padEnd(8)}${arch.padEnd(6)}${took.padStart(6)}  ${what.padEnd(20)}${text}`)
    },
    async row(arch, what, prove, say = String) {
      try {
        const proven = await prove()
        table.line('proven', arch, what, say(proven))
        return proven
      } catch (error) {
        table.line('FAILED', arch, what, (error as Error).message)
        return null
      }
    },
  }
  return table
}
