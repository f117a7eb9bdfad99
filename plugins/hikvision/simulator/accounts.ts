// The accounts of the device: an administrator who cannot be removed, and others with fewer rights.

export type Level = 'Administrator' | 'Operator' | 'Viewer'

export interface Account {
  id: number
  name: string
  password: string
  level: Level
}

export interface Accounts {
  list(): Account[]
  byName(name: string): Account | undefined
  byId(id: number): Account | undefined
  /** Takes the lowest free number. */
  add(account: Omit<Account, 'id'>): Account
  remove(id: number): void
  /** The first account, which the device came with. */
  readonly admin: Account
}

export const MOST_ACCOUNTS = 32

export interface OtherAccount {
  user: string
  password: string
  level?: Exclude<Level, 'Administrator'>
}

export function createAccounts(admin: { user: string; password: string }, others: readonly OtherAccount[]): Accounts {
  const first: Account = { id: 1, name: admin.user, password: admin.password, level: 'Administrator' }
  let all = [first]
  function add(account: Omit<Account, 'id'>): Account {
    let id = 2
    while (all.some((one) => one.id === id)) id++
    const added = { id, ...account }
    all = [...all, added].sort((one, other) => one.id - other.id)
    return added
  }
  for (const { user, password, level = 'Viewer' } of others) add({ name: user, password, level })
  return {
    list: () => [...all],
    byName: (name) => all.find((one) => one.name === name),
    byId: (id) => all.find((one) => one.id === id),
    add,
    remove(id) {
      all = all.filter((one) => one.id !== id || one === first)
    },
    admin: first,
  }
}

/** Eight to sixteen characters of at least two kinds, without the name inside. */
export function isRisky(name: string, password: string): boolean {
  const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^a-zA-Z\d]/].filter((kind) => kind.test(password)).length
  return password.length < 8 || password.length > 16 || kinds < 2 || password.includes(name)
}
