// The description of the API, made from the schemas that check it.
import type { Hono } from 'hono'
import { generateSpecs } from 'hono-openapi'
import { z } from 'zod'
import { problemSchema } from './problem.ts'
import { PROBLEM_REF, type Right } from './route.ts'

const INTRODUCTION =
  'Sign in with `POST /api/auth/login` and send `Authorization: Bearer <token>`, or make an API key with `POST /api/keys` ' +
  'and send it as `X-API-Key` or Bearer. Errors are `{ success: false, error, message, detail, errors? }`. Pictures and ' +
  'streams for players are opened with an address from `POST /api/media/sign`.'

/** The chapters of the description, in order. Every route belongs to one. */
const TAGS: Record<string, string> = {
  Accounts: 'Signing in, out and up. The first account founds the household',
  Devices: 'Recorders and cameras whose password we hold',
  Channels: 'Pictures of all devices',
  Cameras: 'The same channels as seed 004 knows them, and streams added by their address',
  Streams: 'What is read from cameras at this moment, and where it can be watched',
  'Channel configuration': 'Settings and recording schedules, read from devices and written to them',
  'Device system information': 'What a device is, its disks and its ONVIF users',
  'Device users': 'Who may sign in to a device itself, and what they may do there',
  Footage: 'What devices have recorded, by day',
  Recordings: 'Files that we keep, and having clips fetched from recorders',
  Cloud: 'Recorders in the words of the integration plan: their failures are answers with `success: false`',
  Live: 'Live pictures, and addresses for players',
  Media:
    'What players and picture elements load. The ticket in the path is the sign-in: it ends 90 seconds after its last use',
  Alarms: 'What devices told us',
  Events: 'Being told of what happens: webhooks, and a stream for scripts',
  Sync: 'Copying what devices say into our database',
  Logs: 'Logs that devices keep',
  Monitor: 'What the month page shows',
  Jobs: 'Long work with its progress',
  Activity: 'Who did what',
  Settings: 'Settings of the household and the appliance',
  'API keys': 'Keys for programs',
  Hub: 'The link to the home-automation hub, over MQTT',
  System: 'The appliance itself',
}

export interface Described {
  summary: string
  description?: string
  operationId?: string
  tags?: string[]
  security: Record<string, string[]>[]
  'x-right': Right
  parameters?: {
    in: string
    name: string
    required?: boolean
    description?: string
    schema: Record<string, unknown>
  }[]
  requestBody?: { required?: boolean; content: Record<string, { schema?: Record<string, unknown> }> }
  responses: Record<string, { description: string; content?: Record<string, { schema?: Record<string, unknown> }> }>
}

export interface Description {
  openapi: string
  info: { title: string; version: string; description: string }
  tags: { name: string; description: string }[]
  paths: Record<string, Record<string, Described>>
  components: { schemas: Record<string, Record<string, unknown>> }
}

/** All routes of an app but those below `mounts`, which dialects describe themselves. */
export async function describeApi(app: Hono, version: string, mounts: readonly string[]): Promise<Description> {
  const { Problem = {} } = z.toJSONSchema(problemSchema).$defs ?? {}
  const document = (await generateSpecs(app, {
    documentation: {
      info: { title: 'Porchlight', version, description: INTRODUCTION },
      tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
      components: {
        securitySchemes: {
          bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
          key: { type: 'apiKey', in: 'header', name: 'X-API-Key' },
        },
        schemas: { Problem: Problem as Record<string, unknown> },
      },
    },
    defaultValidationErrorResponse: false,
    excludeStaticFile: false,
    exclude: mounts.map((mount) => new RegExp(`^${mount.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(/|$)`)),
  })) as unknown as Description
  for (const [path, operations] of Object.entries(document.paths))
    for (const operation of Object.values(operations)) complete(operation, path)
  return document
}

/** Adds what follows from a route's kind: the errors that it shares with others, and whether its body may be left out. */
function complete(operation: Described, path: string): void {
  const { responses, requestBody } = operation
  const right = operation['x-right']
  const may = (status: number, description: string) => {
    responses[status] ??= { description, content: { 'application/json': { schema: { $ref: PROBLEM_REF } } } }
  }
  const body = requestBody?.content['application/json']?.schema
  if (requestBody && body) requestBody.required = Array.isArray(body.required) && body.required.length > 0
  const isMedia = right === 'ticket'
  if (!isMedia && path.startsWith('/api/')) may(429, 'Asked too often; `Retry-After` says how long to wait')
  if (body || operation.parameters?.some(({ in: place }) => place === 'query' || (place === 'path' && !isMedia)))
    may(400, 'The input is not valid; `errors` says where')
  if (body) may(415, 'The body is not JSON')
  if (isMedia) may(401, 'The ticket is unknown, or it has ended')
  else if (right !== 'public') {
    may(401, 'Nobody is signed in, or the token or key is not good any more')
    may(403, 'Your role, your grants or your API key do not include this')
  }
  if (path.includes('{')) may(404, 'There is no such thing, or it is not yours')
  if (!responses[502]) return
  may(501, 'The device cannot do this')
  may(503, 'The device is busy')
  may(504, 'The device did not answer in time')
}
