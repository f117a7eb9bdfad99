// Places for recordings: VibeNVR's storage profiles are our folders beside the data folder.
import { Hono } from 'hono'
import { z } from 'zod'
import { type Caller, callerOf, type Env, Fault, route, type Services, valid } from '#plugin'
import { id } from './camera-of.ts'

const tags = ['VibeNVR']
const path = valid('param', z.object({ profile_id: id }))
const said = z.object({
  name: z.string().trim().min(1).max(100),
  path: z.string().min(1).max(4096),
  description: z.string().nullish(),
  max_size_gb: z.number().min(0).nullish(),
})

interface Folder {
  id: number
  name: string
  /** Null for who may not know it. */
  path: string | null
}

/** Neither is kept: they are told as if they had not been said. */
const profileOut = ({ id, name, path }: Folder) => ({ id, name, path: path ?? '', description: null, max_size_gb: 0 })

/** What would be promised and not held. */
function refuseSize(size: number | null | undefined): void {
  if (size)
    throw new Fault('invalid-input', 'A place has no size of its own: limit each camera, or all of them together')
}

export function storageProfileRoutes({ access, storage }: Services): Hono<Env> {
  const words = (summary: string, right: 'appliance' | 'signed-in' = 'appliance') =>
    route({ summary, right, limit: 'dialect', tags })

  async function all(caller: Caller): Promise<Folder[]> {
    if (!access.allows(caller, 'system')) return []
    const { folders } = await storage.use(caller)
    return folders.flatMap(({ id, ...rest }) => (id === null ? [] : [{ ...rest, id }]))
  }

  async function one(caller: Caller, profileId: number): Promise<Folder> {
    const found = (await all(caller)).find((folder) => folder.id === profileId)
    if (!found) throw new Fault('not-found', 'Storage profile not found')
    return found
  }

  async function refuseTaken(caller: Caller, name: string, own?: number): Promise<void> {
    if ((await all(caller)).some((folder) => folder.name === name && folder.id !== own))
      throw new Fault('invalid-input', 'Storage profile with this name already exists')
  }

  async function toChange(caller: Caller, profileId: number): Promise<Folder> {
    access.household(caller, 'appliance')
    return one(caller, profileId)
  }

  return new Hono<Env>()
    .get('/storage/profiles', words('Places for recordings', 'signed-in'), async (c) =>
      c.json((await all(callerOf(c))).map(profileOut)),
    )
    .get('/storage/profiles/:profile_id', words('A place for recordings', 'signed-in'), path, async (c) =>
      c.json(profileOut(await one(callerOf(c), c.req.valid('param').profile_id))),
    )
    .post(
      '/storage/profiles',
      route({ summary: 'Add a place for recordings', right: 'appliance', limit: 'connect', tags }),
      valid('json', said),
      async (c) => {
        const caller = callerOf(c)
        access.household(caller, 'appliance')
        const { name, path, max_size_gb: size } = c.req.valid('json')
        refuseSize(size)
        await refuseTaken(caller, name)
        return c.json(profileOut(await storage.folders.add(caller, { name, path })))
      },
    )
    .put(
      '/storage/profiles/:profile_id',
      words('Name a place for recordings'),
      path,
      valid('json', said),
      async (c) => {
        const caller = callerOf(c)
        const folder = await toChange(caller, c.req.valid('param').profile_id)
        const { name, path, max_size_gb: size } = c.req.valid('json')
        refuseSize(size)
        if (path !== folder.path) throw new Fault('invalid-input', 'A place stays where it is: add another one')
        await refuseTaken(caller, name, folder.id)
        return c.json(profileOut(storage.folders.rename(caller, folder.id, name)))
      },
    )
    .delete(
      '/storage/profiles/:profile_id',
      words('Use a place no longer; nothing in it is removed'),
      path,
      async (c) => {
        const caller = callerOf(c)
        const folder = await toChange(caller, c.req.valid('param').profile_id)
        await storage.folders.remove(caller, folder.id)
        return c.json({ message: 'Storage profile deleted successfully' })
      },
    )
}
