// What is set of cameras as a file, without anything that leads into one, and cameras added from such a file.
import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { type Caller, callerOf, type Env, Fault, letWait, readText, route, type Services, valid } from '#plugin'
import { type Addresses, createCameraAdding } from './camera-adding.ts'
import { type CameraBody, cameraBody } from './camera-fields.ts'
import { createKnown } from './camera-known.ts'
import { cameraOf, cameraPath } from './camera-of.ts'
import { cameraAsSet, type Known, nameOf } from './camera-out.ts'
import { createTrials } from './camera-trial.ts'
import { flag } from './lax.ts'

const tags = ['VibeNVR']
const VERSION = '1.1'
const MOST = 200
const NO_JSON = 'Invalid JSON file format'

/** What a file has of a camera: all that could be said of a new one. */
function exported(services: Services, known: Known) {
  const {
    id: _id,
    created_at: _made,
    status: _status,
    last_seen: _seen,
    storage_profile,
    ...rest
  } = cameraAsSet(services, known)
  return {
    ...rest,
    groups: known.groups.map(({ name }) => name),
    ...(known.folder ? { storage_profile_name: known.folder.name } : {}),
  }
}

const stamp = () => new Date().toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '_')

function asFile(content: object, name: string): Response {
  const plain = name.replace(/[^\w.-]+/g, '_')
  return new Response(JSON.stringify({ ...content, version: VERSION }, null, 2), {
    headers: {
      'content-type': 'application/json',
      'content-disposition': `attachment; filename=${plain}_${stamp()}.json`,
    },
  })
}

/** As a form's `file`, or as the body itself. */
async function textOf(c: Context<Env>): Promise<string> {
  const text = await readText(c)
  const type = c.req.header('content-type') ?? ''
  if (!type.startsWith('multipart/form-data')) return text
  const form = await new Response(text, { headers: { 'content-type': type } }).formData().catch(() => null)
  const file = form?.get('file')
  if (file === null || file === undefined)
    throw new Fault('invalid-input', 'file is missing', {
      problems: [{ path: 'body.file', code: 'missing', message: 'is required' }],
    })
  return typeof file === 'string' ? file : await file.text()
}

const fileShape = z.union([
  z.object({ cameras: z.array(z.unknown()) }),
  z.object({ camera: z.unknown() }).transform(({ camera }) => ({ cameras: [camera] })),
])

async function camerasIn(c: Context<Env>): Promise<unknown[]> {
  const text = await textOf(c)
  let content: unknown
  try {
    content = JSON.parse(text)
  } catch {
    throw new Fault('invalid-input', NO_JSON)
  }
  const found = fileShape.safeParse(content)
  if (!found.success) throw new Fault('invalid-input', NO_JSON)
  if (found.data.cameras.length > MOST)
    throw new Fault('invalid-input', `Import failed: a file has ${MOST} cameras at most`)
  return found.data.cameras
}

/** Whole, and with one reading: part of a password with a slash in it would be told as a host, a port or a path. */
function isWhole(address: string): boolean {
  if (!/^rtsps?:\/\/./i.test(address) || address.includes('***') || !URL.canParse(address)) return false
  if (!address.includes('@')) return true
  const behind = `rtsp://${address.slice(address.lastIndexOf('@') + 1)}`
  return URL.canParse(behind) && new URL(behind).host === new URL(address).host
}
const isRead = ({ rtsp_url: main, sub_rtsp_url: sub }: CameraBody) => isWhole(main) && (sub === null || isWhole(sub))

/** What leads into cameras is for people: a key is told the summary of one. */
function refuseKey({ kind }: Caller): void {
  if (kind === 'key')
    throw new Fault('not-allowed', 'An API key is told the summary of a camera only: sign in to have it in a file')
}
const asked = z.object({ analyze_only: flag().default(false) })

const said = (count: number, because: string) => (count > 0 ? [`${count} camera(s) skipped (${because}).`] : [])

export function cameraFileRoutes(services: Services): Hono<Env> {
  const { access, cameras } = services
  const known = createKnown(services)
  const adding = createCameraAdding(services)
  const trials = createTrials()
  const words = (summary: string, limit: 'dialect' | 'connect' = 'dialect') =>
    route({ summary, right: 'manage', limit, tags })

  async function file(caller: Caller, ids?: readonly number[]): Promise<Response> {
    access.household(caller, 'manage')
    refuseKey(caller)
    const all = (await known.all(caller)).filter(({ camera }) => !ids || ids.includes(camera.channel.id))
    return asFile({ cameras: all.map((one) => exported(services, one)) }, 'vibenvr_cameras_export')
  }

  /** As adding it after those before it would. */
  function refuseSecond(body: CameraBody, before: Set<string>, addresses: Addresses): void {
    adding.check(body, addresses)
    const key = addresses.keyOf(body.rtsp_url)
    if (before.has(key)) throw new Fault('conflict', 'This address is twice in the file')
    before.add(key)
  }

  async function take(caller: Caller, all: unknown[], isTried: boolean) {
    const bodies = all
      .map((one) => cameraBody.safeParse(one))
      .flatMap(({ data }) => (data ? [trials.whole(caller, data)] : []))
      .filter(isRead)
    const addresses = await cameras.addresses(caller)
    const added: CameraBody[] = []
    const keys = new Set<string>()
    let known = 0
    for (const body of bodies)
      try {
        if (!isTried) await adding.add(caller, body, addresses)
        else refuseSecond(body, keys, addresses)
        added.push(body)
      } catch (error) {
        if (!(error instanceof Fault) || !['conflict', 'invalid-input'].includes(error.kind)) throw error
        if (error.kind === 'conflict') known++
      }
    const skipped = all.length - added.length
    const parts = [
      ...said(known, 'already existing'),
      ...said(skipped - known, 'no whole RTSP address, or fields that are refused'),
    ]
    return { added, skipped, parts }
  }

  return new Hono<Env>()
    .get('/cameras/export/all', words('What is set of all cameras'), (c) => file(callerOf(c)))
    .post(
      '/cameras/export/bulk',
      words('What is set of some cameras'),
      valid('json', z.array(z.int()).max(1000)),
      (c) => file(callerOf(c), c.req.valid('json')),
    )
    .get('/cameras/:camera_id/export', words('What is set of a camera'), valid('param', cameraPath), async (c) => {
      const caller = callerOf(c)
      const channel = cameraOf(services, caller, c.req.valid('param').camera_id, 'manage')
      refuseKey(caller)
      const one = await known.one(caller, channel)
      return asFile({ camera: exported(services, one) }, `vibenvr_camera_${nameOf(one.camera.channel)}`)
    })
    .post('/cameras/import', words('Add the cameras of a file', 'connect'), valid('query', asked), async (c) => {
      const caller = callerOf(c)
      access.household(caller, 'manage')
      letWait(c)
      const { analyze_only: isTried } = c.req.valid('query')
      const { added, skipped, parts } = await take(caller, await camerasIn(c), isTried)
      if (isTried) {
        const shown = trials.show(caller, added)
        return c.json({ message: 'Analysis complete', cameras: shown, count: added.length, skipped })
      }
      const message = [`Successfully imported ${added.length} camera(s)`, ...parts].join(parts.length > 0 ? '. ' : '')
      return c.json({ message, count: added.length, skipped })
    })
    .post('/cameras/import/motioneye', words('Add the cameras of another program'), (c) => {
      access.household(callerOf(c), 'manage')
      throw new Fault('unsupported', 'Backups of motionEye are not read here: add its cameras by their RTSP addresses')
    })
}
