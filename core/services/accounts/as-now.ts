// A caller's power may have ended between the door and the write: while his request was being read, or a password hashed.
import type { Caller } from '../../domain/caller.ts'
import { Fault } from '../../domain/fault.ts'
import type { AccessService } from '../access.ts'

/** The caller as he is at this moment; Fault not-signed-in when his sign-in or key has ended since he came in. */
export function asNow(access: Pick<AccessService, 'current'>, caller: Caller): Caller {
  const now = access.current(caller)
  if (!now) throw new Fault('not-signed-in', 'Your sign-in has ended meanwhile. Sign in again.')
  return now
}
