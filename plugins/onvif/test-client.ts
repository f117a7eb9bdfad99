// A signed-in client of a simulated camera, for tests of what is built on it.
import { Fault } from '#plugin'
import { type OnvifCamera, type OnvifCameraOptions, startOnvifCamera } from './simulator/index.ts'
import { createOnvifClient, type OnvifClient } from './soap.ts'

export interface TestClient extends AsyncDisposable {
  camera: OnvifCamera
  client: OnvifClient
  signal: AbortSignal
  /** Ends the session, as the core does. */
  end(): void
}

export async function startClient(options: OnvifCameraOptions = {}): Promise<TestClient> {
  const camera = await startOnvifCamera({ rtsp: false, ...options })
  const end = new AbortController()
  const { user: username, password } = camera
  const client = createOnvifClient({
    target: {
      ...{ address: new URL(camera.address), streamHost: null, username, password },
      ...{ verifyTls: false, pinnedCertificate: null },
    },
    context: {
      signal: end.signal,
      limit: (work) => work(),
      shown() {},
      resolve: async (host) => host,
      now: () => new Date(),
      log: { debug() {}, info() {}, warn() {} },
    },
    connectTo: '127.0.0.1',
    signal: end.signal,
  })
  await client.learnServices()
  return {
    ...{ camera, client, signal: end.signal },
    end: () => end.abort(new Fault('not-ready', 'The session is over')),
    async [Symbol.asyncDispose]() {
      end.abort(new Fault('not-ready', 'The test is over'))
      client.close()
      await camera[Symbol.asyncDispose]()
    },
  }
}
