// Cameras are devices and channels under another name: their faults are told in words of cameras.
import { Fault } from '#plugin'

const NAMES: Record<string, string> = { 'body.ip_web': 'body.rtsp_url' }

/** A fault of a device or channel, about the camera that it is. */
export function inWordsOfCameras(error: unknown): unknown {
  if (!(error instanceof Fault)) return error
  const { kind, cause, problems, retryAfterSeconds } = error
  const details = {
    ...(cause === undefined ? {} : { cause }),
    problems: problems.map((problem) => ({ ...problem, path: NAMES[problem.path] ?? problem.path })),
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  }
  if (kind === 'not-found') return new Fault(kind, 'Camera not found', details)
  if (kind === 'conflict' && error.message === 'Device already exists')
    return new Fault(kind, 'A camera with this RTSP URL already exists', details)
  return kind === 'invalid-input' ? new Fault(kind, error.message, details) : error
}

/** Runs it; what it throws at once is told in words of cameras. */
export function asCamera<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw inWordsOfCameras(error)
  }
}
