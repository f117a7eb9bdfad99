// Who is told how we stand with the hub's broker, and where that is.
import { expect, test } from 'bun:test'
import type { Caller } from '../domain/caller.ts'
import type { HubState } from '../domain/hub-link.ts'
import { createHubLink } from './hub-link.ts'

const caller = (householdId: number, role: string) => ({ kind: 'user', householdId, role }) as unknown as Caller
const FOUNDER = caller(1, 'founder')
const RIGHTS: Record<string, string[]> = { founder: ['system', 'appliance'], operator: ['system'], viewer: [] }

function stand(url: string | null = 'mqtt://broker.example:1883') {
  const link = createHubLink({
    access: { allows: (who, action) => (RIGHTS[(who as { role: string }).role] ?? []).includes(action) },
    hub: { householdId: () => 1 },
  })
  return { link, show: () => link.is({ state: () => ({ connected: true, url }) as HubState }) }
}

test('the broker is the founder’s: others of his household are told whether there is one, strangers nothing', () => {
  const { link, show } = stand()
  expect(link.standing(FOUNDER)).toBeNull()
  show()
  expect(link.standing(FOUNDER)).toEqual({ connected: true, url: 'mqtt://broker.example:1883' })
  expect(link.standing(caller(1, 'operator'))).toEqual({ connected: true, url: null })
  expect([link.standing(caller(1, 'viewer')), link.standing(caller(2, 'founder'))]).toEqual([null, null])
  expect(link.standing({ kind: 'system' })).toBeNull()
})

test('where no broker is set there is nothing to tell', () => {
  const { link, show } = stand(null)
  show()
  expect(link.standing(FOUNDER)).toBeNull()
})
