// Plays back what real cameras answered: files that other people collected, for the tests of our driver.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** The package's test data; none of its code is read. */
const ANSWERS = join(dirname(Bun.resolveSync('onvif-answers/package.json', import.meta.dir)), 'test/serverMockup')

/** How its files are called, by what the namespace of a question says. */
const SERVICES: Record<string, string> = {
  ...{ 'ver10/device': 'device', 'ver10/media': 'media', 'ver10/events': 'events', 'ver10/deviceIO': 'deviceIO' },
  ...{ 'ver20/ptz': 'ptz', 'ver20/imaging': 'imaging' },
}
const QUESTION = /<(?:\w+:)?Body[^>]*>\s*<(?:\w+:)?(\w+)[^>]*?\sxmlns(?::\w+)?="([^"]*)"/

export interface Asked {
  /** `ptz.Stop`, in the words of the files. */
  operation: string
  letter: string
  /** What the head of the question calls it. */
  soapAction: string | null
}

export interface Mockup extends AsyncDisposable {
  url: string
  port: number
  asked: Asked[]
  /** Answers that each hold one of the messages which the file has by chance; the rest is silence. */
  tell(messages: number): void
}

export interface MockupOptions {
  /** Other files for some operations, or null where the camera does not know it. */
  instead?: Record<string, string | null>
  /** Changes a filled answer: cameras differ in what nobody has collected. */
  altered?(xml: string, operation: string): string
  /** Whom it does not let in; everybody when left out. */
  refuses?(letter: string, operation: string): boolean
  /** It says HTTP 501 and no letter where it does not know an operation. */
  curt?: boolean
  /** How it says that it does not know an operation: by a fault, or a status without a letter. */
  says?: { code?: string; status?: number }
}

const fault = (code: string, reason: string) =>
  '<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope" xmlns:ter="http://www.onvif.org/ver10/error"><e:Body><e:Fault><e:Code>' +
  `<e:Value>e:Receiver</e:Value><e:Subcode><e:Value>ter:${code}</e:Value></e:Subcode></e:Code>` +
  `<e:Reason><e:Text xml:lang="en">${reason}</e:Text></e:Reason></e:Fault></e:Body></e:Envelope>`

/** The files hold JavaScript; these are the pieces that occur, and one that does not is a mistake of ours. */
function filled(template: string, values: Record<string, string>, conditions: Record<string, () => boolean>): string {
  const known = <T>(from: Record<string, T>, expression: string): T => {
    const found = from[expression]
    if (found === undefined) throw new Error(`Nobody has said what ${expression} is`)
    return found
  }
  return template
    .replace(/\{\{\?\s*([^}]+?)\s*\}\}([\s\S]*?)\{\{\?\}\}/g, (_, condition: string, inner: string) =>
      known(conditions, condition)() ? inner : '',
    )
    .replace(/\{\{=\s*([^}]+?)\s*\}\}/g, (_, expression: string) => known(values, expression))
}

/** Those of the operations that somebody collected an answer to. */
export const collected = () => readdirSync(ANSWERS).map((name) => name.replace(/\.xml$/, ''))

export function startMockup(options: MockupOptions = {}): Mockup {
  const { instead = {}, altered = (xml) => xml, refuses = () => false, curt = false, says = {} } = options
  const asked: Asked[] = []
  let messages = 0

  function answerOf(service: string, name: string): string | null {
    const operation = `${service}.${name}`
    const wanted = operation in instead ? [instead[operation]] : [operation, name]
    const file = wanted.find((each) => typeof each === 'string' && existsSync(join(ANSWERS, `${each}.xml`)))
    if (!file) return null
    const values = {
      ...{ 'it.hostname': '127.0.0.1', 'it.port': String(server.port), 'it.pullPointUrl': '/onvif/subscription?Idx=6' },
      'new Date().toISOString()': new Date().toISOString(),
      'new Date(Date.now()+5000).toISOString()': new Date(Date.now() + 5000).toISOString(),
    }
    const always = () => true
    const xml = filled(readFileSync(join(ANSWERS, `${file}.xml`), 'utf8'), values, {
      ...{ 'Math.random() < 0.5': () => messages-- > 0, '!it.one': always, 'it.bad': () => false },
      "typeof it.count === 'undefined' || it.count > 0": always,
      "typeof it.count === 'undefined' || it.count > 1": always,
    })
    messages = Math.max(0, messages)
    return altered(xml, operation)
  }

  const server = Bun.serve({
    ...{ hostname: '127.0.0.1', port: 0 },
    async fetch(request) {
      if (request.method === 'GET') return new Response(Buffer.from('ffd8ffd9', 'hex'))
      const letter = await request.text()
      const [, name = '', namespace = ''] = QUESTION.exec(letter) ?? []
      const [, path = ''] = /onvif\.org\/(ver\d+\/\w+)/.exec(namespace) ?? []
      // Renew and Unsubscribe are in a namespace of their own.
      const service = SERVICES[path] ?? 'events'
      const [, soapAction = null] = /action="([^"]*)"/.exec(request.headers.get('content-type') ?? '') ?? []
      asked.push({ operation: `${service}.${name}`, letter, soapAction })
      const headers = { 'Content-Type': 'application/soap+xml; charset=utf-8' }
      const failed = (code: string, reason: string) => new Response(fault(code, reason), { headers, status: 500 })
      if (refuses(letter, `${service}.${name}`)) return failed('NotAuthorized', 'You are not let in')
      const xml = answerOf(service, name)
      if (xml !== null) return new Response(xml, { headers })
      const status = curt ? 501 : says.status
      if (status !== undefined) return new Response('There is none', { status })
      return failed(says.code ?? 'ActionNotSupported', `${name} is not among the answers`)
    },
  })
  return {
    ...{ url: `http://127.0.0.1:${server.port}`, port: Number(server.port), asked },
    tell(count) {
      messages = count
    },
    [Symbol.asyncDispose]: () => server.stop(true),
  }
}
