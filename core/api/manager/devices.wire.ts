// Devices as seed 000 spells them, with what the web UI needs on top.
import { z } from 'zod'
import type { Certificate, Device, DevicePatch, NewDevice, TestResult } from '../../services/devices/index.ts'

export const deviceStateSchema = z
  .object({
    phase: z.enum(['unchecked', 'idle', 'connecting', 'online', 'away', 'refused']),
    since: z.string(),
    /** What a person must know; null while all is well. */
    reason: z.string().nullable(),
    kind: z.string().nullable(),
    /** When we try again by ourselves; null when we do not. */
    retry_at: z.string().nullable(),
  })
  .meta({ id: 'DeviceState', description: 'Where we stand with a device' })

export const certificateSchema = z
  .object({
    fingerprint: z.string().meta({ description: 'SHA-256', example: 'AB:CD:…' }),
    subject: z.string().nullable(),
    issuer: z.string().nullable(),
    valid_from: z.string().nullable(),
    valid_to: z.string().nullable(),
  })
  .meta({ id: 'Certificate', description: 'What a device shows before anything is sent to it' })

export const replacementSchema = z
  .object({
    at: z.string(),
    before: z.string().nullable().meta({ description: 'The model; null = it did not say' }),
    after: z.string().nullable(),
  })
  .meta({
    id: 'Replacement',
    description: 'Another device was found where this one was; its channels kept their numbers',
  })

export const deviceSchema = z
  .object({
    id: z.int(),
    ip_nvr: z.string(),
    ip_web: z.string(),
    /** Masked; only of a bare stream that has a second, smaller picture. */
    sub_rtsp_url: z.string().nullable(),
    username: z.string().meta({ description: 'Empty for whoever may not change the device' }),
    brand: z.string(),
    is_checked: z.boolean(),
    uuid: z.string(),
    /** A person's name for it; null = the device's own, `device_name`. */
    name: z.string().nullable(),
    device_name: z.string().nullable(),
    kind: z.enum(['recorder', 'camera']).nullable(),
    manufacturer: z.string().nullable(),
    model: z.string().nullable(),
    serial_number: z.string().nullable().meta({ description: 'Null for whoever may not change the device' }),
    firmware_version: z.string().nullable(),
    mac_address: z.string().nullable().meta({ description: 'As the serial number' }),
    verify_tls: z.boolean(),
    certificate_pinned: z.boolean(),
    /** The one that is trusted. */
    certificate: certificateSchema.nullable(),
    /** What the device showed instead, until a person trusts it. */
    other_certificate: certificateSchema.nullable(),
    offers: z.array(z.string()),
    last_seen_at: z.string().nullable(),
    utc_offset_minutes: z
      .int()
      .nullable()
      .meta({ description: 'How far its clock was ahead of UTC when it was last read; null = it did not say' }),
    state: deviceStateSchema,
    channel_count: z.int(),
    /** The last time; null = never. */
    replaced: replacementSchema.nullable(),
    created_at: z.string(),
  })
  .meta({ id: 'Device', description: 'A recorder or camera whose password we hold' })

export const devicesSchema = z.array(deviceSchema).meta({ description: 'Devices, by id' })

export type DeviceOut = z.output<typeof deviceSchema>

export const testedSchema = z
  .object({
    ip_reachable: z.boolean(),
    auth_ok: z.boolean(),
    /** `OK`, `Cannot reach device`, `Authentication failed`, `Unsupported brand`, or what else the device said. */
    message: z.string(),
    reason: z.string().nullable().meta({ description: 'Why it failed, in words for people' }),
    kind: z.string().nullable(),
    model: z.string().nullable(),
    channels: z.int().nullable(),
    tries_left: z.int().nullable(),
    certificate: z.enum(['self-signed']).nullable(),
    public_address: z.boolean(),
  })
  .meta({ id: 'ConnectionTest', description: 'How far a test connection came' })

export const syncedSchema = z
  .object({ message: z.string(), channels: z.int(), changed: z.boolean() })
  .meta({ description: 'What the device said is stored' })

const address = z.string().max(500).meta({ description: 'Host, host:port or a whole address', example: '192.168.1.64' })
const subUrl = address.nullable().meta({
  description: 'Brand `rtsp` only: the address of a second, smaller picture; null takes it away',
  example: 'rtsp://192.168.1.70:554/stream2',
})
const username = z.string().max(128)
const password = z.string().max(256)
const brand = z.string().min(1).max(50).meta({ example: 'hikvision' })
const name = z.string().max(100).nullable().meta({ description: 'Null gives the device its own name back' })

export const newDeviceIn = z.object({
  ip_nvr: address.optional(),
  ip_web: address.min(1),
  sub_rtsp_url: subUrl.optional(),
  username,
  password,
  brand,
  is_checked: z.boolean().default(true),
  name: name.optional(),
  verify_tls: z.boolean().optional(),
})

export const devicePatchIn = z.object({
  ip_nvr: address.min(1).optional(),
  ip_web: address.min(1).optional(),
  sub_rtsp_url: subUrl.optional(),
  username: username.min(1).optional(),
  password: password.min(1).optional(),
  brand: brand.optional(),
  is_checked: z.boolean().optional(),
  name: name.optional(),
  verify_tls: z.boolean().optional(),
})

export const testIn = z.object({
  ip_web: address.min(1),
  ip_nvr: address.optional(),
  username,
  password: password.meta({ description: 'Empty: the stored one of your device at this address' }),
  brand,
  verify_tls: z.boolean().optional(),
})

export const trustIn = z.object({
  fingerprint: z
    .string()
    .min(1)
    .max(128)
    .meta({ description: 'Of the certificate that was looked at: another one is not trusted' }),
})

export function newDevice(body: z.output<typeof newDeviceIn>): NewDevice {
  return {
    ...devicePatch(body),
    address: body.ip_web,
    username: body.username,
    password: body.password,
    brand: body.brand,
  }
}

export function devicePatch(body: z.output<typeof devicePatchIn>): DevicePatch {
  return {
    address: body.ip_web,
    streamHost: body.ip_nvr,
    subAddress: body.sub_rtsp_url,
    username: body.username,
    password: body.password,
    brand: body.brand,
    isChecked: body.is_checked,
    name: body.name,
    verifyTls: body.verify_tls,
  }
}

/** Without a name of ours and an `ip_nvr` of its own a device is what it says it is, at the address that was given. */
export function deviceOut(device: Device): DeviceOut {
  const { info, state } = device
  return {
    id: device.id,
    ip_nvr: device.streamHost,
    ip_web: device.address,
    sub_rtsp_url: device.subAddress,
    username: device.username,
    brand: device.brandAsGiven,
    is_checked: device.isChecked,
    uuid: device.uuid,
    name: device.name,
    device_name: info?.name ?? null,
    kind: info?.kind ?? null,
    manufacturer: info?.manufacturer ?? null,
    model: info?.model ?? null,
    serial_number: info?.serialNumber ?? null,
    firmware_version: info?.firmwareVersion ?? null,
    mac_address: info?.macAddress ?? null,
    verify_tls: device.verifyTls,
    certificate_pinned: device.certificate !== null,
    certificate: device.certificate && certificateOut(device.certificate),
    other_certificate: device.otherCertificate && certificateOut(device.otherCertificate),
    offers: device.offers,
    last_seen_at: device.lastSeenAt?.toISOString() ?? null,
    utc_offset_minutes: info?.utcOffsetMinutes ?? null,
    state: deviceStateOut(state),
    channel_count: device.channelCount,
    replaced: device.replaced && { ...device.replaced, at: device.replaced.at.toISOString() },
    created_at: device.createdAt.toISOString(),
  }
}

function certificateOut({ fingerprint, subject, issuer, validFrom, validTo }: Certificate) {
  const [valid_from, valid_to] = [validFrom?.toISOString() ?? null, validTo?.toISOString() ?? null]
  return { fingerprint, subject, issuer, valid_from, valid_to }
}

export function deviceStateOut(state: Device['state']): z.output<typeof deviceStateSchema> {
  return {
    phase: state.phase,
    since: state.since.toISOString(),
    reason: state.fault?.message ?? null,
    kind: state.fault?.kind ?? null,
    retry_at: state.retryAt?.toISOString() ?? null,
  }
}

export function testedOut(result: TestResult): z.output<typeof testedSchema> {
  return {
    ip_reachable: result.reachable,
    auth_ok: result.signedIn,
    message: result.message,
    reason: result.reason,
    kind: result.kind,
    model: result.model,
    channels: result.channels?.length ?? null,
    tries_left: result.triesLeft,
    certificate: result.certificate,
    public_address: result.publicAddress,
  }
}

export const removeQuery = z.object({
  delete_recordings: z
    .enum(['true', 'false'], 'must be true or false')
    .default('false')
    .transform((text) => text === 'true')
    .meta({ description: 'Our recordings of its channels go, too; protected ones stay' }),
})
