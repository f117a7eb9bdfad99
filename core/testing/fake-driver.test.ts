// The fake driver keeps the same rules as the real ones; else tests above it would prove nothing.
import { describeDriver } from './driver-suite.ts'
import { createFakeDriver } from './fake-driver.ts'

const HOST = '192.0.2.5'
const driver = createFakeDriver()

describeDriver('fake', driver, async () => {
  const device = driver.add(HOST)
  return {
    target: {
      address: new URL(`http://${HOST}`),
      streamHost: null,
      username: device.username,
      password: device.password,
      verifyTls: false,
      pinnedCertificate: null,
    },
    signsIn: true,
    refusedLogins: () => device.seen.refused,
    requests: () => device.seen.requests,
    raise: () => device.raise({}),
    unplug() {
      device.online = false
    },
    async [Symbol.asyncDispose]() {},
  }
})
