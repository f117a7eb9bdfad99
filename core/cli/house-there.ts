// What a command on an appliance wants before it begins: that there is one, and that this program can read it.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { newestMigration } from '../db/migrate.ts'
import { readWritten } from '../db/version-mark.ts'
import { version } from '../version.ts'
import { CommandProblem } from './words.ts'

interface There {
  database: string
  /** The version that wrote it, and its shape. */
  by: string
  migratedAt: number
}

/** An empty database would be given a shape, and then be taken for a household that nobody has founded yet. */
export function mustBeThere(data: string): There {
  const database = join(data, 'porchlight.db')
  const written = existsSync(database) ? readWritten(database) : null
  if (!written || written.migratedAt === null)
    throw new CommandProblem(`There is no appliance in ${data}. Set PORCHLIGHT_DATA to its data folder.`)
  return { database, by: written.by, migratedAt: written.migratedAt }
}

/** Of a newer one nothing can be told or changed here. Its database. */
export function mustBeKnown(data: string): string {
  const { database, by, migratedAt } = mustBeThere(data)
  if (migratedAt > newestMigration())
    throw new CommandProblem(
      `The database in ${data} was written by Porchlight ${by}, and this is ${version}, which cannot read it. Nothing was done. Give this command to ${by} or a newer one.`,
      2,
    )
  return database
}
