// Templates: what a household wants rights of device users, or settings of channels, to be. Kept here; nothing is done by keeping it.
import { and, asc, count, eq, ne, sql } from 'drizzle-orm'
import type { Db } from '../db/open.ts'
import { templates } from '../db/schema/index.ts'
import type { Caller } from '../domain/caller.ts'
import { Fault } from '../domain/fault.ts'
import type { AccessService } from './access.ts'
import type { Activity } from './activity.ts'
import { byKeyOrUuid } from './key-or-uuid.ts'
import { cleanName } from './sync.ts'

type Row = typeof templates.$inferSelect
export type TemplateKind = Row['kind']
export type Template = Omit<Row, 'householdId'>

export interface TemplateInput {
  kind: TemplateKind
  name: string
  /** Only what it names is compared and written; in the words of the API, which has checked it. */
  document: Record<string, unknown>
}

/** All need the right `manage`: they are of use to who may write to devices. */
export interface Templates {
  /** By kind and name. */
  list(caller: Caller, kind?: TemplateKind): Template[]
  /** Fault conflict for a name that another one of this kind has, and where there are too many. */
  create(caller: Caller, input: TemplateInput): Template
  /** By key or uuid. Fault `Template not found`; of another kind it cannot become. */
  replace(caller: Caller, id: string | number, input: TemplateInput): Template
  remove(caller: Caller, id: string | number): void
}

interface Deps {
  db: Db
  access: Pick<AccessService, 'household'>
  activity: Pick<Activity, 'record'>
  now: () => Date
}

const MOST = 100
const MOST_CHARACTERS = 32 * 1024

export function createTemplates({ db, access, activity, now }: Deps): Templates {
  const shown = ({ householdId: _household, ...row }: Row): Template => row

  function find(caller: Caller, id: string | number): Row {
    const householdId = access.household(caller, 'manage')
    const where = byKeyOrUuid(templates, id)
    const own = where && and(where, eq(templates.householdId, householdId))
    const row = own && db.select().from(templates).where(own).get()
    if (!row) throw new Fault('not-found', 'Template not found')
    return row
  }

  /** What is stored of the input; `except` may keep its own name. */
  function columns(householdId: number, { kind, name: typed, document }: TemplateInput, except = -1) {
    const name = cleanName(typed, '')
    if (!name) throw wrong('name', 'must hold something that can be seen')
    if (JSON.stringify(document).length > MOST_CHARACTERS) throw wrong('document', 'must be at most 32 kB')
    const sameName = and(eq(templates.householdId, householdId), eq(templates.kind, kind), ne(templates.id, except))
    const taken = db
      .select({ id: templates.id })
      .from(templates)
      .where(and(sameName, eq(sql`lower(${templates.name})`, sql`lower(${name})`)))
      .get()
    if (taken) throw new Fault('conflict', `There is a template called “${name}” already`)
    return { kind, name, document, updatedAt: now() }
  }

  function record(caller: Caller, action: string, { id, householdId, name, kind }: Row): void {
    const metadata = { name, template: kind }
    activity.record(caller, { action, resourceType: 'template', resourceId: id, householdId, metadata })
  }

  return {
    list(caller, kind) {
      const own = eq(templates.householdId, access.household(caller, 'manage'))
      return db
        .select()
        .from(templates)
        .where(kind ? and(own, eq(templates.kind, kind)) : own)
        .orderBy(asc(templates.kind), sql`lower(${templates.name})`)
        .all()
        .map(shown)
    },
    create(caller, input) {
      const householdId = access.household(caller, 'manage')
      const own = eq(templates.householdId, householdId)
      const held = db.select({ n: count() }).from(templates).where(own).get()?.n ?? 0
      if (held >= MOST) throw new Fault('conflict', `There are ${held} templates already. Remove one that is not used.`)
      const stored = { uuid: Bun.randomUUIDv7(), householdId, createdAt: now() }
      const row = db
        .insert(templates)
        .values({ ...stored, ...columns(householdId, input) })
        .returning()
        .get()
      record(caller, 'create_template', row)
      return shown(row)
    },
    replace(caller, id, input) {
      const { kind, householdId, id: key } = find(caller, id)
      if (input.kind !== kind) throw wrong('kind', `must be "${kind}", as it is`)
      const changed = columns(householdId, input, key)
      const row = db.update(templates).set(changed).where(eq(templates.id, key)).returning().get()
      record(caller, 'update_template', row)
      return shown(row)
    },
    remove(caller, id) {
      const row = find(caller, id)
      db.delete(templates).where(eq(templates.id, row.id)).run()
      record(caller, 'delete_template', row)
    },
  }
}

function wrong(field: string, message: string): Fault {
  const problems = [{ path: `body.${field}`, code: 'invalid', message }]
  return new Fault('invalid-input', `${field} ${message}`, { problems })
}
