// What root types on the data folder of somebody else is done as that user: a file of root's in it is one that Porchlight cannot read.
import { existsSync, statSync } from 'node:fs'
import { CommandProblem } from './words.ts'

/** For good. Whoever is not root stays who he is, and so does root where the folder is root's or not there yet. */
export function becomeOwner(data: string): void {
  if (process.getuid?.() !== 0) return
  const owner = existsSync(data) ? statSync(data) : null
  if (!owner || owner.uid === 0) return
  try {
    takeGroups(owner.uid, owner.gid)
    process.setgid?.(owner.gid)
    process.setuid?.(owner.uid)
  } catch (error) {
    throw new CommandProblem(
      `${data} belongs to user ${owner.uid}. Run this as that user: what root leaves there, Porchlight cannot read. (${(error as Error).message})`,
    )
  }
}

/** Of his groups one may be that of a disk for recordings. In a container he may have no name, and so none. */
function takeGroups(user: number, group: number): void {
  try {
    if ('initgroups' in process && typeof process.initgroups === 'function') process.initgroups(user, group)
    else process.setgroups?.([])
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_UNKNOWN_CREDENTIAL') throw error
    process.setgroups?.([])
  }
}
