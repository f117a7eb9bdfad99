// A signed-in client of a simulated camera, for tests of what is built on it.
import { Fault } from '#plugin'
import { createOnvifClient, type OnvifClient } from './soap.ts'
import { type Reached, testContext, testTarget } from './test-camera.ts'

export interface TestClient extends Disposable {
  client: OnvifClient
  signal: AbortSignal
  /** Ends the session, as the core does. */
  end(): void
}

export async function startClient(camera: Reached): Promise<TestClient> {
  const ending = new AbortController()
  const { signal } = ending
  const client = createOnvifClient({
    ...{ target: testTarget(camera), context: testContext({ signal }), connectTo: '127.0.0.1', signal },
  })
  await client.learnServices()
  const end = () => ending.abort(new Fault('not-ready', 'The session is over'))
  return {
    ...{ client, signal, end },
    [Symbol.dispose]() {
      end()
      client.close()
    },
  }
}
