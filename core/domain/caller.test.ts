// The one rule as a table: who may do what, to what is his, and to what is not.
import { expect, test } from 'bun:test'
import { type Action, type Caller, can, type Grant, type Role } from './caller.ts'

const person = (role: Role, founder = false) => ({
  userId: 1,
  userUuid: 'u',
  username: 'anna',
  householdId: 1,
  role,
  founder,
  origin: { address: null, agent: null },
})
const user = (role: Role, founder = false): Caller => ({ kind: 'user', ...person(role, founder), signInId: 's' })
const key = (role: Role, readOnly: boolean, founder = false): Caller => ({
  kind: 'key',
  ...person(role, founder),
  keyId: 1,
  readOnly,
})
const hub = (may: 'none' | 'safe' | 'all'): Caller => ({ kind: 'hub', householdId: 1, may })

const ACTIONS: Action[] = [
  'view',
  'playback',
  'export',
  'ptz',
  'snapshot',
  'record',
  'acknowledge',
  'restart',
  'system',
  'manage',
  'people',
  'appliance',
]
const grant = (rights: Partial<Grant>): Grant => ({
  view: false,
  playback: false,
  export: false,
  ptz: false,
  ...rights,
})
const operator: Action[] = ACTIONS.filter((action) => !['manage', 'people', 'appliance'].includes(action))

const table: [string, Caller, Grant | null | undefined, Action[]][] = [
  ['the founder', user('admin', true), null, ACTIONS],
  ['an admin', user('admin'), null, ACTIONS.filter((action) => action !== 'appliance')],
  ['an operator', user('operator'), null, operator],
  ['a viewer without a grant', user('viewer'), null, []],
  ['a viewer and the household as a whole', user('viewer'), undefined, []],
  ['a viewer who may see', user('viewer'), grant({ view: true }), ['view']],
  [
    'a viewer with every grant',
    user('viewer'),
    grant({ view: true, playback: true, export: true, ptz: true }),
    ['view', 'playback', 'export', 'ptz'],
  ],
  ['a viewer with all but seeing', user('viewer'), grant({ playback: true, export: true, ptz: true }), []],
  ['a key of the founder', key('admin', false, true), null, ACTIONS],
  [
    'a reading key of the founder',
    key('admin', true, true),
    null,
    ['view', 'playback', 'export', 'snapshot', 'system'],
  ],
  ['a reading key of a viewer', key('viewer', true), grant({ view: true, ptz: true }), ['view']],
  ['a hub that may nothing', hub('none'), null, []],
  ['a hub that may what is safe', hub('safe'), null, ['view', 'snapshot', 'restart']],
  ['a hub that may all', hub('all'), null, ACTIONS.filter((action) => action !== 'people' && action !== 'appliance')],
  ['the appliance itself', { kind: 'system' }, null, ACTIONS],
]

for (const [who, caller, held, allowed] of table) {
  test(`${who} may exactly what the table says`, () => {
    const may = ACTIONS.filter((action) =>
      can(caller, action, held === undefined ? { householdId: 1 } : { householdId: 1, grant: held }),
    )
    expect(may).toEqual(allowed)
  })
  if (caller.kind !== 'system')
    test(`${who} may nothing in another household`, () => {
      const all = grant({ view: true, playback: true, export: true, ptz: true })
      expect(ACTIONS.filter((action) => can(caller, action, { householdId: 2, grant: all }))).toEqual([])
    })
}
