// Which secret keys a database file needs, told by the file alone.
import { Database } from 'bun:sqlite'

/** Ids of the keys under which its passwords are encrypted. Read as every release has named them: the file may be of any shape. */
export function keyIdsIn(file: string): Set<string> {
  using sqlite = new Database(file, { readonly: true })
  using ciphers = sqlite.prepare<{ cipher: string }, []>(
    "select password as cipher from devices union all select value from facts where value like 'v1.%'",
  )
  return new Set(ciphers.all().map(({ cipher }) => cipher.split('.')[1] ?? ''))
}
