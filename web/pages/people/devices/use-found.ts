// Which way in, names and rights the table shows, as the address says: all of them, or what a filter leaves.
import { useMemo } from 'preact/hooks'
import type { DeviceOut } from '../../../wire.ts'
import type { DeviceUser } from '../../devices/users/asks.ts'
import { columnsFor } from '../../devices/users/matrix.tsx'
import { columnsOf, SCOPES, type Scope } from '../../devices/users/rights.ts'
import type { View } from '../../devices/users/use-view.ts'
import { filtered, personsOf } from './persons.ts'

/** `users` must not change between renders without need: there may be hundreds. */
export function useFound(users: readonly DeviceUser[], recorders: readonly DeviceOut[], query: View['query']) {
  const scopes = useMemo(
    () => SCOPES.filter((one) => Object.values(columnsOf(users, one)).some(({ length }) => length > 0)),
    [users],
  )
  const scope: Scope = scopes.find((one) => one === query.scope) ?? scopes[0] ?? 'remote'
  const sought = query.q ?? ''
  const recorder = recorders.find(({ id }) => String(id) === query.recorder)?.id ?? null
  const onlyUnlike = query.unlike === '1'
  const all = useMemo(() => personsOf(users), [users])
  const found = useMemo(() => {
    const columns = columnsFor(recorder === null ? users : users.filter(({ device }) => device === recorder), scope)
    return filtered(all, columns, scope, { sought, recorder, onlyUnlike })
  }, [all, users, scope, sought, recorder, onlyUnlike])
  return { ...found, all, scopes, scope, filter: { sought, recorder, onlyUnlike } }
}
