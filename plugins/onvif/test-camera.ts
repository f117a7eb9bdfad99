// What the tests of this driver hand to it: a target for a simulated camera, and a context that counts.
import { type DriverContext, Fault, type Target } from '#plugin'
import { driver } from './driver.ts'

export interface Reached {
  url: string
  user: string
  password: string
}

export function testTarget({ url, user, password }: Reached, change: Partial<Target> = {}): Target {
  return {
    ...{ address: new URL(url), streamHost: null, username: user, password },
    ...{ verifyTls: false, pinnedCertificate: null },
    ...change,
  }
}

export function testContext(change: Partial<DriverContext> = {}): DriverContext {
  return {
    signal: new AbortController().signal,
    limit: (work) => work(),
    shown() {},
    resolve: async (host) => host,
    now: () => new Date(),
    log: { debug() {}, info() {}, warn() {} },
    ...change,
  }
}

export function connect(camera: Reached, change: Partial<Target> = {}, context: Partial<DriverContext> = {}) {
  return driver.connect(testTarget(camera, change), testContext(context))
}

export async function faultOf(work: Promise<unknown>): Promise<Fault> {
  const error = await work.then(
    () => new Error('it did not fail'),
    (thrown: unknown) => thrown,
  )
  if (error instanceof Fault) return error
  throw error
}
