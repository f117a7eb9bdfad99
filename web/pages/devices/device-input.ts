// The device form's logic: what was typed, what is wrong with it, what is sent.
import { hostOf, isPublic } from '../../addresses.ts'
import { t } from '../../texts/t.ts'
import type { DeviceInput, DeviceOut } from '../../wire.ts'

/** As they are written for the clients that know them; a make that a plugin brings stays as it is. */
const WRITTEN: Record<string, string> = { hikvision: 'HIKVision', onvif: 'ONVIF' }

export interface Draft {
  /** In small letters. */
  brand: string
  address: string
  /** Of a second, smaller picture. */
  subAddress: string
  streamHost: string
  username: string
  password: string
  name: string
  verifyTls: boolean
  watched: boolean
}

/** A new device, or what is known of one; the password is never known. */
export function draftOf(device: DeviceOut | undefined): Draft {
  const own = device && device.ip_nvr !== hostOf(device.ip_web) ? device.ip_nvr : ''
  return {
    brand: device?.brand.toLowerCase() ?? 'hikvision',
    address: device?.ip_web ?? '',
    subAddress: device?.sub_rtsp_url ?? '',
    streamHost: own,
    username: device?.username ?? '',
    password: '',
    name: device?.name ?? '',
    verifyTls: device?.verify_tls ?? false,
    watched: device?.is_checked ?? true,
  }
}

export type Problems = Partial<Record<'ip_web' | 'sub_rtsp_url' | 'username' | 'password', string>>

/** What a person must fill in or mend before it makes sense to ask a device. A stream may come without a login. */
export function problemsOf(draft: Draft, isNew: boolean): Problems {
  const problems: Problems = {}
  if (draft.address.trim() === '') problems.ip_web = t('fault.required')
  else if (hostOf(draft.address) === null) problems.ip_web = t('devices.form.address.wrong')
  const sub = draft.brand === 'rtsp' ? draft.subAddress.trim() : ''
  if (sub !== '' && hostOf(sub) === null) problems.sub_rtsp_url = t('devices.form.address.wrong')
  if (draft.brand !== 'rtsp' && draft.username.trim() === '') problems.username = t('fault.required')
  if (draft.brand !== 'rtsp' && isNew && draft.password === '') problems.password = t('fault.required')
  return problems
}

/** What stands under the address. */
export function addressHelp({ brand, address }: Pick<Draft, 'brand' | 'address'>): string {
  if (brand !== 'rtsp') return t('devices.form.address.help')
  return t(address.includes('***') ? 'devices.form.address.masked' : 'devices.form.address.rtsp.help')
}

export const warningOf = (draft: Draft): string | undefined =>
  isPublic(draft.address) ? t('devices.form.address.public') : undefined

/** What the API gets for a new device and for a test. */
export function inputOf(draft: Draft): DeviceInput {
  const address = draft.address.trim()
  return {
    brand: WRITTEN[draft.brand] ?? draft.brand,
    ip_web: address,
    ip_nvr: draft.streamHost.trim() || (hostOf(address) ?? address),
    ...(draft.brand === 'rtsp' && { sub_rtsp_url: draft.subAddress.trim() || null }),
    username: draft.username.trim(),
    password: draft.password,
    name: draft.name.trim() || null,
    verify_tls: draft.verifyTls,
    is_checked: draft.watched,
  }
}

/** Only what differs from the device; an empty password keeps the stored one. */
export function changesOf(draft: Draft, device: DeviceOut): Partial<DeviceInput> {
  const wanted = inputOf(draft)
  const had = inputOf(draftOf(device))
  const changed = (Object.keys(wanted) as (keyof DeviceInput)[]).filter((key) => wanted[key] !== had[key])
  return Object.fromEntries(changed.map((key) => [key, wanted[key]]))
}
