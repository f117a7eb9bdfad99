// What was found about one thing: whether it works, and what a person has to do.

/** `skipped`: it could not be looked at, or there is nothing to look at. */
export type State = 'fine' | 'warning' | 'wrong' | 'skipped'

export interface Finding {
  what: string
  state: State
  found: string
  /** Null where there is nothing to do. */
  todo: string | null
}

export const fine = (what: string, found: string): Finding => ({ what, state: 'fine', found, todo: null })
export const skipped = (what: string, found: string): Finding => ({ what, state: 'skipped', found, todo: null })
export const warning = (what: string, found: string, todo: string): Finding => ({ what, state: 'warning', found, todo })
export const wrong = (what: string, found: string, todo: string): Finding => ({ what, state: 'wrong', found, todo })

const SIGNS: Record<State, string> = { fine: 'ok', warning: 'look', wrong: 'BAD', skipped: '-' }

/** A line each, and below it what is to be done. */
export function table(findings: readonly Finding[]): string {
  const width = Math.max(...findings.map(({ what }) => what.length))
  const lines = findings.flatMap(({ what, state, found, todo }) => {
    const line = `${SIGNS[state].padEnd(4)}  ${what.padEnd(width)}  ${found}`
    return todo === null ? [line] : [line, `${' '.repeat(6)}${' '.repeat(width)}  -> ${todo}`]
  })
  const count = (state: State) => findings.filter((one) => one.state === state).length
  const sum = count('wrong')
    ? `Not everything works: ${count('wrong')} of ${findings.length}.`
    : count('warning')
      ? `Everything works; to be looked at: ${count('warning')}.`
      : 'Everything works.'
  return [...lines, '', sum].join('\n')
}
