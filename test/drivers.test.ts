// Drivers against the device that they were written for, by the one suite of all; that of ONVIF runs with its own tests.
import { describeDriver } from '../core/testing/driver-suite.ts'
import { hikvision } from '../plugins/hikvision/index.ts'
import { type ModelId, startSimulator } from '../plugins/hikvision/simulator/index.ts'
import { rtsp } from '../plugins/rtsp/index.ts'
import { startRtspSource } from './rtsp-source/index.ts'

const plain = { streamHost: null, verifyTls: false, pinnedCertificate: null }

if (rtsp.driver)
  describeDriver('rtsp', rtsp.driver, async () => {
    let refused = 0
    let requests = 0
    const login = { user: 'ann@home', password: "s'ecret:/1" }
    const source = await startRtspSource({
      login: () => login,
      find: () => null,
      onRefused: () => refused++,
      onRequest: () => requests++,
    })
    return {
      target: {
        ...plain,
        address: new URL(`rtsp://127.0.0.1:${source.port}/live/1?profile=main`),
        username: login.user,
        password: login.password,
      },
      signsIn: false,
      refusedLogins: () => refused,
      requests: () => requests,
      unplug: () => source[Symbol.asyncDispose](),
      [Symbol.asyncDispose]: () => source[Symbol.asyncDispose](),
    }
  })

function simulated(model: ModelId) {
  return async () => {
    const simulator = await startSimulator({ model, password: "pass wörd'&<", rtsp: false, speed: 20 })
    return {
      target: {
        ...plain,
        address: new URL(simulator.url),
        username: simulator.user,
        password: simulator.password,
      },
      signsIn: true,
      refusedLogins: () => simulator.stats.refusedLogins.total,
      // The answer that asks for a login is part of Digest, not a request of ours.
      requests: () => simulator.stats.requests.filter((request) => request.status !== 401).length,
      raise: () => simulator.raise({ type: 'VMD', channel: 1 }),
      unplug: () => simulator.unplug(),
      [Symbol.asyncDispose]: () => simulator[Symbol.asyncDispose](),
    }
  }
}

if (hikvision.driver)
  for (const model of ['nvr8', 'dvr4', 'camera', 'dome'] as const)
    describeDriver(`hikvision (${model})`, hikvision.driver, simulated(model))
