// Asking a device for somebody who waits: one capability of its session, and its failures in words for people.
import { type Capabilities, type Capability, type DeviceSession, Fault, need } from '#plugin'
import { asPerson, type Sessions } from './sessions/index.ts'

export type AskDevice = <K extends Capability, T>(
  question: { deviceId: number; capability: K; failed?: string },
  work: (capability: Capabilities[K], session: DeviceSession) => Promise<T>,
) => Promise<T>

/** Whose reason the caller must read: the device's, or ours why it was not asked. */
const TOLD = /^device-|^unsupported$|^not-ready$/

/** The same fault with another text. */
export function reworded(fault: Fault, message: string): Fault {
  const { kind, problems, retryAfterSeconds, triesLeft, lacksRight, cause } = fault
  return new Fault(kind, message, {
    cause: cause ?? fault,
    problems,
    lacksRight,
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
    ...(triesLeft === undefined ? {} : { triesLeft }),
  })
}

/** `failed` is what a caller reads before the reason, if anything: `Cannot fetch storage from device`. */
export function createAskDevice({ sessions }: { sessions: Pick<Sessions, 'use'> }): AskDevice {
  return ({ deviceId, capability, failed }, work) =>
    asPerson(async () => {
      try {
        const session = await sessions.use(deviceId)
        return await work(need(session, capability), session)
      } catch (error) {
        throw failed !== undefined && error instanceof Fault && TOLD.test(error.kind)
          ? reworded(error, `${failed}: ${error.message}`)
          : error
      }
    })
}
