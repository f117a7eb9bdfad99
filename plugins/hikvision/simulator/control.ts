// The control side at /sim: no login, for whoever sits on the same machine; scripts events, faults and outages.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { z } from 'zod'
import { eventSchema, problemText, type SimEventInput } from './events/event.ts'
import { type Fault, faultSchema } from './faults.ts'
import { parseQuirks, type Quirk } from './quirks.ts'

export type Control = (
  method: string,
  path: string,
  body: string,
  request: IncomingMessage,
  response: ServerResponse,
) => Promise<void>

export interface ControlDeps {
  state(): unknown
  raise(event: SimEventInput): Promise<void>
  addFault(fault: Fault): void
  clearFaults(): void
  reboot(seconds?: number): void
  unplug(seconds: number): void
  setPassword(password: string): void
  setQuirks(quirks: readonly Quirk[]): void
  /** Starts the counts of requests anew. */
  forget(): void
  setChannel(number: number, change: { name?: string; online?: boolean; removed?: boolean }): void
}

const pause = z.strictObject({ seconds: z.number().min(0).max(86_400).optional() })
const password = z.strictObject({ password: z.string().min(1).max(100) })
const change = z.strictObject({
  name: z.string().max(200).optional(),
  online: z.boolean().optional(),
  removed: z.boolean().optional(),
})
const oneOrMany = <T extends z.ZodType>(schema: T) => z.union([z.array(schema), schema.transform((one) => [one])])

/** A wrong use of the control side; its text is shown. */
class Misuse extends Error {}

function read<T extends z.ZodType>(schema: T, body: string): z.output<T> {
  let value: unknown
  try {
    value = JSON.parse(body.trim() || '{}')
  } catch {
    throw new Misuse('The body is not JSON.')
  }
  const parsed = schema.safeParse(value)
  if (!parsed.success) throw new Misuse(problemText(parsed.error))
  return parsed.data
}

const isLoopback = (address = '') => /^(::1|(::ffff:)?127\.)/.test(address)

export function createControl(deps: ControlDeps): Control {
  type Verb = (body: string, number: number) => unknown
  const verbs: Record<string, Verb> = {
    'GET /sim': () => deps.state(),
    'POST /sim/events': async (body) => {
      const events = read(oneOrMany(eventSchema), body)
      for (const event of events) await deps.raise(event)
      return { raised: events.length }
    },
    'POST /sim/faults': (body) => {
      const faults = read(oneOrMany(faultSchema), body)
      for (const fault of faults) deps.addFault(fault)
      return { added: faults.length }
    },
    'DELETE /sim/faults': () => deps.clearFaults(),
    'POST /sim/reboot': (body) => deps.reboot(read(pause, body).seconds),
    'POST /sim/unplug': (body) => deps.unplug(read(pause, body).seconds ?? 10),
    'POST /sim/password': (body) => deps.setPassword(read(password, body).password),
    'DELETE /sim/requests': () => deps.forget(),
    'POST /sim/quirks': (body) => {
      try {
        deps.setQuirks(parseQuirks(read(z.array(z.string()), body)))
      } catch (error) {
        throw error instanceof Misuse ? error : new Misuse((error as Error).message)
      }
    },
    'POST /sim/channels/{}': (body, number) => {
      const { name, online, removed } = read(change, body)
      const given = {
        ...(name === undefined ? {} : { name }),
        ...(online === undefined ? {} : { online }),
        ...(removed === undefined ? {} : { removed }),
      }
      try {
        deps.setChannel(number, given)
      } catch (error) {
        throw new Misuse((error as Error).message)
      }
    },
  }

  async function answer(method: string, path: string, body: string): Promise<{ status: number; value: unknown }> {
    const number = /^\/sim\/channels\/(\d+)$/.exec(path)?.[1]
    const verb = verbs[`${method} ${number === undefined ? path : '/sim/channels/{}'}`]
    if (!verb) return { status: 404, value: { error: `There is no ${method} ${path} here.` } }
    try {
      return { status: 200, value: (await verb(body, Number(number))) ?? { ok: true } }
    } catch (error) {
      if (error instanceof Misuse) return { status: 400, value: { error: error.message } }
      throw error
    }
  }

  return async (method, path, body, request, response) => {
    const { status, value } = isLoopback(request.socket.remoteAddress)
      ? await answer(method, path, body)
      : { status: 403, value: { error: 'The control side answers this machine only.' } }
    const text = Buffer.from(`${JSON.stringify(value, null, 2)}\n`)
    response.writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': text.length })
    response.end(text)
  }
}
