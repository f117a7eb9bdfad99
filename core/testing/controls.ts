// Control characters that stand in a database: in a text, or in a JSON document, where they are written as an escape.
import type { Database } from 'bun:sqlite'

/** Texts that may have several lines, `table.column`. */
const OF_LINES: readonly string[] = ['alarms.message', 'alarms.metadata']

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/
const ESCAPED = /\\u00[01][0-9a-f]|\\[bfnrt]/
const ESCAPED_LINES = /\\u00[01][0-9a-f]|\\[bfr]/

/** `table.column: value` of each row where one stands; of the tables that are named, else of all. */
export function controls(sqlite: Database, tables?: readonly string[]): string[] {
  const all = sqlite
    .query<{ name: string }, []>("select name from sqlite_master where type = 'table' and name not like 'sqlite_%'")
    .all()
    .map(({ name }) => name)
  return all
    .filter((name) => !tables || tables.includes(name))
    .flatMap((name) =>
      sqlite
        .query<Record<string, unknown>, []>(`select * from "${name}"`)
        .all()
        .flatMap((row) =>
          Object.entries(row).flatMap(([column, value]) =>
            typeof value === 'string' && isOdd(value, OF_LINES.includes(`${name}.${column}`))
              ? [`${name}.${column}: ${JSON.stringify(value).slice(0, 80)}`]
              : [],
          ),
        ),
    )
}

function isOdd(text: string, mayHaveLines: boolean): boolean {
  const bare = mayHaveLines ? text.replace(/[\n\t]/g, '') : text
  return CONTROL.test(bare) || (/^[[{"]/.test(bare) && (mayHaveLines ? ESCAPED_LINES : ESCAPED).test(bare))
}
