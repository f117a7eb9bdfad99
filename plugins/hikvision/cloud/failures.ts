// Failures in the words of seed 002: status 200, `success: false`, and for each error of its table the cause and what to do.
import { Fault, type FaultKind, problem } from '#plugin'
import type { FailureBody } from './wire.ts'

interface Known {
  message?: string
  error?: string
  cause?: string
  remedy?: string
}

/** The document's own refusals, by their text. */
const OWN: Record<string, Known> = {
  'Missing credentials': { remedy: 'Give host, username and password' },
  'NVR not found': { remedy: 'Connect it first with hikvision-connect' },
  'Channel not found': { error: 'Channel not found', cause: 'Invalid channel ID', remedy: 'List channels first' },
  'No recordings': { error: 'No recordings', cause: 'Time range has no videos', remedy: 'Verify NVR is recording' },
}

/** What of a recorder's failures the document has words for. */
const OF_DEVICE: Partial<Record<FaultKind, Known>> = {
  'device-unreachable': {
    message: 'Cannot connect to NVR (check IP address and network)',
    error: 'Connection refused',
    cause: 'NVR not accessible',
    remedy: 'Check IP, firewall, VPN',
  },
  'device-timeout': {
    message: 'Connection timeout (NVR not responding)',
    error: 'Connection refused',
    cause: 'NVR not accessible',
    remedy: 'Check IP, firewall, VPN',
  },
  'device-refused-login': {
    message: 'Invalid credentials (401 Unauthorized)',
    error: '401 Unauthorized',
    cause: 'Wrong credentials',
    remedy: 'Verify username/password',
  },
  'device-locked': {
    message: 'Invalid credentials (401 Unauthorized)',
    error: '401 Unauthorized',
    cause: 'The NVR has locked this account after too many wrong passwords',
    remedy: 'Wait until it unlocks the account, then verify username/password',
  },
  unsupported: { error: 'ISAPI disabled', cause: 'ISAPI service off', remedy: 'Enable ISAPI in the NVR settings' },
  'device-garbled': { error: 'ISAPI disabled', cause: 'ISAPI service off', remedy: 'Enable ISAPI in the NVR settings' },
  'device-denied': {
    cause: 'The user of the NVR lacks a right',
    remedy: 'Give it the rights to view and play back remotely',
  },
  'device-busy': { cause: 'The NVR serves as much as it can', remedy: 'Try again in a moment' },
  'not-ready': { remedy: 'Try again in a moment' },
}

/** One of the document's own refusals. */
export function refusal(
  message: 'Missing credentials' | 'NVR not found' | 'Channel not found' | 'No recordings',
): Fault {
  return new Fault('not-found', message)
}

/** What is added to an answer without videos. */
export const NOTHING_FOUND = {
  message: 'No recordings: the time range has no videos',
  remedy: 'Verify NVR is recording',
}

/** The body where the document has one for it; null for what is wrong with the request itself. */
function failureOf(fault: Fault): FailureBody | null {
  const known = OWN[fault.message] ?? OF_DEVICE[fault.kind]
  if (!known) return null
  const message = known.message ?? (OWN[fault.message] ? fault.message : `Connection failed: ${fault.message}`)
  return {
    success: false,
    ...known,
    message,
    ...(message.includes(fault.message) ? {} : { detail: fault.message }),
    ...(fault.triesLeft === undefined ? {} : { tries_left: fault.triesLeft }),
  }
}

/** Bad input, missing rights and limits are errors of HTTP; what the document foresees is an answer. */
export function answerTo(fault: Fault): Response {
  const body = failureOf(fault)
  return body ? Response.json(body, { headers: { 'cache-control': 'no-store' } }) : problem(fault)
}
