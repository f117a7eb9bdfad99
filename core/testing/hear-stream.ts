// What the event stream says to one caller, for tests that wait for it.
import type { Row } from './events-stand.ts'
import type { TestApp } from './test-app.ts'

export interface Heard extends Disposable {
  heard: { name: string; data: Row }[]
  of: (name: string) => Row[]
}

/** Begins with what comes after the first word of what is open. */
export async function hearStream(app: Pick<TestApp, 'url'>, token: string): Promise<Heard> {
  const ending = new AbortController()
  const heard: Heard['heard'] = []
  const headers = { authorization: `Bearer ${token}` }
  const { body } = await fetch(`${app.url}/api/events/stream`, { headers, signal: ending.signal })
  if (!body) throw new Error('the stream did not open')
  const reader = body.pipeThrough(new TextDecoderStream()).getReader()
  const open = Promise.withResolvers<void>()
  void (async () => {
    for (let text = ''; ; ) {
      const { value, done } = await reader.read()
      if (done) return
      const blocks = (text + value).split('\n\n')
      text = blocks.pop() ?? ''
      for (const block of blocks) {
        const name = /^event: (.*)$/m.exec(block)?.[1]
        if (name === 'alarms') open.resolve()
        else if (name) heard.push({ name, data: JSON.parse(/^data: (.*)$/m.exec(block)?.[1] ?? 'null') })
      }
    }
  })().catch(() => {})
  await open.promise
  return {
    heard,
    of: (name) => heard.filter((one) => one.name === name).map(({ data }) => data),
    [Symbol.dispose]: () => ending.abort(),
  }
}
