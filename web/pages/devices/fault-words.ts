// Why a device could not be spoken to, in our words where the kind says enough.
import { hasText, t } from '../../texts/t.ts'

/** The answer's own text where it says more than its kind, as of an address that we must not speak to. */
export function faultWords(kind: string | null, message: string): string {
  const key = `devices.fault.${kind}`
  return hasText(key) ? t(key as 'devices.fault.device-unreachable') : message
}

/** Nothing is tried again by itself then: the device would lock the account. */
export const isRefusal = (kind: string | null | undefined): boolean =>
  kind === 'device-refused-login' || kind === 'device-locked'
