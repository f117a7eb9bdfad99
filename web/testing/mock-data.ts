// An invented household for looking at the pages: two recorders, a camera, a day of alarms, pictures drawn as SVG.
import type { AlarmOut, ChannelOut, DeviceOut, DeviceStateOut } from '../wire.ts'

const ago = (seconds: number) => new Date(Date.now() - seconds * 1000).toISOString()
const uuid = (n: number) => `0192f0c0-0000-7000-8000-${String(n).padStart(12, '0')}`

export const online = (seconds: number): DeviceStateOut => ({
  phase: 'online',
  since: ago(seconds),
  reason: null,
  kind: null,
  retry_at: null,
})

const device = (id: number, facts: Partial<DeviceOut>): DeviceOut => ({
  id,
  uuid: uuid(id),
  ip_nvr: `192.168.1.${60 + id}`,
  ip_web: `192.168.1.${60 + id}`,
  sub_rtsp_url: null,
  username: 'porchlight',
  brand: 'HIKVision',
  is_checked: true,
  name: null,
  device_name: null,
  manufacturer: 'Hikvision',
  mac_address: null,
  created_at: ago(86_400 * 90),
  model: 'DS-7608NXI-K1/8P',
  serial_number: `DS-7608NXI-K1/8P08202301${id}CCRR`,
  firmware_version: 'V4.61.025 build 220905',
  kind: 'recorder',
  verify_tls: false,
  certificate_pinned: false,
  certificate: null,
  other_certificate: null,
  offers: ['live', 'snapshot', 'alarms'],
  last_seen_at: ago(4),
  state: online(86_400 * 2.2),
  channel_count: 8,
  utc_offset_minutes: null,
  replaced: null,
  ...facts,
})

const certificate = (byte: string, from: string) => ({
  fingerprint: Array.from({ length: 32 }, (_, i) => (i % 3 === 0 ? byte : '5E')).join(':'),
  subject: 'CN=192.168.1.65\nO=Recorder',
  issuer: 'CN=192.168.1.65',
  valid_from: from,
  valid_to: '2036-09-12T00:00:00Z',
})

export const someDevices = (): DeviceOut[] => [
  device(1, { name: 'House' }),
  device(2, { name: 'Barn and yard', model: 'DS-7204HQHI-K1', channel_count: 4 }),
]

export const troubledDevices = (): DeviceOut[] => [
  ...someDevices(),
  device(3, {
    name: 'Garden shed',
    kind: 'camera',
    model: 'DS-2CD2386G2-IU',
    channel_count: 1,
    state: {
      phase: 'away',
      since: ago(3600 * 6.4),
      reason: 'The device at 192.168.1.63 does not answer.',
      kind: 'device-unreachable',
      retry_at: new Date(Date.now() + 42_000).toISOString(),
    },
  }),
  device(4, {
    name: null,
    model: 'DS-7616NI-I2/16P',
    channel_count: 0,
    ip_web: 'https://192.168.1.64',
    certificate_pinned: true,
    last_seen_at: null,
    state: {
      phase: 'refused',
      since: ago(600),
      reason: 'The device refused the user name or password.',
      kind: 'device-refused-login',
      retry_at: null,
    },
  }),
  device(5, {
    name: 'Workshop',
    kind: 'camera',
    channel_count: 0,
    ip_web: 'https://192.168.1.65',
    certificate_pinned: true,
    certificate: certificate('3A', '2024-03-01T00:00:00Z'),
    other_certificate: certificate('C7', '2026-09-12T00:00:00Z'),
    state: {
      phase: 'away',
      since: ago(1500),
      reason: 'The device at 192.168.1.65 shows another certificate than before.',
      kind: 'device-denied',
      retry_at: null,
    },
  }),
]

/** As large as a recorder gets, with the names that people give. */
export const largeDevice = (): DeviceOut[] => [
  device(6, {
    name: 'Warehouse and the yards on both sides of the railway line, with the old mill',
    channel_count: 64,
  }),
]

const NAMES: Record<number, string[]> = {
  1: ['Front door', 'Driveway', 'Garage', 'Garden', 'Terrace', 'Hall', 'Side gate behind the old walnut tree', 'Attic'],
  2: ['Barn', 'Yard', 'Stable', 'Gate'],
  3: ['Shed'],
  6: Array.from({ length: 64 }, (_, i) =>
    i === 9
      ? 'The loading ramp at the back, where lorries turn before they leave for the weighbridge'
      : i === 10
        ? 'الباب الأمامي 2'
        : `Camera ${i + 1}`,
  ),
}

export const someChannels = (devices: DeviceOut[]): ChannelOut[] =>
  devices.flatMap((owner) =>
    (NAMES[owner.id] ?? []).map((name, i) => ({
      id: owner.id * (owner.id === 6 ? 100 : 10) + i + 1,
      uuid: uuid(owner.id * 100 + i),
      device_id: owner.id,
      channel_no: i + 1,
      name,
      device_name: name,
      slug: name.toLowerCase().replace(/\W+/g, '-'),
      tags: [],
      connected_type: owner.id === 2 ? ('analog' as const) : ('ip' as const),
      is_active: true,
      in_use: true,
      online: owner.id !== 2 || i !== 2,
      oldest_record_date: null,
      latest_record_date: null,
      last_sync_at: ago(600),
      last_channel_sync_at: ago(600),
      trouble: owner.id === 2 && i === 2 ? 'No video signal' : null,
      source_key: `ip:${i + 1}`,
      can: { live: true, sub: true, audio: i % 2 === 0, snapshot: true, ptz: false, config: true, alarms: ['motion'] },
      device_online: owner.state.phase === 'online',
      may: { playback: true, export: true, ptz: true },
    })),
  )

const KINDS = [
  ['motion', 'info', 'human'],
  ['line_crossing', 'warning', 'vehicle'],
  ['motion', 'info', null],
  ['intrusion', 'warning', 'human'],
  ['motion', 'info', null],
  ['video_loss', 'error', null],
  ['disk_full', 'error', null],
  ['sound', 'info', null],
] as const

/** Alarm `n` of the household's history; 0 is the newest. */
export function alarmAt(n: number, channels: ChannelOut[], devices: DeviceOut[]): AlarmOut {
  const [kind, severity, target] = KINDS[n % KINDS.length] as (typeof KINDS)[number]
  const channel = channels[(n * 5) % Math.max(1, channels.length)]
  const owner = devices.find((one) => one.id === channel?.device_id)
  const began = Date.now() - (n * n * 90 + n * 240 + 20) * 1000
  const whole = kind === 'disk_full'
  const lasts = 6 + ((n * 37) % 90)
  return {
    id: 10_000 - n,
    uuid: uuid(10_000 - n),
    device_id: owner?.id ?? null,
    channel_id: whole ? null : (channel?.id ?? null),
    device_ip_web: owner?.ip_web ?? null,
    event: kind === 'motion' ? 'motion_detection' : kind,
    channel_id_in_device: whole ? null : String(channel?.channel_no ?? ''),
    channel_name: whole ? null : (channel?.name ?? null),
    message: 'Motion detected',
    created_at: new Date(began).toISOString(),
    kind,
    ended_at: n === 0 ? null : new Date(began + lasts * 1000).toISOString(),
    duration_seconds: n === 0 ? null : lasts,
    end_reason: n === 0 ? null : 'inactive',
    device_time: null,
    target,
    region: kind === 'intrusion' ? 1 : null,
    area: null,
    rule: kind === 'intrusion' ? 'Front garden' : null,
    severity,
    acknowledged_at: null,
    acknowledged_by: null,
    picture_url: whole || n % 6 === 4 ? null : `/alarms/${10_000 - n}/picture.jpg`,
    recording_id: null,
  }
}

/** A quiet scene at dusk, another one for each number. */
export function scene(n: number): string {
  const hue = (n * 47) % 360
  const sun = 40 + ((n * 29) % 240)
  const roof = 90 + ((n * 13) % 30)
  const house = 60 + ((n * 41) % 150)
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 180" width="640" height="360"><defs><linearGradient id="s" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="oklch(32% .05 ${hue})"/><stop offset="1" stop-color="oklch(66% .09 ${(hue + 60) % 360})"/></linearGradient></defs><rect width="320" height="180" fill="url(#s)"/><circle cx="${sun}" cy="62" r="13" fill="oklch(88% .09 80)"/><path d="M0 118 60 92l70 24 80-34 110 40v58H0z" fill="oklch(36% .04 ${hue})"/><path d="M0 140q160-30 320 0v40H0z" fill="oklch(28% .03 ${(hue + 40) % 360})"/><path d="M${house} 150v-34l30-${120 - roof}l30 ${120 - roof}v34z" fill="oklch(22% .02 ${hue})"/><rect x="${house + 24}" y="126" width="12" height="24" fill="oklch(80% .14 75)"/></svg>`
}
