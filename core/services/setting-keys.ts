// Every setting there is. To add one is to add a row here.
import { z } from 'zod'
import type { Config } from '../config.ts'
import { ALARM_KINDS, type AlarmKind } from '../domain/alarm-kinds.ts'
import { loginOf } from '../domain/url-login.ts'

export interface SettingDefinition {
  /** `appliance`: one value, the founder's to change. `household`: a value each, its admins' to change. */
  scope: 'appliance' | 'household'
  schema: z.ZodType
  default: unknown
  /** Write-only: stored encrypted, shown as `***`. A secret is always a text. */
  secret?: true
  /** A topic that may be neither that of this other setting, nor above or below it. */
  apartFrom?: 'mqtt_prefix' | 'discovery_prefix'
  /** The variable that wins over the stored value, and how to read it; null = not set. */
  variable?: string
  environment?: (config: Config) => unknown
}

const address = (protocols: string[]) =>
  z.string().refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol), {
    message: `must be an address that begins with ${protocols.map((name) => `${name}//`).join(' or ')}`,
  })
/** Where a restreamer serves: no login, since it is shown to people. */
const plainAddress = (protocols: string[]) =>
  address(protocols)
    .refine((text) => URL.canParse(text) && !new URL(text).username && !new URL(text).password, {
      message: 'must not hold a login',
    })
    .nullable()
    .default(null)
/** As a browser sends it: scheme, host and port, and nothing behind them. */
const origin = z
  .string()
  .refine(
    (text) => {
      const url = URL.canParse(text) ? new URL(text) : null
      return url !== null && /^https?:$/.test(url.protocol) && url.href === `${url.origin}/`
    },
    { message: 'must be an origin such as https://app.example or http://192.168.1.9:5173' },
  )
  .transform((text) => new URL(text).origin)
const pem = (what: string) =>
  z
    .string()
    .max(20_000)
    .regex(
      new RegExp(`^\\s*-----BEGIN ${what}-----[\\s\\S]+-----END ${what}-----\\s*$`),
      `must be a text that begins with -----BEGIN …-----`,
    )
    .nullable()
const oneLine = (text: z.ZodString) => text.regex(/^\P{Cc}*$/u, 'must not contain control characters')
const brokerLogin = ({ mqttUrl }: Config) => (mqttUrl === null ? null : loginOf(new URL(mqttUrl)))
const topic = z.string().regex(/^[A-Za-z0-9_-]+(\/[A-Za-z0-9_-]+)*$/, 'may hold letters, digits, _ - and /')
/** One that others have chosen, with whatever characters they like. */
const foreignTopic = z
  .string()
  .trim()
  .max(256)
  .regex(/^(?!\$)[^+#\p{Cc}]+$/u, 'must be one topic, without + and #, that does not begin with $')
/** A misspelt one would go on answering. */
const DIALECTS = ['lightnvr', 'vibenvr'] as const
const PORT_RANGE = 'must be a number from 1 to 65535'
const seconds = z.number().min(0).max(86_400)
/** Of one kind of alarm. */
export const holdRule = z.object({
  hold: seconds.optional(),
  min_on: seconds.optional(),
  max: seconds.nullable().optional(),
})
const kinds = Object.keys(ALARM_KINDS) as [AlarmKind, ...AlarmKind[]]

export const SETTINGS = {
  /** Whether a stranger may found a household of his own here. */
  open_registration: { scope: 'appliance', schema: z.boolean(), default: false },
  public_url: {
    scope: 'appliance',
    schema: address(['http:', 'https:'])
      .transform((text) => text.replace(/\/+$/, ''))
      .nullable(),
    default: null,
    variable: 'PORCHLIGHT_PUBLIC_URL',
    environment: (config: Config) => config.publicUrl,
  },
  /** Pages of these origins may use our API in a browser. Never with credentials: they sign in by header. */
  cors_origins: { scope: 'appliance', schema: z.array(origin).max(20), default: [] },
  /** Pages of these origins may show us in a frame. */
  embed_origins: { scope: 'appliance', schema: z.array(origin).max(20), default: [] },
  /** How often within ten seconds a client of LightNVR's or VibeNVR's API may ask. Whether all is well may always be asked. */
  dialect_requests: { scope: 'appliance', schema: z.int().min(60).max(1_000_000), default: 600 },
  /** APIs of other products that answer nobody; by the first part of their paths. */
  dialects_off: { scope: 'appliance', schema: z.array(z.enum(DIALECTS)).max(DIALECTS.length), default: [] },
  /** For so long browsers that came by TLS come by nothing else; 0 makes them forget it, null says nothing to them. */
  hsts_seconds: { scope: 'appliance', schema: z.int().min(0).max(31_536_000).nullable(), default: null },
  mqtt_url: {
    scope: 'appliance',
    schema: address(['mqtt:', 'mqtts:', 'tcp:', 'ssl:', 'ws:', 'wss:']).nullable(),
    default: null,
    secret: true,
    variable: 'PORCHLIGHT_MQTT_URL',
    environment: (config: Config) => config.mqttUrl,
  },
  /** These two win over what the address holds, but not over what the variable's address holds. */
  mqtt_user: {
    scope: 'appliance',
    schema: oneLine(z.string().min(1).max(256)).nullable(),
    default: null,
    variable: 'PORCHLIGHT_MQTT_URL',
    environment: (config: Config) => brokerLogin(config)?.username ?? null,
  },
  mqtt_password: {
    scope: 'appliance',
    schema: z.string().min(1).max(1024).nullable(),
    default: null,
    secret: true,
    variable: 'PORCHLIGHT_MQTT_URL',
    environment: (config: Config) => brokerLogin(config)?.password ?? null,
  },
  /** Who vouches for the broker, beside those whom everybody trusts; and our own certificate, where it asks for one. */
  mqtt_ca: { scope: 'appliance', schema: pem('CERTIFICATE'), default: null },
  mqtt_certificate: { scope: 'appliance', schema: pem('CERTIFICATE'), default: null },
  mqtt_key: { scope: 'appliance', schema: pem('(?:(?:RSA|EC) )?PRIVATE KEY'), default: null, secret: true },
  mqtt_prefix: {
    scope: 'appliance',
    schema: topic,
    apartFrom: 'discovery_prefix',
    default: 'porchlight',
    variable: 'PORCHLIGHT_MQTT_PREFIX',
    environment: (config: Config) => config.mqttPrefix,
  },
  discovery: {
    scope: 'appliance',
    schema: z.enum(['device', 'entity', 'off']),
    default: 'device',
    variable: 'PORCHLIGHT_DISCOVERY',
    environment: (config: Config) => config.discovery,
  },
  discovery_prefix: {
    scope: 'appliance',
    schema: topic,
    apartFrom: 'mqtt_prefix',
    default: 'homeassistant',
    variable: 'PORCHLIGHT_DISCOVERY_PREFIX',
    environment: (config: Config) => config.discoveryPrefix,
  },
  /** Where the hub says that it has begun; null = `status` below the discovery prefix, and at Home Assistant's usual place. */
  hub_birth_topic: { scope: 'appliance', schema: foreignTopic.nullable(), default: null },
  /** What the appliance is called there; two of them at one hub should not be called alike. */
  hub_name: {
    scope: 'appliance',
    schema: oneLine(z.string().trim().min(1).max(60)),
    default: 'Porchlight',
  },
  /** What the hub may do to us: nothing, what harms nobody, or all. */
  hub_control: { scope: 'appliance', schema: z.enum(['none', 'safe', 'all']), default: 'safe' },
  /** How old a channel's picture in the hub may grow; 0 = none is sent by time. */
  hub_snapshot_seconds: {
    scope: 'appliance',
    schema: z
      .number()
      .int()
      .min(0)
      .max(86_400)
      .refine((value) => value === 0 || value >= 10, 'must be 0 or at least 10'),
    default: 300,
  },
  /** Hours after which a channel that nobody asked for a picture of sends none to the hub, until somebody does; 0 = always sends. */
  hub_picture_idle_hours: { scope: 'appliance', schema: z.number().int().min(0).max(8760), default: 0 },
  /** Whether the pictures of alarms go through the broker or lie with us, behind an address that is told to the hub. */
  hub_images: { scope: 'appliance', schema: z.enum(['image', 'url']), default: 'image' },
  /** A second tree at the same broker, for programs that were written for LightNVR; `snapshot_seconds` as above. */
  lightnvr_mqtt: {
    scope: 'appliance',
    schema: z.object({
      enabled: z.boolean(),
      prefix: topic.max(64).default('lightnvr'),
      discovery: z.boolean().default(false),
      discovery_prefix: topic.max(64).default('homeassistant'),
      snapshot_seconds: z
        .int()
        .min(0)
        .max(300)
        .refine((value) => value === 0 || value >= 10, 'must be 0 or at least 10')
        .default(30),
    }),
    default: {
      ...{ enabled: false, prefix: 'lightnvr', discovery: false },
      ...{ discovery_prefix: 'homeassistant', snapshot_seconds: 30 },
    },
  },
  /** The broker inside the appliance, for a home without one. It runs only with a password. */
  broker: {
    scope: 'appliance',
    schema: z.object({
      enabled: z.boolean(),
      port: z.int(PORT_RANGE).min(1, PORT_RANGE).max(65_535, PORT_RANGE).default(1883),
      username: z
        .string()
        .regex(/^[\w.@-]{1,64}$/, 'may hold up to 64 letters, digits, _ - . and @')
        .default('hub'),
    }),
    default: { enabled: false, port: 1883, username: 'hub' },
  },
  broker_password: {
    scope: 'appliance',
    schema: z.string().min(8, 'must have at least 8 characters').max(256).nullable(),
    default: null,
    secret: true,
  },
  /** Another program that hands the cameras' video on; `rtsp` and `webrtc` are where people reach it. */
  restreamer: {
    scope: 'appliance',
    schema: z
      .object({
        kind: z.enum(['off', 'mediamtx', 'go2rtc']),
        api: plainAddress(['http:', 'https:']),
        username: oneLine(z.string().min(1).max(256)).nullable().default(null),
        rtsp: plainAddress(['rtsp:', 'rtsps:']),
        webrtc: plainAddress(['http:', 'https:']),
      })
      .refine(({ kind, api }) => kind === 'off' || api !== null, {
        path: ['api'],
        message: 'must be the address of its API',
      }),
    default: { kind: 'off', api: null, username: null, rtsp: null, webrtc: null },
  },
  restreamer_password: {
    scope: 'appliance',
    schema: z.string().min(1).max(1024).nullable(),
    default: null,
    secret: true,
  },
  /** How often channels and footage are read from the checked devices, and whether their clocks are set, too. */
  sync: {
    scope: 'household',
    schema: z.object({
      is_enabled: z.boolean(),
      interval_minutes: z.number().int().min(1).max(10_080),
      set_clock: z.boolean().default(false),
    }),
    default: { is_enabled: true, interval_minutes: 60, set_clock: false },
  },
  /** Which days of a month the monitor page draws, and whether the newest comes first. */
  monitor: {
    scope: 'household',
    schema: z
      .object({
        start_day: z.number().int().min(1).max(31),
        end_day: z.number().int().min(1).max(31),
        order: z.boolean(),
      })
      .refine((value) => value.start_day <= value.end_day, {
        path: ['start_day'],
        message: 'start_day must not be after end_day',
      }),
    default: { start_day: 1, end_day: 31, order: false },
  },
  /** Downloads from devices: how fast in all (Mbit/s, null = as fast as it goes), and whether the device's own file is kept. */
  downloads: {
    scope: 'household',
    schema: z.object({
      mbit: z.number().min(1).max(10_000).nullable(),
      keep_raw: z.boolean(),
    }),
    default: { mbit: null, keep_raw: false },
  },
  /** How long alarms are kept: so many days, and not more than so many; the oldest go first. */
  alarm_retention: {
    scope: 'household',
    schema: z.object({
      days: z.number().int().min(1).max(3650),
      count: z.number().int().min(1).max(1_000_000),
    }),
    default: { days: 90, count: 100_000 },
  },
  /** How long pictures are kept, of alarms and of people's taking: so many days, and not more bytes; the oldest go first. */
  picture_retention: {
    scope: 'household',
    schema: z.object({
      days: z.number().int().min(1).max(3650),
      bytes: z.number().int().min(10_485_760).max(1_099_511_627_776),
    }),
    default: { days: 90, bytes: 2_147_483_648 },
  },
  /** Of what we record ourselves, of all cameras: the oldest go first, and so much stays free on each disk (null = 1 GiB). */
  recording_limits: {
    scope: 'appliance',
    schema: z.object({
      days: z.int().min(1).max(3650).nullable().default(null),
      bytes: z.int().min(1_073_741_824).max(1e15).nullable().default(null),
      free_bytes: z.int().min(268_435_456).max(1e15).nullable().default(null),
    }),
    default: { days: null, bytes: null, free_bytes: null },
  },
  /** Seconds per kind of alarm that replace those of the table of kinds. */
  alarm_hold: {
    scope: 'household',
    schema: z.partialRecord(z.enum(kinds), holdRule),
    default: {},
  },
} as const satisfies Record<string, SettingDefinition>
