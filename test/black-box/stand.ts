// The whole appliance and one simulated recorder, seen from outside alone: HTTP here, ISAPI there.
import { z } from 'zod'
import type { Described, Description } from '../../core/http/openapi.ts'
import { type Answer, createTestApp } from '../../core/testing/test-app.ts'
import { until } from '../../core/testing/until.ts'
import { hikvision } from '../../plugins/hikvision/index.ts'
import { type ModelId, startSimulator } from '../../plugins/hikvision/simulator/index.ts'

export type Stand = Awaited<ReturnType<typeof createStand>>

/** What an answer has against its description; empty when it is as described. */
export function createJudge(description: Description): (method: string, path: string, answer: Answer) => string[] {
  // References as a schema on its own has them.
  const text = JSON.stringify(description).replaceAll('#/components/schemas/', '#/$defs/')
  const { paths, components } = JSON.parse(text) as Description
  const patterns = Object.entries(paths)
    // Written words before parameters: `/devices/active` is no id.
    .toSorted(([a], [b]) => a.split('{').length - b.split('{').length)
    .map(([path, methods]) => ({ pattern: new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`), methods }))

  function described(method: string, path: string): Described | undefined {
    const bare = path.replace(/\?.*/, '')
    return patterns.find(({ pattern, methods }) => pattern.test(bare) && methods[method.toLowerCase()])?.methods[
      method.toLowerCase()
    ]
  }

  return (method, path, answer) => {
    const response = described(method, path)?.responses[answer.status]
    if (!response) return [`${answer.status} is not described`]
    const schema = response.content?.['application/json']?.schema
    if (!schema) return answer.text === '' || response.content ? [] : ['has a body, though none is described']
    const result = z.fromJSONSchema({ ...schema, $defs: components.schemas } as never).safeParse(answer.body)
    return result.error?.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`) ?? []
  }
}

/** Device 1 is the recorder, with its channels and users from 1 on; each has been read once where `read` says so. */
export async function createStand(model: ModelId = 'nvr8', { read = true, rtsp = false } = {}) {
  const open = new AsyncDisposableStack()
  const simulator = open.use(await startSimulator({ model, rtsp, footage: { days: 5, perDay: 4 } }))
  const app = open.use(await createTestApp([hikvision]))
  const judge = createJudge((await app.ask('GET', '/api/openapi.json')).body)
  const device = {
    ip_nvr: '127.0.0.1',
    ip_web: new URL(simulator.url).host,
    username: simulator.user,
    password: simulator.password,
    brand: 'hikvision',
    is_checked: true,
  }

  /** Asks, and fails where the answer is not as the description says. */
  async function ask(method: string, path: string, body?: unknown, token?: string | null): Promise<Answer> {
    const answer = await app.ask(method, path, body, token)
    const faults = judge(method, path, answer)
    if (faults.length)
      throw new Error(`${method} ${path} → ${answer.status}: ${faults.join('; ')}\n${answer.text.slice(0, 300)}`)
    return answer
  }

  await ask('POST', '/api/devices', device)
  await until('its channels are there', async () => (await ask('GET', '/api/devices/1/channels')).body.length > 0)
  if (read) {
    await ask('POST', '/api/device/1/user/syncall')
    await ask('POST', '/api/devices/1/channelsdata/sync')
  }
  return {
    ask,
    simulator,
    device,
    app,
    /** A second account: of another household, or with a role in the first one. Its token. */
    async person(username: string, role?: 'viewer' | 'operator'): Promise<string> {
      if (!role) await ask('PUT', '/api/settings/open_registration', { value: true })
      const account = { username, password: 'a long password', ...(role && { role }) }
      return (await ask('POST', '/api/auth/register', account, role ? app.token : null)).body.token
    },
    /** A document of the device, by its own interface. */
    async isapi(path: string): Promise<string> {
      const login = ['--digest', '-u', `${simulator.user}:${simulator.password}`]
      const curl = Bun.spawn(['curl', '-s', '--max-time', '10', ...login, `${simulator.url}/ISAPI/${path}`])
      return await new Response(curl.stdout).text()
    },
    [Symbol.asyncDispose]: () => open.disposeAsync(),
  }
}

/** The text of the first element of that name, or null. Documents of the simulator hold no other texts like it. */
export function textOf(document: string, name: string): string | null {
  const begin = document.indexOf(`<${name}>`)
  if (begin < 0) return null
  return document.slice(begin + name.length + 2, document.indexOf(`</${name}>`, begin))
}
