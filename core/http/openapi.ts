// The description of the API, made from the schemas that check it.
import { Hono } from 'hono'
import { generateSpecs } from 'hono-openapi'
import type { Env } from './guard.ts'
import { route } from './route.ts'

const INTRODUCTION =
  'Sign in with `POST /api/auth/login` and send `Authorization: Bearer <token>`, or make an API key with `POST /api/keys` ' +
  'and send it as `X-API-Key` or Bearer. Errors are `{ success: false, error, message, detail, errors? }`. Pictures and ' +
  'streams for players are opened with an address from `POST /api/media/sign`.'

/** `GET /openapi.json` over all routes of an app; worked out at the first request. */
export function openApiRoute(app: Hono<Env>, version: string): Hono<Env> {
  let document: Promise<object> | null = null
  return new Hono<Env>().get(
    '/openapi.json',
    route({ summary: 'This description', right: 'public', answers: { 200: 'OpenAPI 3.1' } }),
    async (c) => {
      document ??= generateSpecs(app as unknown as Hono, {
        documentation: {
          info: { title: 'Porchlight', version, description: INTRODUCTION },
          components: {
            securitySchemes: {
              bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
              key: { type: 'apiKey', in: 'header', name: 'X-API-Key' },
            },
          },
          security: [{ bearer: [] }, { key: [] }],
        },
        defaultValidationErrorResponse: false,
        exclude: ['/', '/index.html', '/*'],
      })
      return c.json(await document)
    },
  )
}
